import { z } from "zod";
import { textForm } from "./text-form";

/** A container image, always with a fixed tag. */
export interface Image {
  /** Registry and repository, for example `docker.io/library/busybox`. */
  readonly repository: string;
  /** A version. `latest` is refused. */
  readonly tag: string;
  /** `sha256:…`, when the platform pins it. */
  readonly digest?: string;
}

const REFERENCE = /^((?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9._/-]+):([\w][\w.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?$/;

/** Reads `registry/repository:tag[@sha256:…]`; undefined when the text has no tag or is no reference. */
export function parseImage(reference: string): Image | undefined {
  const match = REFERENCE.exec(reference);
  if (match === null) return undefined;
  const [, repository = "", tag = "", pinned] = match;
  return { repository, tag, ...(pinned === undefined ? {} : { digest: pinned }) };
}

const HOST_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
/** Without a dot, a port or its well-known name, a first part would be taken for a path of Docker Hub. */
const HOST = `(?:localhost|${HOST_LABEL}(?:\\.${HOST_LABEL})+|${HOST_LABEL}(?=:))`;

/** Schema of a registry, and the path in it under which it mirrors others. */
export const registryMirror = () =>
  textForm({
    pattern: new RegExp(`^${HOST}(?::\\d{1,5})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$`),
    message: "not a registry",
    allowed: "host[:port][/path] without a scheme or a tag, for example registry.acme.example/mirror",
    fits: (text) => Number(/^[^/]*:(\d+)/.exec(text)?.[1] ?? 1) < 65536 && !/^[^/]*:0/.test(text),
  });

/** Schema of the digests that a platform pins: by `repository:tag`. */
export const digestsSchema = () =>
  z.record(
    z.string().superRefine((key, context) => {
      const params = { allowed: "repository:tag, for example docker.io/library/busybox:1.37.0" };
      if (parseImage(key) === undefined)
        context.addIssue({ code: "custom", message: "not an image with a tag", params });
    }),
    textForm({
      pattern: /^sha256:[0-9a-f]{64}$/,
      message: "not a digest",
      allowed: "sha256: and 64 digits of 0-9 and a-f",
    }),
  );

/** Whether the tag moves under a running platform. */
export function isMovingTag(tag: string): boolean {
  return ["latest", "stable", "main", "master", "edge", "nightly", "dev"].includes(tag);
}

/** `repository:tag`, the key under which a platform names a digest. */
export function imageKey(image: Image): string {
  return `${image.repository}:${image.tag}`;
}

/**
 * The reference a target pulls.
 *
 * @param mirror a registry (and path) that replaces the image's registry host; the repository path stays
 */
export function imageReference(
  image: Image,
  mirror: string | undefined,
  digests: Readonly<Record<string, string>>,
): string {
  const pinned = image.digest ?? digests[imageKey(image)];
  const repository = mirror === undefined ? image.repository : `${mirror}/${withoutHost(image.repository)}`;
  return `${repository}:${image.tag}${pinned === undefined ? "" : `@${pinned}`}`;
}

/** The first part of a reference is a host only when it looks like one: `postgrest/postgrest` has none. */
function withoutHost(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? rest.join("/") : repository;
}
