import { booleanOf, isObject, listOf, objectOf, textOf, textsOf, type Json } from "../json";
import type { FileFacts, MountFacts } from "../mount";
import type { Project } from "./project";

/** Everything that a service mounts: volumes in both forms, tmpfs, configs and secrets. */
export function readMounts(service: Json, project: Project): readonly MountFacts[] {
  const tmpfs = typeof service["tmpfs"] === "string" ? [service["tmpfs"]] : textsOf(service["tmpfs"]);
  return [
    ...listOf(service["volumes"]).flatMap((item) =>
      isObject(item) ? longVolume(item, project) : shortVolume(item, project),
    ),
    ...tmpfs.map((text) => scratch(text.split(":")[0] ?? "")),
    ...listOf(service["configs"]).map((item) => configMount(item, project)),
    ...listOf(service["secrets"]).map(secretMount),
  ];
}

/** The text of a top-level config: written in place, or in a file of the artifact. */
export function configText(name: string, project: Project): string | undefined {
  const config = objectOf(objectOf(project.document["configs"])[name]);
  const file = textOf(config["file"]);
  return textOf(config["content"]) ?? (file === undefined ? undefined : project.fileText(file));
}

const bare = { readOnly: false, hostPath: undefined, files: [] as readonly FileFacts[] } as const;

function scratch(path: string): MountFacts {
  return { ...bare, path, kind: "scratch", name: "" };
}

function longVolume(item: Json, project: Project): readonly MountFacts[] {
  const path = textOf(item["target"]) ?? "";
  const source = textOf(item["source"]) ?? "";
  const readOnly = booleanOf(item["read_only"]) === true;
  switch (textOf(item["type"]) ?? "volume") {
    case "tmpfs":
      return [scratch(path)];
    case "bind":
      return [{ ...bind(source, path, readOnly, project), ...sharing(textOf(objectOf(item["bind"])["propagation"])) }];
    case "volume":
      return [volume(source, path, readOnly, project)];
    default:
      return [{ ...bare, path, kind: "other", name: source, readOnly }];
  }
}

/** `[source:]target[:options]`. A source that looks like a path is one of the host. */
function shortVolume(item: unknown, project: Project): readonly MountFacts[] {
  const text = textOf(item);
  if (text === undefined) return [];
  const parts = text.split(":");
  if (parts.length === 1) return [{ ...bare, path: text, kind: "volume", name: "" }];
  const [source = "", path = "", options = ""] = parts;
  const readOnly = options.split(",").includes("ro");
  if (!/^[./~$\\]/.test(source)) return [volume(source, path, readOnly, project)];
  return [
    { ...bind(source, path, readOnly, project), ...sharing(options.split(",").find((it) => /shared$/.test(it))) },
  ];
}

/** What is mounted below a place later is handed on to the host. */
function sharing(propagation: string | undefined): Pick<MountFacts, "isShared"> {
  return propagation === "shared" || propagation === "rshared" ? { isShared: true } : {};
}

/** What a driver mounts from elsewhere than the host's own files. */
const REMOTE = /^(?:nfs4?|cifs|tmpfs)$/;

/** A named volume; one whose driver is told to mount a path or a device of the host is a bind by another name. */
function volume(name: string, path: string, readOnly: boolean, project: Project): MountFacts {
  const options = objectOf(objectOf(objectOf(project.document["volumes"])[name])["driver_opts"]);
  const device = textOf(options["device"]) ?? "";
  const flags = (textOf(options["o"]) ?? "").split(",").map((flag) => flag.trim());
  const isOfHost =
    flags.some((flag) => /^(?:r?bind$|lowerdir=)/.test(flag)) ||
    (device !== "" && !device.startsWith(":") && !REMOTE.test(textOf(options["type"]) ?? ""));
  return isOfHost
    ? bind(device, path, readOnly || flags.includes("ro"), project)
    : { ...bare, path, kind: "volume", name, readOnly };
}

function bind(source: string, path: string, readOnly: boolean, project: Project): MountFacts {
  const text = project.fileText(source);
  const root = path.replace(/\/$/, "");
  const files =
    text === undefined
      ? project.filesBelow(source).map(([inside, content]) => ({ path: `${root}/${inside}`, text: content }))
      : [{ path: root, text }];
  return { path, kind: "host", name: source, readOnly, hostPath: source, files };
}

function configMount(item: unknown, project: Project): MountFacts {
  const name = textOf(item) ?? textOf(objectOf(item)["source"]) ?? "";
  const path = textOf(objectOf(item)["target"]) ?? `/${name}`;
  const text = configText(name, project);
  return { ...bare, path, kind: "config", name, readOnly: true, files: [{ path, text }] };
}

function secretMount(item: unknown): MountFacts {
  const name = textOf(item) ?? textOf(objectOf(item)["source"]) ?? "";
  const target = textOf(objectOf(item)["target"]) ?? name;
  const path = target.startsWith("/") ? target : `/run/secrets/${target}`;
  return { ...bare, path, kind: "secret", name, readOnly: true, files: [{ path, text: undefined }] };
}
