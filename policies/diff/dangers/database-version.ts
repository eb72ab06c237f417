import type { ContainerFacts } from "../../facts/container";
import type { MountFacts } from "../../facts/mount";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** Database servers that meet a data directory which another major version has written. */
export function databaseVersionDangers({ workloads, plain }: Comparison): readonly FoundDanger[] {
  return workloads.flatMap(({ before, after }) =>
    after.containers.flatMap((container): readonly FoundDanger[] => {
      const old = before.containers.find(({ name }) => name === container.name);
      if (old === undefined || !keepsDisk(old, container, plain)) return [];
      const [from, to] = [majorOf(old), majorOf(container)];
      if (from === undefined || to === undefined || from === to) return [];
      const message =
        `the data directory is of another major version, PostgreSQL ${from}, and the server is ${to}: ` +
        "it will not start; dump and restore, or run pg_upgrade";
      return [{ kind: "data", path: plain(container.path), message }];
    }),
  );
}

/** Both are servers that write to one disk. Another disk has no data, which is told by itself. */
function keepsDisk(before: ContainerFacts, after: ContainerFacts, plain: Comparison["plain"]): boolean {
  if (![before, after].every(isServer)) return false;
  const places = new Set(before.mounts.filter(isDisk).map((mount) => placeOf(mount, plain)));
  return after.mounts.some((mount) => isDisk(mount) && places.has(placeOf(mount, plain)));
}

/** Clients have the server's image too, and serve nothing. */
const isServer = ({ reading }: ContainerFacts): boolean => reading?.reader === "postgres" && reading.ports.length > 0;

const isDisk = ({ kind, readOnly }: MountFacts): boolean => !readOnly && (kind === "volume" || kind === "host");

const placeOf = ({ kind, name, hostPath }: MountFacts, plain: Comparison["plain"]): string =>
  `${kind}|${plain(name)}|${hostPath ?? ""}`;

/** The folder of a server's programs, as Debian's packages have it. */
const PROGRAMS = /\/usr\/lib\/postgresql\/(\d+)\/bin/;

/**
 * The major version, as the program's own variables say it before the tag of its image: an image of one's own may have
 * any tag. Undefined: nothing says.
 */
function majorOf({ env, image }: ContainerFacts): string | undefined {
  const variable = (name: string): string => env.find((item) => item.name === name)?.value ?? "";
  const said = PROGRAMS.exec(variable("PATH"))?.[1] ?? /^\d+(?:\.\d+)?$/.exec(variable("PG_MAJOR"))?.[0];
  return said ?? majorOfTag(image.tag ?? "");
}

/** `17`, `17.4-alpine`, `latest-pg17`, `2.17.2-pg17`; before 10, two numbers are one major version. */
function majorOfTag(tag: string): string | undefined {
  const extension = /(?:^|-)pg(\d+)(?:[.-]|$)/.exec(tag)?.[1];
  if (extension !== undefined) return extension;
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?(?:[.-]|$)/.exec(tag) ?? [];
  if (major === undefined) return undefined;
  return Number(major) >= 10 || minor === undefined ? major : `${major}.${minor}`;
}
