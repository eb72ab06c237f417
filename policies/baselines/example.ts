/** What a rule finds, and the same as it does not find it: YAML, as small as it can be. Other rules may still find much. */
export interface Example {
  readonly broken: string;
  readonly mended: string;
}
