import { z } from "zod";
import { AshlarError } from "../../constructs/model/diagnostics";
import { issuesToDiagnostics } from "../../constructs/model/spec";

/** Keys of a stack's configuration that are about its deployment by Pulumi, and nothing that `ashlar synth` reads. */
const NAMESPACE = "ashlar-deploy";

/** Pulumi keeps what a person sets as text. */
const flag = () =>
  z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true");

const schema = z.strictObject({
  stack: z.string().optional().describe("Which stack to deploy. Default: the one that has settings in the file."),
  secrets: z.enum(["init", "pulumi"]).default("init").describe("Who makes the Secrets: `ashlar init`, or Pulumi."),
  pki: z
    .enum(["platform", "pulumi-tls"])
    .default("platform")
    .describe("Who issues certificates: the platform's own way, or a CA in the state. The latter needs pki: local."),
  protect: flag().describe("Whether what holds data is protected from deletion. Default: false."),
  retainOnDelete: flag().describe(
    "Whether what holds data stays in the cluster when Pulumi deletes it. Default: false.",
  ),
});

/** How a stack is deployed. */
export type DeploySettings = z.output<typeof schema>;

/**
 * Reads the `ashlar-deploy:` keys of a stack's configuration.
 *
 * @param config every key of the configuration, with its value as text
 * @throws AshlarError with every problem: ASH-INPUT-001 (unknown key), ASH-INPUT-002 (wrong value)
 */
export function deploySettings(config: Readonly<Record<string, string>>): DeploySettings {
  const prefix = `${NAMESPACE}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  const values = Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  const result = schema.safeParse(values, { reportInput: true });
  if (!result.success) throw new AshlarError(issuesToDiagnostics(NAMESPACE, result.error.issues, values));
  return result.data;
}
