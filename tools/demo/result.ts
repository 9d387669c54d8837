/** How a run ended: the table for people, the document for other programs, and the exit code. */
import type { MemberDocument, RunDocument } from "../../lib/run/record";
import { sayInEnglish } from "../../lib/texts/say";
import { outcomeInWords } from "../../lib/run/record";
import { columns, wrap } from "../program";
import { nowInWords, serves } from "./now";
import { lasting, secondsAtWork, tookSeconds, versions } from "./words";
import { wouldChangeLines } from "./would-change";

/** As wide as its longest word. */
const NARROWEST_NOW = 13;

/** 0 when every member was updated (now or before) and serves; for a dry run, when every member would be. 1 otherwise. */
export function exitCodeOf({ outcome, dryRun, members }: RunDocument): number {
  const wanted = dryRun ? "dry-run" : "finished";
  return outcome === wanted && members.length > 0 && members.every(dryRun ? wouldBeUpdated : isUpdated) ? 0 : 1;
}

const wouldBeUpdated = ({ outcome }: MemberDocument): boolean => outcome === "would-update" || outcome === "already-updated";

const isUpdated = (member: MemberDocument): boolean =>
  (member.outcome === "updated" || member.outcome === "already-updated") && serves(member);

/** What `--json` prints. */
export const resultDocument = ({ runId, outcome, reasonCode, reason, report, warnings, wouldEnd, members }: RunDocument) => ({
  runId,
  outcome,
  reasonCode,
  reason,
  report,
  warnings,
  wouldEnd,
  members: members.map(({ name, outcome: own, reason: why, found, left, steps, changes, wouldChange, toMend, leftToDo }) => ({
    name,
    outcome: own,
    reason: why,
    found,
    left,
    steps: steps.map(({ step, outcome: how, seconds }) => ({ step, outcome: how, seconds })),
    changes: changesBy("step", changes),
    upkeep: changesBy("upkeep", changes),
    undone: changesBy("undo", changes),
    wouldChange: wouldChange
      .filter(({ cause }) => cause === "step")
      .map(({ op, args, if: onlyIf }) => ({ op, args, ...(onlyIf === undefined ? {} : { if: onlyIf }) })),
    toMend,
    leftToDo,
  })),
});

/** What `--json` prints if there was no run. */
export const noRunDocument = (code: string, reason: string) => ({
  runId: null,
  outcome: null,
  reasonCode: code,
  reason,
  report: null,
  warnings: [],
  wouldEnd: null,
  members: [],
});

const changesBy = (wanted: string, changes: MemberDocument["changes"]) =>
  changes.filter(({ cause }) => cause === wanted).map(({ op, args, times }) => ({ op, args, ...(times === undefined ? {} : { times }) }));

/**
 * The result for people.
 * @param width of the terminal
 */
export function resultLines(document: RunDocument, width: number): readonly string[] {
  const { members, warnings, report } = document;
  const toDo = members.flatMap((member) =>
    member.leftToDo.length === 0 ? [] : [`Left to do on ${member.name}:`, ...toDoLines(member, width)],
  );
  return [
    ...table(document, width),
    ...reasonsOf(members, width),
    "",
    ...(document.dryRun ? [...wouldChangeLines(document, width), ""] : []),
    ...wrap(summary(document), width),
    ...(warnings.length === 0 ? [] : ["Warnings:", ...warnings.map((text) => `  ${text}`)]),
    ...toDo,
    report === null ? "No report could be written." : `Report: ${report}`,
  ];
}

const PARTS = { look: "Look first", mend: "Mend", "put-back": "Put back" } as const;

/** In their order, under the headings of the report; commands are not wrapped, so that they can be copied. */
function toDoLines({ leftToDo }: MemberDocument, width: number): readonly string[] {
  return leftToDo.flatMap(({ number, part, what, command, onlyAfter }, index) => [
    ...(leftToDo[index - 1]?.part === part ? [] : [`  ${PARTS[part]}`]),
    ...[`${number}. ${what}`, ...(onlyAfter === null ? [] : [onlyAfter])].flatMap((text, at) =>
      wrap(text, width - 7).map((line, of) => `${at + of === 0 ? "    " : "       "}${line}`),
    ),
    ...(command === null ? [] : [`       ${command}`]),
  ]);
}

/** One row for each member; its present state goes on below if it is longer than the rest of the line. */
function table({ members, wouldEnd }: RunDocument, width: number): readonly string[] {
  const ends = (wouldEnd?.notFit.length ?? 0) > 0;
  const lines = columns([["member", "outcome", "version", "minutes"], ...members.map((member) => cells(member, ends))]);
  const indent = Math.max(...lines.map((line) => line.length)) + 2;
  const room = Math.max(NARROWEST_NOW, width - indent);
  return lines.flatMap((line, index) => {
    const member = members[index - 1];
    const [first = "", ...more] = member === undefined ? ["now"] : wrap(nowInWords(member), room);
    return [`${line.padEnd(indent)}${first}`.trimEnd(), ...more.map((text) => " ".repeat(indent) + text)];
  });
}

function reasonsOf(members: readonly MemberDocument[], width: number): readonly string[] {
  const lines = members.flatMap(({ name, reason }) => {
    if (reason === null || reason === "") return [];
    const [first = "", ...more] = wrap(reason.startsWith(`${name}:`) ? reason : `${name}: ${reason}`, width - 2);
    return [first, ...more.map((text) => `  ${text}`)];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

/** @param ends a real run would end before it touches any */
function cells(member: MemberDocument, ends: boolean): readonly string[] {
  const seconds = secondsAtWork(member);
  return [member.name, becameOf(member, ends), versions(member), seconds === null ? "" : String(Math.round(seconds / 60))];
}

/** A member that failed only since the run ended beside it has had no failure of its own. */
function becameOf({ outcome, steps }: MemberDocument, ends: boolean): string {
  if (ends && outcome === "would-update") return "fit";
  return outcome === "failed" && steps.at(-1)?.outcome === "cut off" ? "not finished" : sayInEnglish(outcomeInWords(outcome));
}

function summary(document: RunDocument): string {
  const { members, dryRun, wouldEnd } = document;
  const good = members.filter(dryRun ? wouldBeUpdated : isUpdated).length;
  const one = good === 1;
  const how =
    wouldEnd !== null
      ? `${one ? "is" : "are"} fit or up to date already`
      : dryRun
        ? `would be updated or ${one ? "is" : "are"} up to date already, nothing was changed`
        : `${one ? "is" : "are"} updated and ${one ? "serves" : "serve"}`;
  return `${stopInWords(document)}${good} of ${members.length} members ${how}; ${lasting(tookSeconds(document) ?? 0)} simulated.`;
}

/** Two reasons with the same beginning are one. In characters. */
const SAME = 80;

/** Why the run was stopped, without what the table already shows. */
function stopInWords({ summary: said, outcome, reasonCode, reason, members, dryRun }: RunDocument): string {
  if (outcome !== "stopped") return "";
  // Not where it was seen, but who is not fit.
  if (reasonCode === "not-fit") return `${said} `;
  const lead = `${dryRun ? "The dry run" : "The run"} was stopped`;
  const why = reason ?? "";
  // The reason of a member goes on where that of the run ends.
  const told = members.find((member) => member.reason?.startsWith(why.slice(0, SAME)));
  return told === undefined ? `${lead} (${reasonCode}): ${why} ` : `${lead} at ${told.name} (${reasonCode}). `;
}
