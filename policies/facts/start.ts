/** Something that a kubelet asks a container, or calls when it starts and stops. */
export interface AskFacts {
  /** As the artifact writes it, for example `livenessProbe` or `lifecycle.preStop`. */
  readonly field: string;
  /** Number or name; undefined: it asks no port. */
  readonly port: number | string | undefined;
  /** Address that is asked in place of the container's own. */
  readonly host: string | undefined;
  /** What is asked, in one form for equal questions. */
  readonly question: string;
  /** Seconds from the first wrong answer until it has a consequence. */
  readonly patience: number;
}

/** A dollar sign that Compose takes for itself although a program was meant to see it. */
export interface TakenDollar {
  /** As the artifact writes it, for example `healthcheck.test`. */
  readonly field: string;
  /** The sign and what follows it, for example `$POSTGRES_USER`. */
  readonly text: string;
  /** Compose refuses the document; otherwise the program sees an empty text in its place. */
  readonly isRefused: boolean;
}

/** How a container is started and kept, beside what it is and what it may. */
export interface StartFacts {
  /** Numeric group; undefined: the image's own. */
  readonly group: number | undefined;
  /** Groups that it is in besides, as far as they are numbers; a group named root is 0. */
  readonly moreGroups: readonly number[];
  /** Undefined: the target's own, which depends on the tag. */
  readonly pullPolicy: "always" | "missing" | "never" | undefined;
  readonly asks: readonly AskFacts[];
  /** Names of variables that are set more than once in one list. */
  readonly repeatedNames: readonly string[];
  /** Secrets that become variables as a whole. */
  readonly secretSets: readonly string[];
  /** Bytes on the machine's own disk; undefined: not said, or the target knows no such thing. */
  readonly disk: { readonly request: number | undefined; readonly limit: number | undefined };
  /** Compose: what happens when it ends; Kubernetes says it for the whole pod: undefined. */
  readonly restart: RestartFacts | undefined;
  readonly takenDollars: readonly TakenDollar[];
}

/** What happens when a container ends. */
export interface RestartFacts {
  readonly when: "never" | "on failure" | "always";
  /** Tries before it is given up; undefined: without end. */
  readonly tries: number | undefined;
}

/** A container that says nothing. */
export const NO_START: StartFacts = {
  group: undefined,
  moreGroups: [],
  pullPolicy: undefined,
  asks: [],
  repeatedNames: [],
  secretSets: [],
  disk: { request: undefined, limit: undefined },
  restart: undefined,
  takenDollars: [],
};

/** Members of a list that are there more than once, each told once. */
export function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
