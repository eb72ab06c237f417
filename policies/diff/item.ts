/** Something that is compared as a whole: a Kubernetes object, or a service, network, volume or file of Compose. */
export interface Item {
  /** Equal on both sides for the same thing; a content hash is no part of it. */
  readonly key: string;
  readonly kind: string;
  /** As findings name it, without a content hash. */
  readonly path: string;
  /** The name as written. */
  readonly name: string;
  /** As parsed: what is the very same value on both sides needs no comparison. */
  readonly raw: unknown;
  /** What is compared: without secrets, hashes and what a cluster fills in; in one form of many. */
  body(): unknown;
  /** Hashes of what it reads, which are no news by themselves. */
  hashes(): string;
}
