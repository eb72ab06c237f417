import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import type { PackName } from "../../../policies/packs/pack";
import type { Document } from "../../policies/fixtures/edit";
import { tokenOf } from "../../policies/packs/served-pack";
import { temporaryFolder } from "./process";
import { engineStack, type EngineStack } from "./pulumi-engine";
import type { AttachedProvider } from "./pulumi-stand-in";

/** The root of this clone: its packs run from its build. */
export const ROOT = resolve(__dirname, "../../..");

/** Where a pack is, in this clone or in an installed package. */
export function packFolder(name: PackName, root: string = ROOT): string {
  return join(root, "policies", "packs", name);
}

/** What a policy said in the engine. */
export interface Said {
  readonly policy: string;
  readonly pack: string;
  readonly level: string;
  readonly message: string;
  readonly urn: string;
}

/** How a preview ended. */
export interface Previewed {
  /** What the engine ended with; undefined when nothing stopped it. */
  readonly failure: string | undefined;
  readonly said: readonly Said[];
  /** Policies that stopped it. */
  readonly stoppedBy: readonly string[];
}

/**
 * A folder with the program by which the engine starts packs of Node where no language host is installed. It finds the
 * runner as that host does: from the pack's own folder.
 */
export function launcherFolder(): { readonly path: string; readonly remove: () => void } {
  const folder = temporaryFolder("pack-launcher");
  const launcher = join(folder.path, "pulumi-analyzer-policy-nodejs");
  const find = "require.resolve('@pulumi/pulumi/cmd/run-policy-pack', { paths: [process.cwd()] })";
  writeFileSync(launcher, `#!/bin/sh\nexec node "$(node -p "${find}")" "$@"\n`);
  chmodSync(launcher, 0o755);
  return folder;
}

/**
 * A copy whose lists are lists to the SDK too: it knows them by their class, and `structuredClone` makes those of another
 * realm when jest runs it.
 */
export function plainCopy<Content>(content: Content): Content {
  return JSON.parse(JSON.stringify(content)) as Content;
}

/** A resource of any type, as the SDK's classes register theirs. */
export class Registered extends pulumi.CustomResource {
  public constructor(type: string, name: string, properties: pulumi.Inputs) {
    super(type, name, properties);
  }
}

/** A program that registers objects under the types that the Kubernetes SDK gives them, in order. */
export function programOf(objects: readonly Document[]): PulumiFn {
  return () => {
    for (const object of objects) {
      const { name } = object["metadata"] as { readonly name: string };
      new Registered(tokenOf(object), `${String(object["kind"]).toLowerCase()}-${name}`, plainCopy(object));
    }
    return Promise.resolve();
  };
}

/** A stack of objects, with packs within the engine's reach. */
export async function packStack(
  program: PulumiFn,
  kubernetes: AttachedProvider,
  launcher: string,
): Promise<EngineStack> {
  const made = await engineStack("dev", program, { kubernetes });
  const path = [launcher, process.env["PATH"] ?? ""].join(delimiter);
  made.stack.workspace.envVars = { ...made.stack.workspace.envVars, PATH: path };
  return made;
}

/** Previews a program under packs. */
export async function preview(
  { stack }: EngineStack,
  packs: readonly string[],
  configs: readonly string[] = [],
): Promise<Previewed> {
  const said: Said[] = [];
  const onEvent = ({ policyEvent }: EngineEvent): void => {
    if (policyEvent === undefined) return;
    const { policyName, policyPackName, enforcementLevel, message, resourceUrn = "" } = policyEvent;
    said.push({ policy: policyName, pack: policyPackName, level: enforcementLevel, message, urn: resourceUrn });
  };
  const failure = await stack
    .preview({ policyPacks: [...packs], policyPackConfigs: [...configs], onEvent })
    .then(() => undefined, String);
  const stopping = said.filter(({ level }) => level === "mandatory").map(({ policy }) => policy);
  return { failure, said, stoppedBy: [...new Set(stopping)].sort() };
}
