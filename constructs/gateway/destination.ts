import { z } from "zod";
import type { Endpoint } from "../model/endpoint";
import type { ExternalEndpoint } from "../model/external-endpoint";
import { GATEWAY_CODES } from "./codes";

/** Where something of a gateway may lead: an endpoint of the platform, or a server outside of it. */
export type Destination = Endpoint<undefined> | ExternalEndpoint;

/** Whether a value is one of the platform's endpoints, also one of another copy of this package. */
export function isEndpoint(value: unknown): value is Endpoint<undefined> {
  return isOfKind(value, "internal") && "peer" in value && "props" in value;
}

function isDestination(value: unknown): value is Destination {
  return isEndpoint(value) || (isOfKind(value, "external") && "spec" in value);
}

function isOfKind(value: unknown, kind: string): value is object {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

/** What was given instead of an endpoint, in words. Its text is not repeated: a url may hold a password. */
export function namingOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value !== "object") return typeof value === "string" ? "a text" : `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  if (Array.isArray(value)) return "a list";
  return typeof name === "string" && name !== "" && name !== "Object" ? `the component ${name} itself` : "an object";
}

/** Schema of where something leads. */
export const destination = () =>
  z
    .custom<Destination>(isDestination, {
      error: ({ input }) => `leads to ${namingOf(input)}`,
      // A component is nothing to print, and neither is a url.
      params: { code: GATEWAY_CODES.to, allowed: "an endpoint of the platform, or an ExternalEndpoint", secret: true },
    })
    .meta({ title: "Endpoint | ExternalEndpoint" });

/** Schema of a key that would name an address as text, which opens no way there: `to` does. */
export const rawAddress = () =>
  z
    .custom<undefined>((value) => value === undefined, {
      error: "names an address that no connection opens",
      params: { code: GATEWAY_CODES.to, allowed: "nothing: `to` says where it leads", secret: true },
    })
    .optional();
