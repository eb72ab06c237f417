/** A container image as its reference says it. */
export interface ImageFacts {
  /** The whole reference, as written. Empty when none is given. */
  readonly reference: string;
  /** Registry and repository, without tag and digest. */
  readonly repository: string;
  /** Last segment of the repository, for example `postgres`. */
  readonly name: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

/** Splits any image reference, also one without a tag, or with a variable in it. */
export function readImage(reference: string): ImageFacts {
  const [withoutDigest = "", digest] = splitOnce(reference, "@");
  const slash = withoutDigest.lastIndexOf("/");
  // A colon before the last slash belongs to the registry's port.
  const [name = "", tag] = splitOnce(withoutDigest.slice(slash + 1), ":");
  return { reference, repository: withoutDigest.slice(0, slash + 1) + name, name, tag, digest };
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + separator.length)];
}
