/** What the command's end tells a script. The reference lists them. */
export const EXIT = {
  ok: 0,
  finding: 1,
  input: 2,
  environment: 3,
  internal: 70,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, for people. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok:
    "done; for `check`: no mandatory rule is broken; for `plan`: everything fits; for `preflight`: no check failed; for " +
    "`preview`: no danger, and no new mandatory finding",
  finding:
    "`check` found a mandatory rule that is broken, `plan` something that does not fit, `preflight` a check that failed, " +
    "`preview` a danger or a new mandatory finding; with `--exit-code`, `diff` and `preview` anything that differs",
  input: "the input is wrong: options, config, module, or the platform itself; nothing was written",
  environment: "the surroundings are in the way: the file system, the cluster, Docker, another run",
  internal: "a defect of this program",
};
