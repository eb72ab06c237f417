import { z } from "zod";
import { Secret } from "../../model/secret";
import { text } from "./fields";
import { proves, readable, refuseProof } from "./proof";

const PAIR = /^([^:]+):(.+)$/s;
const WITH_SECRET = 'concat("name:", secretValue(secret))';

/** A template that takes one value of the request and says nothing itself, as in `Bearer $(headers["x-token"])`. */
const FROM_REQUEST =
  /^(?:(?:Basic|Bearer) )?\$\((?:headers|query_params|uri_captures)(?:\.\w+|\[(?:\d+|"[\w-]+"|'[\w-]+')\])\)$/;

/** Schema of names, each with a colon and a value, which may hold a secret. Values that prove who calls must. */
export const pairs = () =>
  z.array(
    text().superRefine((pair, context) => {
      // What was written without its colon may be a secret too, and is not repeated.
      const refuse = (message: string, allowed: string): void =>
        void context.addIssue({ code: "custom", message, params: { allowed, secret: true } });
      if (Secret.isSecret(pair)) {
        refuse("a secret stands where a name and its value do", WITH_SECRET);
        return;
      }
      const shown = readable(pair);
      if (shown === undefined) return;
      const [, name, value] = PAIR.exec(shown) ?? [];
      if (name === undefined || value === undefined) refuse("not a name with a value", "a name, a colon and a value");
      else if (proves(name) && !FROM_REQUEST.test(value.trim())) refuseProof(context, WITH_SECRET);
    }),
  );

/**
 * Schema of names, each with a colon and its new name. A new name is no secret; what cannot be one, under a name that
 * proves who calls, was meant as a value.
 *
 * @param form what a new name looks like
 */
export const renames = (form = /^\S+$/) =>
  z.array(
    z.string().superRefine((pair, context) => {
      const [, name = "", renamed = ""] = PAIR.exec(pair) ?? [];
      if (form.test(renamed)) return;
      const allowed = "a name, a colon and the new name";
      if (proves(name)) refuseProof(context, allowed);
      else
        context.addIssue({ code: "custom", message: "not a name with a new name", params: { allowed, secret: true } });
    }),
  );

/** Schema of names with their values, as Kong reads them. */
export const plainPairs = () => z.array(z.string().regex(PAIR));
