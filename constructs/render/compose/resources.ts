import type { Resources } from "../../model/container";
import type { Cpu, Size } from "../../model/units";
import type { ComposeDeploy } from "./file";

/** Limits and reservations of a service, for each of its containers. */
export function deployOf({ cpu, memory, pids }: Resources, replicas = 1): ComposeDeploy {
  return {
    ...(replicas === 1 ? {} : { replicas }),
    resources: {
      limits: { cpus: cores(cpu.limit), memory: composeSize(memory.limit), pids },
      reservations: { cpus: cores(cpu.request), memory: composeSize(memory.request) },
    },
  };
}

function cores({ millicores }: Cpu): string {
  return String(millicores / 1000);
}

/** Compose reads `512M` as a binary unit, other readers do not: `512MiB` is the same to all. */
export function composeSize(size: Size): string {
  const text = size.toString();
  return text.endsWith("i") ? `${text}B` : text;
}
