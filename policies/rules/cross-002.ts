import { z } from "zod";
import { expiriesIn } from "../expiries";
import { defineRule } from "../rule";
import { textsOf } from "../texts";

const DAY = 86_400_000;

export const rule = defineRule({
  code: "CROSS-002",
  title: "no token or certificate has expired",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "whoever presents or trusts it is refused from one moment to the next, and the program that does so rarely says why",
  cure: "renew it, and take it from a place that is renewed by itself instead of from configuration",
  reference: "RFC 7519, section 4.1.4; RFC 5280, section 4.1.2.5",
  config: z.strictObject({
    days: z
      .int()
      .min(0)
      .default(30)
      .describe("What ends within so many days is told too, as advice. 0: only what has ended."),
  }),
  check: (facts, { days }) =>
    textsOf(facts).flatMap(({ text, place }) =>
      expiriesIn(text)
        .filter(({ at }) => at < facts.at + days * DAY)
        .map(({ what, at }) => {
          const day = new Date(at).toISOString().slice(0, 10);
          return at < facts.at
            ? { ...place(), message: `a ${what} has expired on ${day}` }
            : { ...place(), message: `a ${what} expires on ${day}`, level: "advisory" as const };
        }),
    ),
});
