"use strict";
// What is made of times that were measured several times on a machine that others use as well.

/**
 * @typedef {object} Summary
 * @property {number} min the quiet machine's: noise only ever adds
 * @property {number} median
 * @property {number} max
 * @property {number} count
 */

/**
 * @param {readonly number[]} values
 * @returns {Summary}
 */
function summary(values) {
  if (values.length === 0) throw new RangeError("a summary of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
  const median = Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
  return { min: at(0), median, max: at(sorted.length - 1), count: sorted.length };
}

/**
 * The exponent of growth: the slope of the straight line through the points, both axes logarithmic. Twice as much of x
 * takes 2 ** slope times as much of y: 1 is linear, 2 is quadratic.
 *
 * @param {readonly (readonly [x: number, y: number])[]} points
 * @returns {number}
 */
function slope(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (/** @type {0 | 1} */ axis) => logs.reduce((sum, log) => sum + log[axis], 0) / logs.length;
  const [x0, y0] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  if (spread === 0) throw new RangeError("a slope needs points of different sizes");
  return logs.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / spread;
}

module.exports = { slope, summary };
