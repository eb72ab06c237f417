"use strict";
// What a lane's jest report says, in the terms of `npm test`: counts, failures and skips, each with its title.

/**
 * @typedef {object} LaneResult
 * @property {string} lane
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures titles of what failed
 * @property {string[]} skips titles of what was skipped; a title carries its reason
 */

/**
 * @typedef {object} JestReport the part of jest's `--json` output that is read here
 * @property {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string }[] }[]} testResults
 */

/**
 * A lane fails for what jest counts and for what it does not: a suite that could not run, a hook that threw after the
 * tests, a run that died without a report, and a lane without a single test.
 * @param {string} lane
 * @param {JestReport | undefined} report jest's own report, or nothing when the run died before it wrote one
 * @param {{ exitCode: number | null, skipsFail: boolean, root?: string, trouble?: string | undefined }} run
 * @returns {LaneResult}
 */
function laneResult(lane, report, { exitCode, skipsFail, root = "", trouble }) {
  const failures = [];
  const skips = [];
  let passed = 0;
  for (const suite of report?.testResults ?? []) {
    const file = suite.name.startsWith(root) ? suite.name.slice(root.length).replace(/^\//, "") : suite.name;
    let failedHere = 0;
    for (const test of suite.assertionResults) {
      if (test.status === "passed") passed += 1;
      else if (test.status === "failed") {
        failedHere += 1;
        failures.push(`${file}: ${test.fullName}`);
      } else skips.push(`${file}: ${test.fullName}`);
    }
    if (suite.status === "failed" && failedHere === 0) failures.push(`${file}: the suite failed outside its tests`);
  }
  if (trouble !== undefined) failures.push(trouble);
  else if (report === undefined) failures.push(`the run ended without a report (exit code ${exitCode})`);
  else if (passed + failures.length + skips.length === 0) failures.push("the lane has no tests");
  else if (exitCode !== 0 && failures.length === 0) failures.push(`jest ended with exit code ${exitCode}`);
  if (skipsFail) failures.push(...skips.splice(0).map((title) => `${title} (skipped, and CI allows no skip here)`));
  return { lane, passed, failed: failures.length, skipped: skips.length, failures, skips };
}

/**
 * The last line of `npm test`, whose form other programs read.
 * @param {LaneResult[]} results
 * @returns {string}
 */
function lastLine(results) {
  /** @param {"passed" | "failed" | "skipped"} key */
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`;
}

/**
 * Splits the arguments of `npm test -- …` into the lanes that they name first and what goes on to jest.
 * @param {string[]} args
 * @param {readonly string[]} lanes
 * @returns {{ lanes: string[], rest: string[] }}
 */
function chooseLanes(args, lanes) {
  const firstOther = args.findIndex((arg) => !lanes.includes(arg));
  const split = firstOther === -1 ? args.length : firstOther;
  const named = args.slice(0, split);
  return { lanes: lanes.filter((lane) => named.length === 0 || named.includes(lane)), rest: args.slice(split) };
}

module.exports = { laneResult, lastLine, chooseLanes };
