import { isCopyingJob } from "../../copying-job";
import type { ContainerFacts } from "../../facts/container";
import type { MountFacts } from "../../facts/mount";
import type { WorkloadFacts } from "../../facts/workload";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/**
 * Files, sockets and devices of the machine that a program holds now, and did not before, or may write to now. What lies
 * below the folder of a Compose project is no more than the project itself.
 */
export function hostPathDangers({ pair, plain, workloads }: Comparison): readonly FoundDanger[] {
  const olds = new Map(workloads.map(({ before, after }) => [after, before]));
  // A program that is new is told too: nobody saw its mounts before.
  return pair.after.facts.workloads.flatMap((after) => {
    const before = olds.get(after);
    return [
      ...after.containers.flatMap((container) => {
        const old = before?.containers.find(({ name }) => name === container.name);
        const had = before === undefined || old === undefined ? [] : hostMounts(before, old, pair.target);
        return hostMounts(after, container, pair.target).flatMap((mount) =>
          gained(had, mount).map((message) => rights(plain(container.path), message)),
        );
      }),
      ...after.hostDevices
        .filter((device) => before?.hostDevices.includes(device) !== true)
        .map((device) => rights(plain(after.path), `it holds ${device} of its machine`)),
    ];
  });
}

const rights = (path: string, message: string): FoundDanger => ({ kind: "rights", path, message });

interface HostMount {
  readonly path: string;
  readonly readOnly: boolean;
  readonly isShared: boolean;
}

function hostMounts(workload: WorkloadFacts, container: ContainerFacts, target: string): readonly HostMount[] {
  return container.mounts.flatMap(({ kind, hostPath = "", readOnly, isShared }: MountFacts) => {
    if (kind !== "host") return [];
    const path = tidy(hostPath);
    const isOwn = isOfProject(path) || (isBeside(path) && isCopyingJob(workload, container));
    return target === "compose" && isOwn && isShared !== true ? [] : [{ path, readOnly, isShared: isShared === true }];
  });
}

/** Why a mount is more than all that there was; nothing where it is not. */
function gained(had: readonly HostMount[], { path, readOnly, isShared }: HostMount): readonly string[] {
  const around = had.filter((old) => isBelow(path, old.path));
  if (around.length === 0) {
    const how = readOnly ? ", which it may read" : "";
    return [
      isEngineSocket(path)
        ? `it holds the socket of a container engine, ${path}: who talks to it owns the machine`
        : `it mounts ${path} of its machine${how}`,
      ...(isShared ? [handsOn(path)] : []),
    ];
  }
  return [
    ...(!readOnly && around.every((old) => old.readOnly)
      ? [`it may write to ${path} of its machine, which it could only read before`]
      : []),
    ...(isShared && !around.some((old) => old.isShared) ? [handsOn(path)] : []),
  ];
}

const handsOn = (path: string): string => `what is mounted below ${path} appears on its machine`;

const isEngineSocket = (path: string): boolean => /(?:docker|containerd|crio|podman)\.sock$/.test(path);

/** The same without `.`, doubled or last slashes; what goes up is left as it is written. */
function tidy(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  return path.startsWith("/") ? `/${segments.join("/")}` : segments.length === 0 ? "." : segments.join("/");
}

const goesUp = (path: string): boolean => path.split("/").includes("..");

/** Below the project's folder: neither absolute, nor somebody's home, nor what a variable says. */
const isOfProject = (path: string): boolean =>
  !/^[/~$\\]|^[A-Za-z]:/.test(path) && !goesUp(path) && !isEngineSocket(path);

/** Beside the project's folder, where secrets and keys wait for the job that copies them to their readers. */
const isBeside = (path: string): boolean =>
  /^\.\.\/[^/.]/.test(path) && !goesUp(path.slice(3)) && !isEngineSocket(path);

const isBelow = (path: string, folder: string): boolean =>
  path === folder || (!goesUp(path.slice(folder.length)) && path.startsWith(folder === "/" ? "/" : `${folder}/`));
