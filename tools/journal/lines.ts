/** The entries of a journal as lines that a person reads at night: when, which member, what. */
import type { Dated, RunState } from "../../lib/run/record";
import type { MemberState } from "../../lib/run/record";
import { inOneSentence, leftToDo, nameInWords, toDoOn } from "../../lib/run/record";
import type { Reason, Words } from "../../lib/texts";
import { sayReason } from "../../lib/texts";
import { sayInEnglish } from "../../lib/texts/say";
import { dateAndTime, timeSince } from "../../lib/time";
import { columns } from "../program";

const say = (words: Words): string => sayInEnglish(words);
const why = (reason: Reason | null): string => (reason === null ? "" : `: ${sayReason(sayInEnglish, reason)}`);

/** What is said of a run that is told as running, and perhaps is not. */
export const OPEN = "This journal has no end: the run is at work now, or its process has died.";

/** The head of a run, then its entries, one line each. */
export function linesOf(state: RunState, entries: readonly Dated[], zone: string): readonly string[] {
  const { plan, startedAt } = state;
  const asked = [plan.dryRun ? "dry run" : "", plan.byHand ? "by hand" : "", plan.update ?? "", plan.note ?? ""].filter(
    (part) => part !== "",
  );
  const head = [
    `Run ${state.id} of ${plan.array}${asked.length === 0 ? "" : ` (${asked.join(", ")})`}`,
    `started ${dateAndTime(startedAt, zone)} by ${plan.requestedBy ?? "nobody named"}, members ${plan.members.map(({ name }) => name).join(", ")}`,
    say(inOneSentence(state)),
    ...(state.phase === "ended" ? [] : [OPEN]),
  ];
  const made = new Map<string, string>();
  const rows = entries.flatMap((entry) => {
    const member = "member" in entry ? (entry.member ?? "") : "";
    const [first = "", ...more] = whatOf(entry, made);
    return [[timeSince(startedAt, entry.at, zone), member, first], ...more.map((line) => ["", member, line])];
  });
  const toDo = state.members.filter((member) => leftToDo(state, member)).flatMap((member) => ["", ...toDoLines(member)]);
  return [...head, "", ...columns(rows), ...toDo];
}

/** The same list as in the report: what has to be looked at and mended comes before what puts the member back. */
const toDoLines = (member: MemberState): readonly string[] => [
  `Left to do on ${member.name}, in this order:`,
  ...toDoOn(member).flatMap(({ what, command, onlyAfter }, index) => [
    `${String(index + 1).padStart(4)} ${say(what)}${onlyAfter === null ? "" : ` – ${say(onlyAfter)}`}`,
    ...(command === null ? [] : [`       ${command}`]),
  ]),
];

/** In one line or several. @param made what each change is, by member and number: its outcome tells the number alone */
function whatOf(entry: Dated, made: Map<string, string>): readonly string[] {
  if (entry.type !== "member finished") return [inOneLine(entry, made)];
  const { outcome, reason, alarm, left } = entry;
  return [`${outcome}${why(reason)}`, ...(alarm === null ? [] : [`ALARM: ${say(alarm)}`]), `left ${factsIn(left)}`];
}

type Other = Exclude<Dated, { type: "member finished" }>;

function inOneLine(entry: Other, made: Map<string, string>): string {
  switch (entry.type) {
    case "will change": {
      made.set(`${entry.member} ${entry.change}`, entry.op);
      return `will ${withArgs(entry.op, entry.args)}${entry.cause === "step" ? "" : ` (${entry.cause})`}${entry.startsUpdate ? " – the update starts" : ""}`;
    }
    case "did change":
      return `${outcomes[entry.outcome]} ${made.get(`${entry.member} ${entry.change}`) ?? `change ${entry.change}`}${entry.text === null ? "" : `: ${say(entry.text)}`}`;
    case "would change":
      return `would ${withArgs(entry.op, entry.args)}${entry.onlyIf === null ? "" : ` (${say(entry.onlyIf)})`}`;
    case "will tell":
      return `will tell by ${entry.op}`;
    case "did tell":
      return `${outcomes[entry.outcome]} telling${entry.text === null ? "" : `: ${say(entry.text)}`}`;
    case "upkeep":
      return `is kept up: ${withArgs(entry.keep[0], entry.keep[1])} every ${Math.round(entry.everyMs / 60_000)} min`;
    case "upkeep ended":
      return `is no longer kept up: ${entry.op}`;
    case "progress":
      return `${entry.step}: ${say(entry.text)}`;
    case "warning":
      return `WARNING ${say(entry.text)}`;
    default:
      return whatOfStep(entry);
  }
}

const outcomes = { done: "done:", failed: "FAILED:", unknown: "NOT KNOWN whether made:" } as const;

type OfStep = Exclude<
  Other,
  { type: "will change" | "did change" | "would change" | "will tell" | "did tell" | "upkeep" | "upkeep ended" | "progress" | "warning" }
>;

function whatOfStep(entry: OfStep): string {
  switch (entry.type) {
    case "run started":
      return `run started, fencing number ${entry.fence}`;
    case "member started":
      return `taken; found ${factsIn(entry.found)}`;
    case "member returned":
      return "back at the loop";
    case "step started":
      return `step ${entry.name ?? entry.step} begins${entry.visit > 1 ? ` (visit ${entry.visit})` : ""}`;
    case "step finished":
      return `step ${entry.step} finished${said(entry.result["text"])}`;
    case "step failed":
      return `step ${entry.step} FAILED${why(entry.reason)}`;
    case "stop asked":
      return `asked to stop ${entry.when === "now" ? "now" : "after the member at work"} by ${entry.by ?? "somebody"}`;
    case "question asked":
      return `ASKS ${entry.question}: ${entry.answers.join(", ")}${entry.until === null ? "" : ` (else ${entry.otherwise})`}${why(entry.reason)}`;
    case "question answered":
      return `${entry.question} answered by ${entry.by ?? "nobody in time"}: ${entry.answer}${entry.why === null ? "" : ` (${entry.why})`}`;
    case "paused":
      return `paused by ${entry.by ?? "itself"}: no further member is taken${said(entry.why)}`;
    case "message held":
      return `HELD: people are asked once no step is at work${why(entry.reason)}`;
    case "plan edited":
      return `plan edited by ${entry.by ?? "somebody"}: ${entry.why}`;
    case "verification lost":
      return `NOT VERIFIED any more: it has booted since, at ${entry.bootedAt}`;
    case "at rest":
      return "at rest: kept out of service until the run ends";
    case "order set":
      return `order: ${entry.members.join(", ")}. ${say(entry.text)}`;
    case "soak started":
      return `soak begins: ${Object.keys(entry.cursors).join(", ")}, until ${new Date(entry.until).toISOString()}`;
    case "soak ended":
      return `soak ends: ${say(entry.text)}${entry.reason === null ? "" : " The run STOPS."}`;
    case "went on":
      return `let go on by ${entry.by ?? "somebody"}`;
    case "stopping":
      return `STOPPING${why(entry.reason)}`;
    case "interrupted":
      return `INTERRUPTED: ${say(entry.why)}`;
    case "resumed":
      return `resumed, fencing number ${entry.fence}`;
    case "run finished":
      return `run ${entry.outcome}${why(entry.reason)}`;
  }
}

const said = (text: unknown): string =>
  typeof text === "string" || (typeof text === "object" && text !== null) ? `: ${say(text as Words)}` : "";

const factsIn = ({ facts }: { readonly facts: Readonly<Record<string, string | null>> }): string =>
  Object.entries(facts)
    .map(([fact, is]) => `${nameInWords(fact)} ${is ?? "not known"}`)
    .join(", ") || "nothing known";

/** `nlb.setDefaultState state=stopped` */
const withArgs = (op: string, args: unknown): string =>
  [
    op,
    ...Object.entries((args ?? {}) as object).map(
      ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    ),
  ].join(" ");
