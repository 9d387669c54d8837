import type { Spread } from "../figures";
import type { Measured } from "./jobs";
import type { PeerName } from "./peers/all";
import { titles } from "./peers/all";
import type { Judged, QuestionName } from "./questions";
import { questions } from "./questions";

export interface WorkRow {
  readonly peer: PeerName;
  readonly name: string;
  readonly load: Measured;
}

export interface ReadRow {
  readonly name: string;
  readonly load: Measured;
}

export interface Verdict {
  readonly peer: PeerName;
  readonly question: QuestionName;
  readonly judged: Judged;
}

export interface Aim {
  readonly aim: string;
  readonly met: boolean;
  readonly found: string;
}

/** All that was found, as the JSON document has it. */
export interface Findings {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly work: readonly WorkRow[];
  /** The script's own time of the read, by itself. */
  readonly readAlone: Spread | null;
  readonly reads: readonly ReadRow[];
  readonly verdicts: readonly Verdict[];
  /** What was not measured, and why. */
  readonly missing: readonly string[];
  readonly aims: readonly Aim[];
}

const WIDTH = 100;
const ms = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(value < 100 ? 2 : 0));
const mb = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(0));

/** Columns under their headings: the first to the left, numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const cell = (text: string, column: number): string => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  return all.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

const timesOf = ({ call, above, perSecond }: Measured): string[] => [
  String(call.count),
  ms(call.p50),
  ms(call.p99),
  ms(call.longest),
  ms(above?.p50),
  ms(above?.p99),
  perSecond.toFixed(1),
];

const burdenOf = ({ memory, loop }: Measured): string[] => [
  mb(memory?.node),
  mb(memory?.shells),
  memory === null ? "-" : String(memory.processes),
  ms(loop.p99),
  ms(loop.longest),
];

const TIMES = ["calls", "p50", "p99", "longest", "+p50", "+p99", "calls/s"];
const BURDEN = ["Node MB", "shells MB", "processes", "loop p99", "loop longest"];

export function inTables({ work, readAlone, reads, verdicts, missing, aims }: Findings): string {
  const named = (rows: readonly (ReadRow | WorkRow)[], cells: (load: Measured) => string[]) =>
    rows.map(({ name, load }) => [name, ...cells(load)]);
  const alone = readAlone === null ? "" : `\nThe function by itself, in a loop: p50 ${ms(readAlone.p50)}, p99 ${ms(readAlone.p99)} ms.`;
  return [
    `The same script through each, ms from asking to the answer; +: above the script's own time\n\n${table(["", ...TIMES], named(work, timesOf))}`,
    reads.length === 0
      ? ""
      : `A real read (nlb.host) through the whole adapter, two shells a server\n${alone}\n${table(
          ["", ...TIMES.slice(0, 4), "calls/s"],
          named(reads, (load) => [...timesOf(load).slice(0, 4), load.perSecond.toFixed(1)]),
        )}`,
    `What that took: MB resident, processes at once, and ms by which Node's event loop was late\n\n${table(["", ...BURDEN], named([...work, ...reads], burdenOf))}`,
    `Right and wrong\n\n${verdictLines(verdicts)}`,
    missing.length === 0 ? "" : missing.map((line) => `!!!! NOT MEASURED: ${line}`).join("\n"),
    `Aims\n\n${aims.map(({ aim, met, found }) => `${met ? "met     " : "NOT MET "}${aim}\n        ${found}`).join("\n")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n\n");
}

function verdictLines(verdicts: readonly Verdict[]): string {
  const asked = [...new Set(verdicts.map(({ question }) => question))];
  const width = Math.max(0, ...verdicts.map(({ peer }) => titles[peer].length));
  const line = ({ peer, judged: { right, what } }: Verdict): string =>
    `  ${titles[peer].padEnd(width)}  ${right ? "right" : "WRONG"}  ${what}`.slice(0, WIDTH);
  return asked
    .map((question) => [questions[question].title, ...verdicts.filter((verdict) => verdict.question === question).map(line)].join("\n"))
    .join("\n");
}

const ABOVE_MS = 10;
const TIMES_FASTER = 50;
const one = (rows: readonly WorkRow[], peer: PeerName): Measured | undefined =>
  rows.find((row) => row.peer === peer && row.load.atOnce === 1)?.load;

/** Whether what was aimed at was reached, by the figures of calls one after the other. */
export function judge({ work, reads, readAlone, verdicts }: Omit<Findings, "aims">): readonly Aim[] {
  const ours = one(work, "ours");
  const aims: Aim[] = [];
  if (ours?.above != null) {
    const { p50, p99 } = ours.above;
    const found = `p50 ${ms(p50)}, p99 ${ms(p99)} ms above it`;
    aims.push({ aim: `a warm call: p99 at most ${ABOVE_MS} ms above the script's own time`, met: p99 <= ABOVE_MS, found });
  }
  for (const { name, load } of readAlone === null ? [] : reads.filter(({ load }) => load.atOnce === 1)) {
    const [p50, p99] = [load.call.p50 - (readAlone?.p50 ?? 0), load.call.p99 - (readAlone?.p99 ?? 0)];
    const found = `p50 ${ms(p50)}, p99 ${ms(p99)} ms above (percentile less percentile)`;
    aims.push({ aim: `${name}: the same, for a real read`, met: p99 <= ABOVE_MS, found });
  }
  const own = verdicts.filter(({ peer }) => peer === "ours");
  if (own.length > 0) {
    const bad = own.filter(({ judged }) => !judged.right);
    aims.push({ aim: "no wrong answers", met: bad.length === 0, found: `${bad.length} wrong of ${own.length} questions` });
  }
  for (const peer of ["exec", "contrib"] as const) {
    const theirs = one(work, peer);
    if (ours === undefined || theirs === undefined) continue;
    const ratio = theirs.call.p50 / ours.call.p50;
    const found = `${ratio.toFixed(0)} times by p50 (${ms(theirs.call.p50)} : ${ms(ours.call.p50)} ms), ${(theirs.call.p99 / ours.call.p99).toFixed(0)} by p99 (${ms(theirs.call.p99)} : ${ms(ours.call.p99)} ms)`;
    aims.push({ aim: `${TIMES_FASTER} times faster than ${titles[peer]}`, met: ratio >= TIMES_FASTER, found });
  }
  return aims;
}
