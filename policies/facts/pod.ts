/** A volume of a pod, mounted or not. */
export interface PodVolume {
  readonly name: string;
  /** As the API calls it: `emptyDir`, `hostPath`; empty: none that it knows. */
  readonly type: string;
  /** The claim of a disk that it is. */
  readonly claim: string | undefined;
}

/** What else a workload says for all of its containers. */
export interface PodFacts {
  /** Name of the service account; undefined on Compose. */
  readonly account: string | undefined;
  readonly volumes: readonly PodVolume[];
  /** Names of kernel parameters that it sets. */
  readonly sysctls: readonly string[];
  /** Something keeps its copies apart. */
  readonly isSpread: boolean;
}

/** A workload that says nothing. */
export const NO_POD: PodFacts = { account: undefined, volumes: [], sysctls: [], isSpread: false };
