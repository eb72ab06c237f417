/** A setting of a rule. */
export interface ExplainedSetting {
  readonly name: string;
  readonly about: string;
  /** As JSON; absent: there is none. */
  readonly fallback?: string;
  /** Absent: whatever its description says. */
  readonly allowed?: string;
}

/** What a code means: all that can be said of it without a case of it at hand. */
export interface Explanation {
  readonly code: string;
  /** `diagnostic`: of a platform or its input. `trouble`: of what is around it. `rule`: of files. `check`: of a preflight. */
  readonly kind: "diagnostic" | "trouble" | "rule" | "check";
  readonly title: string;
  /** How bad it is, in the words of its kind. */
  readonly severity: string;
  /** Of a rule: whether a finding stops a change. */
  readonly level?: string;
  readonly targets?: readonly string[];
  readonly why: string;
  /** A declaration that brings it about. */
  readonly example?: string;
  readonly allowed?: string;
  readonly cure: string;
  /** Where the rule comes from. */
  readonly reference?: string;
  readonly settings: readonly ExplainedSetting[];
  /** Page of the documents. */
  readonly page: string;
}

/** A code that can be explained; the work is done for the one that is asked for. */
export interface KnownCode {
  readonly code: string;
  readonly explain: () => Explanation;
}
