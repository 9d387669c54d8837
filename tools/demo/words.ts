// @ts-check
/** A run in words, as progress and result tell it. */

/** @typedef {import("../../lib/run/record/document.js").RunDocument} RunDocument */
/** @typedef {import("../../lib/run/record/document.js").MemberDocument} MemberDocument */

/** @type {Readonly<Record<MemberDocument["outcome"], string>>} */
const outcomes = {
  updated: "updated",
  "already-updated": "had the update already",
  "would-update": "would be updated",
  "done-by-hand": "done by hand",
  untouched: "not touched",
  failed: "failed",
};

/** @param {MemberDocument} member */
export const outcomeInWords = ({ outcome }) => outcomes[outcome] ?? outcome;

/**
 * `14.3.123.4 → 14.3.513.0`
 * @param {MemberDocument} member
 */
export function versions({ found, left }) {
  const was = found["version"] ?? "not known";
  if (left["version"] === undefined) return found["version"] === undefined ? "" : was;
  const is = left["version"] ?? "not known";
  return was === is ? is : `${was} → ${is}`;
}

/**
 * The sum of its steps. A member that no step has worked on took no time.
 * @param {MemberDocument} member
 */
export function secondsAtWork({ steps }) {
  return steps.length === 0 ? null : steps.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
}

/**
 * A duration: `45 s`, `12 min`, `3 h 05 min`.
 * @param {number} seconds
 */
export function lasting(seconds) {
  const total = Math.max(0, Math.round(seconds));
  if (total < 90) return `${total} s`;
  const minutes = Math.round(total / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/**
 * `01:02:03`
 * @param {number} seconds
 */
export function clock(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  return [total / 3600, (total / 60) % 60, total % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/**
 * Between start and end on the run's clock; null while it is at work.
 * @param {RunDocument} document
 */
export const tookSeconds = ({ startedAt, finishedAt }) =>
  finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;

/**
 * Cells as lines, each column as wide as it has to be.
 * @param {readonly (readonly string[])[]} rows
 */
export function columns(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/**
 * Breaks a text at its spaces.
 * @param {string} text
 * @param {number} width
 * @returns {string[]}
 */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
