const TROUBLES = {
  "ASH-STATE-001": {
    title: "another init is at work",
    cure: "wait for it to end, or remove the lock file if none runs",
  },
  "ASH-STATE-002": {
    title: "certificate authority without its key",
    cure: "put ca.key back beside ca.crt, or move both away to begin with a new authority",
  },
  "ASH-STATE-003": { title: "cluster cannot be reached", cure: "check the kubeconfig, its context and the network" },
  "ASH-STATE-004": { title: "cluster refused a request", cure: "give the user of the kubeconfig the named permission" },
  "ASH-STATE-005": { title: "file system refused", cure: "check the path, its permissions and the free space" },
  "ASH-STATE-006": {
    title: "Docker cannot be reached",
    cure: "start Docker, or check DOCKER_HOST, the context and the rights to its socket",
  },
} as const;

/** A code of {@link TROUBLES}. */
export type TroubleCode = keyof typeof TROUBLES;

/** Every way in which the machine or the cluster can be in the way of a correct input: code, title and cure. */
export const TROUBLE_CODES: Readonly<Record<TroubleCode, { readonly title: string; readonly cure: string }>> = TROUBLES;

/** The input is right and the surroundings are not: the same command may succeed later, or elsewhere. */
export class TroubleError extends Error {
  public override readonly name = "TroubleError";
  public readonly cure: string;

  public constructor(
    public readonly code: TroubleCode,
    /** The file, folder or address that is in the way. */
    public readonly path: string,
    /** What is wrong, lower case, without a secret's value. */
    public readonly problem: string,
  ) {
    super(`[${path}] ${code}: ${problem}; ${TROUBLES[code].cure}`);
    this.cure = TROUBLES[code].cure;
  }

  /** Whether a value is a TroubleError, also one of another copy of this package. */
  public static is(value: unknown): value is TroubleError {
    return value instanceof Error && value.name === "TroubleError" && "problem" in value;
  }
}
