import { amountText } from "../../capacity";
import type { VolumeFacts } from "../../facts/facts";
import { isObject, objectOf, textOf } from "../../facts/json";
import type { MountFacts } from "../../facts/mount";
import { kubernetesBytes } from "../../facts/quantity";
import type { FoundDanger } from "../danger";
import { canonical } from "../fields";
import type { Comparison } from "./pairs";

/** Disks that go, shrink, or are exchanged for other ones; data that is no longer where its program looks. */
export function storageDangers(comparison: Comparison): readonly FoundDanger[] {
  return [...volumes(comparison), ...mounts(comparison), ...retention(comparison), ...drivers(comparison)];
}

const data = (path: string, message: string): FoundDanger => ({ kind: "data", path, message });

function volumes({ pair, plain }: Comparison): readonly FoundDanger[] {
  const isData = dataVolumes(pair.target === "compose" ? pair.before.document : undefined);
  const news = new Map(pair.after.facts.volumes.map((volume) => [plain(volume.path), volume]));
  return pair.before.facts.volumes
    .filter((volume) => isData(volume))
    .flatMap((old) => {
      const path = plain(old.path);
      const now = news.get(path);
      if (now === undefined) return [data(path, "the disk is removed, and what it holds may be lost")];
      if (old.size === undefined || now.size === undefined || now.size >= old.size) return [];
      const [from, to] = [old.size, now.size].map((size) => amountText("requests.storage", size));
      return [
        data(path, `the disk shrinks from ${from ?? ""} to ${to ?? ""}: disks only ever grow, so it must be made anew`),
      ];
    });
}

/** In a project of ours a disk that holds data has a size; others are filled anew at each start. */
function dataVolumes(document: unknown): (volume: Pick<VolumeFacts, "path" | "name">) => boolean {
  if (document === undefined) return () => true;
  const whole = objectOf(document);
  if (!isObject(whole["x-ashlar"])) return () => true;
  const sized = objectOf(whole["volumes"]);
  return ({ name }) => isObject(objectOf(sized[name])["x-ashlar"]);
}

/** Where a program had a disk, or a folder of its host, it has something else. */
function mounts(comparison: Comparison): readonly FoundDanger[] {
  const { pair, plain } = comparison;
  const isData = dataVolumes(pair.target === "compose" ? pair.before.document : undefined);
  return comparison.workloads.flatMap(({ before, after }) =>
    before.containers.flatMap((container) => {
      const other = after.containers.find(({ name }) => name === container.name);
      return container.mounts
        .filter((mount) => keepsData(mount, isData))
        .flatMap((old) => {
          const path = plain(container.path);
          const now = other?.mounts.find((mount) => mount.path === old.path);
          if (other === undefined) return [];
          if (now === undefined) return [data(path, `nothing keeps what is written below ${old.path} any more`)];
          if (now.kind === old.kind && plain(now.name) === plain(old.name) && now.hostPath === old.hostPath) return [];
          return [data(path, `${old.path} is another disk, which lacks the data of the one before`)];
        });
    }),
  );
}

function keepsData(mount: MountFacts, isData: (volume: Pick<VolumeFacts, "path" | "name">) => boolean): boolean {
  if (mount.readOnly) return false;
  return (
    mount.kind === "host" || (mount.kind === "volume" && mount.name !== "" && isData({ path: "", name: mount.name }))
  );
}

/** What says that disks go with their owner. */
function retention(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (before === undefined || after === undefined) return [];
    const field =
      before.kind === "StatefulSet" ? "persistentVolumeClaimRetentionPolicy" : "persistentVolumeReclaimPolicy";
    const [old, now] = [before, after].map(({ spec, body }) => spec[field] ?? body["reclaimPolicy"]);
    const deletes = (value: unknown): readonly string[] =>
      isObject(value)
        ? Object.keys(value).filter((key) => value[key] === "Delete")
        : value === "Delete"
          ? ["reclaimed"]
          : [];
    const more = deletes(now).filter((key) => !deletes(old).includes(key));
    return more.length === 0 ? [] : [data(path, `its disks are deleted with it (${more.join(", ")})`)];
  });
}

/** What Compose cannot change of a volume that is there: it asks to make it anew, or uses another one. */
function drivers(comparison: Comparison): readonly FoundDanger[] {
  const { pair } = comparison;
  if (pair.target !== "compose") return storageClasses(comparison);
  const isData = dataVolumes(pair.before.document);
  const [olds, news] = [pair.before, pair.after].map(({ document }) => objectOf(objectOf(document)["volumes"]));
  const [project, next] = [pair.before, pair.after].map(({ document }) => textOf(objectOf(document)["name"]));
  if (project !== next && project !== undefined && next !== undefined && pair.before.facts.volumes.some(isData))
    return [data("project", `another project has other disks: those of ${project} are left behind`)];
  return Object.entries(olds ?? {}).flatMap(([name, value]) => {
    if (news === undefined || !Object.hasOwn(news, name) || !isData({ path: "", name })) return [];
    const [old, now] = [objectOf(value), objectOf(news[name])];
    const differs = ["driver", "driver_opts", "name", "external"].filter(
      (key) => canonical(old[key]) !== canonical(now[key]),
    );
    return differs.length === 0
      ? []
      : [
          data(
            `volumes.${name}`,
            `another disk is used (${differs.join(", ")}), which lacks the data of the one before`,
          ),
        ];
  });
}

/** Sizes and classes that operators' own kinds ask for; claims themselves are told with what cannot be changed. */
function storageClasses({ objects }: Comparison): readonly FoundDanger[] {
  return objects.flatMap(({ path, before, after }) => {
    if (before === undefined || after === undefined || !isObject(before.spec["storage"])) return [];
    const [old, now] = [objectOf(before.spec["storage"]), objectOf(after.spec["storage"])];
    const isOther = ["storageClass", "storageClassName"].some((key) => canonical(old[key]) !== canonical(now[key]));
    const [from, to] = [kubernetesBytes(old["size"]), kubernetesBytes(now["size"])];
    return [
      ...(isOther ? [data(path, "its disks are of another class, and must be made anew")] : []),
      ...(from !== undefined && (to === undefined || to < from)
        ? [data(path, "its disks shrink: disks only ever grow, so they must be made anew")]
        : []),
    ];
  });
}
