import type { Resources } from "../../model/container";
import type { Image } from "../../model/image";
import { Cpu, Size } from "../../model/units";

/** A program that does nothing, in an image without a shell. It owns the network of a workload with sidecars. */
export const PAUSE: Image = { repository: "registry.k8s.io/pause", tag: "3.10" };

/** The user that the pause image names. */
export const PAUSE_USER = { uid: 65535, gid: 65535 } as const;

export const PAUSE_RESOURCES: Resources = {
  cpu: { request: Cpu.millicores(10), limit: Cpu.millicores(50) },
  memory: { request: Size.mebibytes(6), limit: Size.mebibytes(16) },
  pids: 16,
};

/** A shell with the usual tools, for the service that copies keys. */
export const BUSYBOX: Image = { repository: "docker.io/library/busybox", tag: "1.37.0" };

export const MATERIAL_RESOURCES: Resources = {
  cpu: { request: Cpu.millicores(10), limit: Cpu.millicores(500) },
  memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) },
  pids: 32,
};
