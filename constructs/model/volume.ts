import type { Size } from "./units";

/** A disk that outlives its workload. */
export interface Volume {
  readonly kind: "volume";
  /** Unique in its peer, for example `data`. */
  readonly id: string;
  readonly size: Size;
  /** Storage class on Kubernetes; absent: the cluster's. Changing it destroys the data. */
  readonly storageClass?: string;
  /** Whether a backup must hold it. */
  readonly backup: boolean;
}
