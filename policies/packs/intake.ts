import { createRequire } from "node:module";
import type { PolicySetting } from "./configuration";

/** One policy's settings, as the engine sends them. */
interface SentPolicy {
  getEnforcementlevel(): number;
  getProperties(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** What the engine sends before it asks for any judgement. */
interface ConfigureRequest {
  getPolicyconfigMap: () => { entries(): IterableIterator<[string, SentPolicy]> };
}

interface Method {
  requestDeserialize: (bytes: Buffer) => ConfigureRequest;
}

const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;

/**
 * Listens to the configuration of all policies. The SDK shows each policy its own settings alone, without its level, and
 * hides those of names that no policy has: a misspelt rule would be passed over in silence.
 *
 * @param take called with every setting; what it throws is the engine's answer, and nothing is changed
 */
export function onConfiguration(take: (given: ReadonlyMap<string, PolicySetting>) => void): void {
  const { configure } = analyzerService();
  const read = configure.requestDeserialize;
  configure.requestDeserialize = (bytes) => {
    const request = read(bytes);
    try {
      take(settingsOf(request));
    } catch (error) {
      // Thrown here it would be answered as a malformed request, without its text; the SDK reads this and answers with it.
      request.getPolicyconfigMap = () => {
        throw withoutStack(error);
      };
    }
    return request;
  };
}

/** The SDK answers with an error's stack, of which a user needs the first part alone. */
function withoutStack(error: unknown): unknown {
  if (error instanceof Error) error.stack = error.message;
  return error;
}

/** The service of the copy of @pulumi/pulumi that the policy SDK serves with. */
function analyzerService(): { readonly configure: Method } {
  const sdk = createRequire(require.resolve("@pulumi/policy"));
  const module = sdk("@pulumi/pulumi/proto/analyzer_grpc_pb") as { readonly AnalyzerService: { configure: Method } };
  return module.AnalyzerService;
}

function settingsOf(request: ConfigureRequest): ReadonlyMap<string, PolicySetting> {
  const settings = new Map<string, PolicySetting>();
  for (const [policy, sent] of request.getPolicyconfigMap().entries())
    settings.set(policy, {
      level: LEVELS[sent.getEnforcementlevel()] ?? "mandatory",
      properties: sent.getProperties()?.toJavaScript() ?? {},
    });
  return settings;
}
