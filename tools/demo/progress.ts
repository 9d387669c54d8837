// @ts-check
/** How a run is getting on: as a table of its members, or as lines for what has changed. Nothing here writes anything. */
import { clock, columns, lasting, outcomeInWords, tookSeconds, versions } from "./words.mjs";

/** @typedef {import("../../lib/run/record/document.js").RunDocument} RunDocument */
/** @typedef {import("../../lib/run/record/document.js").MemberDocument} MemberDocument */

/** Progress of one step is told again after so much time of the run, if it has changed. */
const SAME_STEP_AGAIN_SECONDS = 300;

/**
 * One line for the run, one for each member.
 * @param {RunDocument} document
 * @param {number} elapsedSeconds since the start, on the run's clock
 * @param {{ columns: number, rows: number }} size of the terminal
 * @returns {string[]} none is longer, and all together are not higher, than the terminal
 */
export function progressTable(document, elapsedSeconds, size) {
  const head = `${document.array}: ${stateInWords(document)}, ${lasting(tookSeconds(document) ?? elapsedSeconds)} simulated`;
  const members = columns(document.members.map((member) => [`  ${member.name}`, ...memberCells(document, member)]));
  return [head, ...aroundWork(document, members, size.rows - 2)].map((line) => shortened(line, size.columns - 1));
}

/** @param {RunDocument} document */
function stateInWords({ state, dryRun, outcome, reason }) {
  if (state === "running") return dryRun ? "dry run" : "running";
  // A run that has got through says so too, while its report is being written.
  if (state === "stopping") return reason === null || reason === "" ? "ending" : "stopping";
  return outcome === "dry-run" ? "dry run has ended" : (outcome ?? "ended");
}

/**
 * @param {RunDocument} document
 * @param {MemberDocument} member
 * @returns {[string, string]}
 */
function memberCells(document, member) {
  const { state, current, steps } = member;
  if (state === "waiting") return [document.state === "ended" ? "not touched" : "waiting", ""];
  if (state === "ended") return [outcomeInWords(member), member.reason ?? versions(member)];
  if (current === null) return ["at work", steps.length === 0 ? "" : `after ${steps.at(-1)?.step}`];
  return [current.step, [current.text, lasting(current.seconds)].filter((part) => part !== "").join(", ")];
}

/**
 * What fits on the screen: the members about the one at work, and how many are not shown.
 * @param {RunDocument} document
 * @param {readonly string[]} lines one for each member
 * @param {number} room
 */
function aroundWork({ members }, lines, room) {
  if (lines.length <= room) return lines;
  const shown = Math.max(1, room - 1);
  const atWork = members.findIndex(({ state }) => state === "at work");
  const ended = members.filter(({ state }) => state === "ended").length;
  const middle = atWork === -1 ? ended : atWork;
  const first = Math.min(Math.max(0, middle - Math.floor(shown / 2)), lines.length - shown);
  return [...lines.slice(first, first + shown), `  … members ${first + 1} to ${first + shown} of ${lines.length}, ${ended} done`];
}

/**
 * @param {string} line
 * @param {number} width
 */
const shortened = (line, width) => (line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`);

/**
 * A line to tell. `ago`: how long before the look it became true, where that is known. `took`: how long what it
 * tells of has lasted; the line before it is older by that.
 * @typedef {{ readonly text: string, readonly ago?: number, readonly took?: number }} Told
 */

/** Tells a run in lines: each thing once, when it has changed. */
export class ProgressLines {
  #state = "";
  #stopping = false;
  #warnings = 0;
  #latest = 0;
  /** @type {Map<string, MemberLines>} */
  #members = new Map();

  /**
   * @param {RunDocument} document
   * @param {number} elapsedSeconds since the start, on the run's clock
   * @returns {string[]} what is new
   */
  next(document, elapsedSeconds) {
    const now = tookSeconds(document) ?? elapsedSeconds;
    return this.#dated([...this.#ofMembers(document, elapsedSeconds), ...this.#ofRun(document)], now);
  }

  /**
   * A look may find many things at once. When each was is reckoned back from the look, the latest first,
   * by how long each of them took; never before what was told at an earlier look.
   * @param {readonly Told[]} all
   * @param {number} now
   */
  #dated(all, now) {
    let at = now;
    const times = all.map(() => 0);
    for (const [index, { ago, took = 0 }] of [...all.entries()].reverse()) {
      if (ago !== undefined) at = Math.min(at, now - ago);
      times[index] = at;
      at -= took;
    }
    return all.map(({ text }, index) => {
      this.#latest = Math.max(this.#latest, times[index] ?? now);
      return `${clock(this.#latest)}  ${text}`;
    });
  }

  /**
   * @param {RunDocument} document
   * @param {number} elapsedSeconds
   * @returns {Told[]}
   */
  #ofMembers(document, elapsedSeconds) {
    return document.members.flatMap((member) => {
      const lines = this.#members.get(member.name) ?? new MemberLines();
      this.#members.set(member.name, lines);
      return lines.next(member, elapsedSeconds).map((told) => ({ ...told, text: `${member.name}  ${told.text}` }));
    });
  }

  /**
   * @param {RunDocument} document
   * @returns {Told[]}
   */
  #ofRun(document) {
    const { state, warnings, reason } = document;
    const lines = warnings.slice(this.#warnings).map((text) => ({ text: `Warning: ${text}` }));
    this.#warnings = warnings.length;
    // A run that has got through is stopping too, while its report is being written, but has no reason to tell.
    if (state === "stopping" && !this.#stopping && reason !== null && reason !== "") {
      this.#stopping = true;
      lines.push({ text: `Stopping: ${reason}` });
    }
    if (state === "ended" && this.#state !== "ended") {
      lines.push({ text: document.outcome === "dry-run" ? "The dry run has ended" : `The run has ended: ${stateInWords(document)}` });
    }
    this.#state = state;
    return lines;
  }
}

class MemberLines {
  /** Steps whose end is told. */
  #told = 0;
  #ended = false;
  /** The step at work, and when its progress was told last. */
  #current = { step: "", text: "", at: Number.NEGATIVE_INFINITY };

  /**
   * @param {MemberDocument} member
   * @param {number} now
   * @returns {Told[]}
   */
  next(member, now) {
    const finished = member.steps.filter(({ outcome }) => outcome !== "at work");
    /** @type {Told[]} */
    const lines = finished.slice(this.#told).map(({ step, outcome, text, seconds }) => ({
      text: `${step}: ${outcome}${text === "" ? "" : `, ${text}`}${seconds === null ? "" : ` (${lasting(seconds)})`}`,
      took: seconds ?? 0,
    }));
    if (lines.length > 0) this.#current = { step: "", text: "", at: Number.NEGATIVE_INFINITY };
    this.#told = finished.length;
    if (member.current !== null) lines.push(...this.#atWork(member.current, now));
    if (member.state === "ended" && !this.#ended) {
      this.#ended = true;
      lines.push({ text: member.reason === null ? outcomeInWords(member) : `${outcomeInWords(member)}: ${member.reason}` });
    }
    return lines;
  }

  /**
   * @param {NonNullable<MemberDocument["current"]>} current
   * @param {number} now
   * @returns {Told[]}
   */
  #atWork({ step, text, seconds }, now) {
    const told = this.#current;
    const isNew = step !== told.step;
    if (!isNew && (text === told.text || now - told.at < SAME_STEP_AGAIN_SECONDS)) return [];
    this.#current = { step, text, at: now };
    return [text === "" ? { text: `${step} …`, ago: seconds } : { text: `${step}: ${text}`, took: seconds }];
  }
}
