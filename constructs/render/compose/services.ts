import type { Container } from "../../model/container";
import { imageReference } from "../../model/image";
import { digest } from "../../model/names";
import type { Workload } from "../../model/workload";
import { toMaterialSegments, type SecretFileMaterial } from "../material";
import { commandOf, type PartCommand } from "./command";
import { configsOf, type PlainConfig, type SecretConfig } from "./config-files";
import { dependsOn } from "./depends-on";
import { environmentFile, environmentOf } from "./environment";
import type { ComposeService } from "./file";
import { hardening } from "./hardening";
import { goDuration, healthcheckOf } from "./healthcheck";
import type { Instance, Part } from "./instance";
import { labelsOf } from "./labels";
import { materialEntries, secretFileName, type PlanEntry } from "./material-plan";
import type { Attachment } from "./network";
import { programConfig } from "./program";
import { leavesOf, partPath, type ComposeRender } from "./render";
import { deployOf } from "./resources";
import { memoryOf, volumeMount, volumesOf, type VolumeUse } from "./volumes";

/** Where `init` keeps filled files, beside the folder of the rendered file. */
const SECRET_FILES = "../secrets/files";

/** A part as a service, and everything that it needs beside it. */
export interface RenderedPart {
  readonly instance: Instance;
  readonly part: Part;
  readonly service: ComposeService;
  readonly configs: readonly PlainConfig[];
  readonly secretFiles: readonly SecretFileMaterial[];
  readonly volumes: readonly VolumeUse[];
  readonly entries: readonly PlanEntry[];
}

/** Renders a part of a workload. */
export function renderPart(
  render: ComposeRender,
  instance: Instance,
  part: Part,
  attachment: Attachment & Pick<ComposeService, "ports">,
): RenderedPart {
  const { container } = part;
  const { workload, component } = instance;
  const { platform } = render.lowered;
  const leaves = leavesOf(render, instance, part);
  const environment = environmentOf(render, instance, part, leaves);
  const configs = configsOf(render, instance, part, leaves);
  const volumes = volumesOf(instance, part, platform);
  const run = programOf(render, instance, part, commandOf(render, instance, part, leaves));
  const files = [...configs.plain, ...run.configs].sort((a, b) => (a.target < b.target ? -1 : 1));
  const secretFiles = secretFilesOf(part, configs.secret, environment.secret);
  const dependencies = dependsOn(render, instance, part, volumes.length > 0);
  const healthcheck = healthcheckOf(instance, part);
  const { registryMirror, digests } = platform.spec;
  const service: ComposeService = {
    image: imageReference(container.image, registryMirror, digests),
    ...list("entrypoint", run.entrypoint),
    ...list("command", run.command),
    ...(Object.keys(environment.plain).length === 0 ? {} : { environment: environment.plain }),
    ...(environment.secret === undefined
      ? {}
      : { env_file: [{ path: `${SECRET_FILES}/${environmentFile(part)}`, required: true }] }),
    ...hardening(container.user, {
      readOnly: container.readOnlyRoot,
      capabilities: capabilitiesOf(container),
    }),
    ...attachment,
    ...(Object.keys(dependencies).length === 0 ? {} : { depends_on: dependencies }),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    restart: restartOf(workload, part),
    stop_grace_period: goDuration(workload.gracePeriod.milliseconds),
    ...list("volumes", volumes.map(volumeMount)),
    ...memoryOf(container),
    ...list(
      "configs",
      files.map(({ file, target }) => ({ source: file, target })),
    ),
    deploy: deployOf(container.resources, part.role === "app" ? instance.scale : 1),
    labels: labelsOf(component, workload.peer, part.role, revisionOf(configs.secret)),
  };
  return {
    instance,
    part,
    service,
    configs: files,
    secretFiles,
    volumes,
    entries: materialEntries(instance, part, configs.secret),
  };
}

/** A field that is left out when its list is empty: to Compose an empty list may mean "none of the image's". */
function list<Key extends string, Item>(key: Key, items: readonly Item[]): Partial<Record<Key, Item[]>> {
  return items.length === 0 ? {} : ({ [key]: [...items] } as Record<Key, Item[]>);
}

function capabilitiesOf({ capabilities = [] }: Container): readonly string[] {
  return capabilities;
}

interface PartProgram {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly configs: readonly PlainConfig[];
}

/** A cron workload's program is run by a loop in the image's own shell; any other stands for itself. */
function programOf(render: ComposeRender, instance: Instance, part: Part, { program, args }: PartCommand): PartProgram {
  const { run } = instance.workload;
  if (run.kind !== "cron" || part.role !== "app" || !("every" in run.schedule)) {
    return { entrypoint: program, command: args, configs: [] };
  }
  if (program.length === 0) {
    render.problems.add("ASH-TARGET-002", {
      path: partPath(instance, part),
      message: "the image's own entry point cannot be repeated: its name is not known here",
      cure: "set the container's command",
    });
  }
  const loop = programConfig("cron.sh");
  const times = [run.schedule.every, run.timeout].map(({ seconds }) => String(seconds));
  return { entrypoint: ["sh", loop.target, ...times, ...program], command: args, configs: [loop] };
}

function restartOf({ run }: Workload, part: Part): string {
  if (part.role === "init") return "no";
  if (part.role === "sidecar" || run.kind !== "job") return "unless-stopped";
  return run.retries === 0 ? "no" : `on-failure:${run.retries}`;
}

function secretFilesOf(
  part: Part,
  configs: readonly SecretConfig[],
  environment: ReturnType<typeof environmentOf>["secret"],
): readonly SecretFileMaterial[] {
  return [
    ...configs.map(({ name, segments }) => ({
      name: secretFileName(part, name),
      key: name,
      segments: toMaterialSegments(segments),
    })),
    ...(environment === undefined
      ? []
      : [{ name: environmentFile(part), key: "environment", segments: toMaterialSegments(environment) }]),
  ];
}

/** Compose sees no change in a secret file; its shape in a label makes the reader anew when that changes. */
function revisionOf(configs: readonly SecretConfig[]): string | undefined {
  if (configs.length === 0) return undefined;
  return digest(JSON.stringify(configs.map(({ name, segments }) => [name, toMaterialSegments(segments)])));
}
