/** The keys and contents of a Kubernetes Secret. */
export type SecretData = ReadonlyMap<string, Buffer>;

/** A Secret that is to be made. */
export interface NewSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: "Opaque" | "kubernetes.io/tls";
  readonly labels: Readonly<Record<string, string>>;
  readonly data: SecretData;
}

/** A namespace that must be there, as its manifest describes it. */
export interface NewNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The little that an init asks of a cluster. It can look and create; it cannot change or delete.
 *
 * Every method throws TroubleError: ASH-STATE-003 when the cluster cannot be reached, ASH-STATE-004 when it refuses.
 */
export interface Cluster {
  /** Whether the namespace was made now; false when there is one already, which stays as it is. */
  createNamespace(namespace: NewNamespace): Promise<boolean>;
  /** Undefined when there is no such Secret, or no such namespace. */
  readSecret(namespace: string, name: string): Promise<SecretData | undefined>;
  /** Whether the Secret was made now; false when there is one already, which stays as it is. */
  createSecret(secret: NewSecret): Promise<boolean>;
}
