/** The progress of a run: as a table of its members, or as lines for what has changed. Nothing here writes anything. */
import type { MemberDocument, RunDocument } from "../../lib/run/record";
import { sayInEnglish } from "../../lib/texts/say";
import { outcomeInWords } from "../../lib/run/record";
import { columns } from "../program";
import { clock, lasting, tookSeconds, versions } from "./words";

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How much time of the run passes before the changed progress of a step is shown again. */
const SAME_STEP_AGAIN_SECONDS = 300;

/**
 * One line for the run, one for each member.
 * @param elapsedSeconds since the start, on the run's clock
 * @param size of the terminal
 * @returns lines that fit the terminal, in width and in number
 */
export function progressTable(document: RunDocument, elapsedSeconds: number, size: Size): readonly string[] {
  const head = `${document.array}: ${stateInWords(document)}, ${lasting(tookSeconds(document) ?? elapsedSeconds)} simulated`;
  const members = columns(document.members.map((member) => [`  ${member.name}`, ...memberCells(document, member)]));
  return [head, ...aroundWork(document, members, size.rows - 2)].map((line) => shortened(line, size.columns - 1));
}

function stateInWords({ state, dryRun, outcome, reason }: RunDocument): string {
  if (state === "running") return dryRun ? "dry run" : "running";
  // A successful run also says that it is stopping, while its report is being written.
  if (state === "stopping") return reason === null || reason === "" ? "ending" : "stopping";
  return outcome === "dry-run" ? "dry run has ended" : (outcome ?? "ended");
}

function memberCells(document: RunDocument, member: MemberDocument): readonly [string, string] {
  const { state, current, steps } = member;
  if (state === "waiting") return [document.state === "ended" ? "not touched" : "waiting", ""];
  if (state === "ended") return [sayInEnglish(outcomeInWords(member.outcome)), member.reason ?? versions(member)];
  if (current === null) return ["at work", steps.length === 0 ? "" : `after ${steps.at(-1)?.name}`];
  return [current.name, [current.text, lasting(current.seconds)].filter((part) => part !== "").join(", ")];
}

/**
 * What fits on the screen: the members around the one at work, and how many are not shown.
 * @param lines one for each member
 */
function aroundWork({ members }: RunDocument, lines: readonly string[], room: number): readonly string[] {
  if (lines.length <= room) return lines;
  const shown = Math.max(1, room - 1);
  const atWork = members.findIndex(({ state }) => state === "at work");
  const ended = members.filter(({ state }) => state === "ended").length;
  const middle = atWork === -1 ? ended : atWork;
  const first = Math.min(Math.max(0, middle - Math.floor(shown / 2)), lines.length - shown);
  return [...lines.slice(first, first + shown), `  … members ${first + 1} to ${first + shown} of ${lines.length}, ${ended} done`];
}

const shortened = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`);

/** A line to show. */
interface Told {
  readonly text: string;
  /** How long before the look it became true, if that is known. */
  readonly ago?: number;
  /** How long it has lasted; the line before is older by that much. */
  readonly took?: number;
}

/** Shows a run as lines: everything once, when it has changed. */
export class ProgressLines {
  private state = "";
  private stopping = false;
  private warnings = 0;
  private latest = 0;
  private readonly members = new Map<string, MemberLines>();

  /**
   * @param elapsedSeconds since the start, on the run's clock
   * @returns what is new
   */
  next(document: RunDocument, elapsedSeconds: number): readonly string[] {
    const now = tookSeconds(document) ?? elapsedSeconds;
    return this.dated([...this.ofBatches(document, elapsedSeconds), [this.ofRun(document)]], now);
  }

  /** A line of others, dated on the same clock. */
  said(text: string, elapsedSeconds: number): string {
    this.latest = Math.max(this.latest, elapsedSeconds);
    return `${clock(this.latest)}  ${text}`;
  }

  /**
   * A look may find several changes at once. Their times are worked out backwards from the look, the latest first, by how long each took: of the members
   * of a batch, which are at work side by side, each by itself, and of a batch before it from when this one began. Never before what an earlier look showed.
   * @param batches of the run, each with the lines of its members; the last one is the run itself
   */
  private dated(batches: readonly (readonly (readonly Told[])[])[], now: number): readonly string[] {
    let end = now;
    const lines = batches
      .toReversed()
      .map((members) => {
        const told = members.map((lines) => backFrom(end, now, lines));
        end = Math.min(end, ...told.map(({ begun }) => begun));
        return told.flatMap(({ lines }) => lines);
      })
      .reverse()
      .flat();
    return lines
      .sort((one, other) => one.at - other.at)
      .map(({ text, at }) => {
        this.latest = Math.max(this.latest, at);
        return `${clock(this.latest)}  ${text}`;
      });
  }

  private ofBatches(document: RunDocument, elapsedSeconds: number): readonly (readonly (readonly Told[])[])[] {
    return document.batches.map((names) =>
      document.members.filter(({ name }) => names.includes(name)).map((member) => this.ofMember(member, elapsedSeconds)),
    );
  }

  private ofMember(member: MemberDocument, elapsedSeconds: number): readonly Told[] {
    const lines = this.members.get(member.name) ?? new MemberLines();
    this.members.set(member.name, lines);
    return lines.next(member, elapsedSeconds).map((told) => ({ ...told, text: `${member.name}  ${told.text}` }));
  }

  private ofRun(document: RunDocument): readonly Told[] {
    const { state, warnings, reason } = document;
    const lines = warnings.slice(this.warnings).map((text) => ({ text: `Warning: ${text}` }));
    this.warnings = warnings.length;
    // A successful run is stopping too, while its report is being written, but has no reason to show.
    if (state === "stopping" && !this.stopping && reason !== null && reason !== "") {
      this.stopping = true;
      lines.push({ text: `Stopping: ${reason}` });
    }
    if (state === "ended" && this.state !== "ended") {
      lines.push({ text: document.outcome === "dry-run" ? "The dry run has ended" : `The run has ended: ${stateInWords(document)}` });
    }
    this.state = state;
    return lines;
  }
}

/** When each line became true, the last one at the end, and when the first one began. */
function backFrom(end: number, now: number, all: readonly Told[]) {
  let at = end;
  const lines = all
    .toReversed()
    .map(({ text, ago, took = 0 }) => {
      if (ago !== undefined) at = Math.min(at, now - ago);
      const line = { text, at };
      at -= took;
      return line;
    })
    .reverse();
  return { lines, begun: at };
}

class MemberLines {
  /** Steps whose end has been shown. */
  private told = 0;
  private ended = false;
  /** The step at work, and when its progress was last shown. */
  private current = { step: "", text: "", at: Number.NEGATIVE_INFINITY };

  next(member: MemberDocument, now: number): readonly Told[] {
    const finished = member.steps.filter(({ outcome }) => outcome !== "at work");
    const lines: Told[] = finished.slice(this.told).map(({ name: step, outcome, text, seconds }) => ({
      text: `${step}: ${outcome}${text === "" ? "" : `, ${text}`}${seconds === null ? "" : ` (${lasting(seconds)})`}`,
      took: seconds ?? 0,
    }));
    if (lines.length > 0) this.current = { step: "", text: "", at: Number.NEGATIVE_INFINITY };
    this.told = finished.length;
    if (member.current !== null) lines.push(...this.atWork(member.current, now));
    if (member.state === "ended" && !this.ended) {
      this.ended = true;
      lines.push({ text: [sayInEnglish(outcomeInWords(member.outcome)), member.reason].filter((part) => part !== null).join(": ") });
    }
    return lines;
  }

  private atWork({ name: step, text, seconds }: NonNullable<MemberDocument["current"]>, now: number): readonly Told[] {
    const told = this.current;
    const isNew = step !== told.step;
    if (!isNew && (text === told.text || now - told.at < SAME_STEP_AGAIN_SECONDS)) return [];
    this.current = { step, text, at: now };
    return [text === "" ? { text: `${step} …`, ago: seconds } : { text: `${step}: ${text}`, took: seconds }];
  }
}
