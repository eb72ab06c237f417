import { z } from "zod";
import { findDemoSecrets } from "../demo-secrets";
import { defineRule } from "../rule";
import { textsOf } from "../texts";

export const rule = defineRule({
  code: "CROSS-001",
  title: "no secret is a demo value that everybody knows",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "passwords and keys of examples are the first that anybody tries, and whoever knows a signing key makes tokens of any role",
  cure: "generate the secret: `ashlar init` does for a platform of this library; change it in the running program too",
  reference: "CWE-1392: use of default credentials; Supabase self-hosting: generate API keys before you start",
  config: z.strictObject({
    ignore: z
      .array(z.string())
      .default([])
      .describe("Variables, options and files whose values are no secrets although they look like demo ones."),
  }),
  check: (facts, { ignore }) =>
    textsOf(facts)
      .filter(({ name }) => !ignore.includes(name))
      .flatMap((placed) =>
        findDemoSecrets(placed).map(({ what, line }) => ({
          ...placed.place(),
          message: `${line === undefined ? "" : `line ${line}: `}${what} is a demo value that is published for everybody`,
        })),
      ),
});
