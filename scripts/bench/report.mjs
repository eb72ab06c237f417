// What a run found, for people.
import { table } from "../../tools/lib/table.mjs";

const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const mebibytes = (bytes) => (bytes === undefined ? "unknown" : `${Math.round(bytes / 2 ** 20)} MiB`);

/** Whether a row's target is met; undefined when it has none. */
export function isMet({ value, target }) {
  if (target === undefined) return undefined;
  return target.atMost === undefined ? value >= target.atLeast : value <= target.atMost;
}

function targetText({ target, skipped }) {
  if (skipped !== undefined) return "";
  if (target === undefined) return "for information";
  return target.atMost === undefined ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
}

function verdict(row) {
  if (row.skipped !== undefined) return `skipped: ${row.skipped}`;
  const met = isMet(row);
  return met === undefined ? "" : met ? "met" : "MISSED";
}

/** Every row with its target, then the times behind it, then the machine. */
export function reportText({ rows, noise }) {
  const results = rows.map((row) => [
    row.what,
    row.skipped === undefined ? number(row.value) : "",
    targetText(row),
    verdict(row),
  ]);
  const spread = ([what, { min, median, max, count }]) => [what, ...[min, median, max].map(number), String(count)];
  const sections = rows
    .filter((row) => row.times !== undefined || row.points !== undefined || row.peakMemory !== undefined)
    .map((row) => {
      const lines = [row.what];
      const times = Object.entries(row.times ?? {}).map(spread);
      if (times.length > 0) lines.push(indented(table([["", "min", "median", "max", "runs"], ...times])));
      if (row.points !== undefined) {
        const points = row.points.map(({ objects, milliseconds }) => [
          String(objects),
          number(milliseconds),
          number((milliseconds * 1_000) / objects),
        ]);
        lines.push(indented(table([["objects", "ms", "µs an object"], ...points])));
      }
      const memory = Object.entries(row.peakMemory ?? {}).map(([who, bytes]) => `${who} ${mebibytes(bytes)}`);
      if (memory.length > 0) lines.push(`  peak memory: ${memory.join(", ")}`);
      return lines.join("\n");
    });
  const calibration = Object.entries(noise).map(spread);
  return [
    table([["what", "value", "target", ""], ...results]),
    ...sections,
    `the machine's noise: the same work, before and after\n${indented(table([["", "min", "median", "max", "runs"], ...calibration]))}`,
  ].join("\n\n");
}

const indented = (text) => text.replace(/^/gm, "  ");
