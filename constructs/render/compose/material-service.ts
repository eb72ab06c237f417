import { imageReference } from "../../model/image";
import type { Platform } from "../../model/platform";
import type { PlainConfig } from "./config-files";
import type { ComposeMount, ComposeService } from "./file";
import { hardening } from "./hardening";
import { BUSYBOX, MATERIAL_RESOURCES } from "./images";
import { platformLabels } from "./labels";
import { formatPlan, PLACES, type PlanEntry } from "./material-plan";
import { programConfig, tableConfig } from "./program";
import { deployOf } from "./resources";

/** Folders that `init` keeps, beside the folder of the rendered file. */
const KEPT = { secrets: "../secrets", pki: "../pki" } as const;

/** The material service and the files that it reads. */
export interface MaterialService {
  readonly service: ComposeService;
  readonly configs: readonly PlainConfig[];
}

/**
 * The one-shot service that gives keys and secret files to their readers. Root, with the three capabilities that copying
 * for other users takes, because file secrets of Compose have the owner and the mode of the host's file. It sees no
 * network, and of the keys those of the platform's peers, never the authority's.
 */
export function materialService(platform: Platform, entries: readonly PlanEntry[]): MaterialService {
  const configs = [programConfig("material.sh"), tableConfig("plan.tsv", formatPlan(entries))] as const;
  const [program, plan] = configs;
  const { registryMirror, digests } = platform.spec;
  return {
    configs,
    service: {
      image: imageReference(BUSYBOX, registryMirror, digests),
      entrypoint: ["sh", program.target, plan.target],
      ...hardening({ uid: 0, gid: 0 }, { readOnly: true, capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER"] }),
      network_mode: "none",
      healthcheck: { disable: true },
      restart: "no",
      volumes: [...sourceMounts(entries), ...volumeMounts(entries)],
      configs: configs.map(({ file, target }) => ({ source: file, target })),
      deploy: deployOf(MATERIAL_RESOURCES),
      labels: platformLabels(platform, "material"),
    },
  };
}

function sourceMounts(entries: readonly PlanEntry[]): readonly ComposeMount[] {
  const sources = entries.flatMap(({ source }) => (source === undefined ? [] : [source]));
  const below = (place: string): readonly string[] => sources.filter((source) => source.startsWith(`${place}/`));
  const peers = new Set(below(PLACES.pki).map((source) => source.slice(PLACES.pki.length + 1).split("/", 1)[0] ?? ""));
  const folders = [
    ...[...peers].sort().map((peer) => [`${KEPT.pki}/${peer}`, `${PLACES.pki}/${peer}`] as const),
    ...(below(PLACES.secrets).length === 0 ? [] : [[KEPT.secrets, PLACES.secrets] as const]),
  ];
  return folders.map(([source, target]) => ({
    type: "bind",
    source,
    target,
    read_only: true,
    bind: { create_host_path: false },
  }));
}

function volumeMounts(entries: readonly PlanEntry[]): readonly ComposeMount[] {
  const targets = new Set(entries.flatMap(({ path }) => /^\/(?:material|volumes)\/[^/]+/.exec(path)?.[0] ?? []));
  return [...targets].sort().map((target) => ({
    type: "volume",
    source: target.slice(target.lastIndexOf("/") + 1),
    target,
    volume: { nocopy: true },
  }));
}
