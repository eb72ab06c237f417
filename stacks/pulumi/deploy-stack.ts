import { join } from "node:path";
import { getStack, type Output, RunError, runtime } from "@pulumi/pulumi";
import { checkCluster } from "../../constructs/deploy/check-cluster";
import { DEPLOY_CODES } from "../../constructs/deploy/codes";
import type { PlatformOutputs } from "../../constructs/deploy/outputs";
import { PlatformDeployment } from "../../constructs/deploy/platform-deployment";
import { AshlarError, Diagnostics } from "../../constructs/model/diagnostics";
import { TroubleError } from "../../constructs/state/trouble";
import { admissionObjects } from "../../policies/admission/admission";
import { environmentFilePath, readEnvironmentFile } from "../config/environment-file";
import { loadPlatform } from "../load";
import { STACK_NAMES } from "../registry";
import { chosenStack } from "./chosen-stack";
import { deploySettings } from "./deploy-settings";

/** What a stack puts out; `pulumi stack output` shows it. */
export interface StackOutputs extends PlatformOutputs {
  /** The CA's certificate, PEM; absent unless `ashlar-deploy:pki` is `pulumi-tls`. */
  readonly ca?: Output<string>;
}

/**
 * Deploys the stack of the library that `Pulumi.<environment>.yaml` has settings for. The Pulumi stack's name is the
 * environment; settings come from where `ashlar synth` takes them.
 *
 * @param folder the project's folder, where `Pulumi.yaml` lies
 * @throws RunError, which Pulumi shows without a stack trace, with every problem of the settings, or that there is no
 * cluster to deploy to (ASH-STATE-003 and 004); before anything is registered
 */
export async function deployStack(folder: string): Promise<StackOutputs> {
  try {
    return await deploy(folder);
  } catch (error) {
    throw AshlarError.is(error) || TroubleError.is(error) ? shown(error) : error;
  }
}

/** Pulumi shows the message alone, but has the stack coloured first, which takes some versions of Node a minute. */
function shown({ message }: Error): RunError {
  const error = new RunError(message);
  error.stack = message;
  return error;
}

async function deploy(folder: string): Promise<StackOutputs> {
  const environment = getStack();
  const config: Readonly<Record<string, string>> = runtime.allConfig() ?? {};
  const settings = deploySettings(config);
  const name = chosenStack(environment, Object.keys(config), settings.stack, STACK_NAMES);
  refuseOtherSettings(folder, environment, name, config[`ashlar:${name}`]);
  const { platform } = await loadPlatform(
    { kind: "stack", name },
    {
      environment,
      settings: [],
      variables: process.env,
      folder,
      environmentFolder: join(folder, "out", name, environment),
    },
  );
  // Whoever has manifests written instead of applied needs no cluster.
  if (config["kubernetes:renderYamlToDirectory"] === undefined) {
    await checkCluster({
      kubeconfig: config["kubernetes:kubeconfig"],
      context: config["kubernetes:context"],
      cluster: config["kubernetes:cluster"],
    });
  }
  const { secrets, pki, protect, retainOnDelete } = settings;
  const deployment = new PlatformDeployment(platform.node.id, {
    platform,
    admissionPolicies: admissionObjects,
    secrets,
    pki,
    protect,
    retainOnDelete,
  });
  return { ...deployment.outputs, ...(deployment.ca === undefined ? {} : { ca: deployment.ca }) };
}

/** What was checked and compared from the file must be what is deployed: the engine may have been told another one. */
function refuseOtherSettings(folder: string, environment: string, stack: string, told: string | undefined): void {
  const problems = new Diagnostics();
  const file = readEnvironmentFile(environmentFilePath(folder, environment), stack, STACK_NAMES, problems);
  // A file that cannot be read is told when it is loaded.
  if (problems.errors.length > 0 || plainText(file?.config) === plainText(parsed(told))) return;
  AshlarError.throw(DEPLOY_CODES.otherSettings, {
    path: `Pulumi.${environment}.yaml:config.ashlar:${stack}`,
    message:
      "the settings of this run are not those of the file, which a --config-file or an imported environment may cause",
    value: keysOf(parsed(told)),
    allowed: keysOf(file?.config).join(", "),
  });
}

function keysOf(settings: unknown): readonly string[] {
  return typeof settings === "object" && settings !== null ? Object.keys(settings) : [];
}

function parsed(told: string | undefined): unknown {
  try {
    return told === undefined ? undefined : (JSON.parse(told) as unknown);
  } catch {
    return told;
  }
}

/** Text that is the same for the same settings: the engine keeps some numbers and flags as text. */
function plainText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(plainText).join(",")}]`;
  if (typeof value !== "object") return `"${JSON.stringify(value)}"`;
  const entries = Object.entries(value).map(([key, inner]): readonly [string, string] => [key, plainText(inner)]);
  const said = entries.filter(([, text]) => text !== "").sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${said.map(([key, text]) => `${key}:${text}`).join(",")}}`;
}
