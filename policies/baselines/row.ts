/** A program that asks for much the same, by the name of its makers. */
type Tool =
  "kube-linter" | "kube-score" | "checkov" | "Trivy" | "Kubescape" | "Polaris" | "KICS" | "semgrep" | "dclint";

/** A check of the union of all that is asked for elsewhere, and what this library makes of it. */
export type BaselineRow = {
  readonly number: number;
  /** What has to hold, in few words. */
  readonly check: string;
  /** Profile of the Pod Security Standards that asks for it. */
  readonly podSecurity?: string;
  /** Number in the CIS Docker benchmark. */
  readonly cis?: string;
  /** What others call it. */
  readonly others: Readonly<Partial<Record<Tool, string>>>;
} & (
  | {
      /** Codes of the rules that ask for it. */
      readonly rules: readonly string[];
      /** Where they ask for more, or for less. */
      readonly note?: string;
    }
  | {
      /** Why no rule asks for it. */
      readonly none: string;
    }
);

/** What is asked beyond the union: a rule, or all rules of a set, and why they are there. */
export interface BeyondRow {
  /** `BASE-041`, or `MTLS-` for each rule of the set. */
  readonly rules: string;
  readonly what: string;
}
