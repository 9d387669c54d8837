import { isDeepStrictEqual } from "node:util";
import type { OperationName } from "../../server";
import { operationNames, summaryOf } from "../../server";
import type { Reason, Text, Words } from "../../texts";
import type { ChangeState, MemberState, Repeated, RunState, StepState, WouldChange } from "../record";
import { folded } from "../record";
import type { Markup } from "./markup";
import { heads, markup, shown } from "./markup";
import { codeInWords, text, wordsOf } from "../../texts";
import { argsInWords, lasting, nameInWords, timeIn } from "./format";

/** Facts of a member as it was found and as it was left; what is different is marked. */
export function factsTable({ found, left }: MemberState): Markup {
  const names = [...new Set([...Object.keys(found?.facts ?? {}), ...Object.keys(left?.facts ?? {})])];
  const unknown = [...(found?.unknown ?? []), ...(left?.unknown ?? [])];
  const rows = names.map((name) => {
    const was = found?.facts[name] ?? null;
    const is = left?.facts[name] ?? null;
    const changed = left !== null && was !== is;
    return markup`<tr${changed ? markup` class="changed"` : null}><th scope="row">${nameInWords(name)}</th><td>${was ?? NOT_KNOWN}</td><td>${left === null ? text("value.not-recorded") : (is ?? NOT_KNOWN)}</td><td>${changed && markOf(was, is)}</td></tr>`;
  });
  return markup`<table class="small"><thead><tr>${heads(text("table.fact"), text("table.found"), text("table.left"))}<td></td></tr></thead><tbody>${rows}</tbody></table>
${unread(unknown)}`;
}

const NOT_KNOWN = text("value.not-known");

function markOf(was: string | null, is: string | null): Text {
  if (is === null) return text("table.not-known-now");
  return was === null ? text("table.not-known-before") : text("table.changed");
}

/** Why something could not be read, each reason once. */
export function unread(reasons: readonly Reason[]): Markup | null {
  if (reasons.length === 0) return null;
  const different = reasons.filter((one, index) => reasons.findIndex((other) => isDeepStrictEqual(one, other)) === index);
  return markup`<p>${text("table.unread")}</p><ul>${different.map((why) => markup`<li>${wordsOf(why)}</li>`)}</ul>`;
}

/** The steps of a member in their order. */
export function stepsTable(state: RunState, { name, steps }: MemberState, now: number): Markup {
  const rows = steps.map((step) => {
    const end = step.finishedAt ?? (state.phase === "ended" ? null : now);
    return markup`<tr><th scope="row" class="step">${step.name}${step.name === step.step ? null : markup` <small>${step.step}</small>`}${step.visit > 1 ? [" ", text("table.visit", { visit: step.visit })] : null}</th><td>${outcomeOf(step)}</td><td class="number">${shown(timeIn(state, step.startedAt))}</td><td class="number">${end === null ? text("value.not-recorded") : shown(lasting(end - step.startedAt))}</td><td class="kept">${saysOf(step, name)}</td></tr>`;
  });
  return markup`<div class="wide"><table><thead><tr>${heads(text("table.step"), text("table.outcome"), text("table.started"), text("table.took"), text("table.in-words"))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const outcomeOf = ({ outcome, cutOff }: StepState): Markup =>
  cutOff
    ? markup`<b class="warn">${text("table.cut-off")}</b>`
    : outcome === "failed"
      ? markup`<b class="bad">${text("table.failed")}</b>`
      : markup`${{ done: text("table.done"), unchanged: text("table.unchanged"), "at work": text("table.at-work") }[outcome]}`;

/** How a step is getting on, how it went, or why it failed. */
export const saysOf = ({ outcome, progress, reason, text: how, cutOff }: StepState, member: string): Words =>
  // What went wrong elsewhere is said there.
  cutOff && reason !== null && reason.member !== null && reason.member !== member
    ? text("leave.beside", { other: reason.member, why: codeInWords(reason.code) })
    : outcome === "at work"
      ? (progress?.text ?? "")
      : reason === null
        ? how
        : wordsOf(reason);

/** All changes of a member in the order in which they were sent; upkeep stands where it was made first. */
export function changesTable(state: RunState, { changes }: MemberState): Markup {
  const rows = folded(changes).map(
    (change) =>
      markup`<tr><td class="number">${shown(timeIn(state, change.at))}</td><td class="op">${operation(change.op)}</td><td class="kept">${shown(argsInWords(change.args))}</td><td>${text(`cause.${change.cause}`)}</td><td>${how(change)}${repeated(state, change)}</td></tr>`,
  );
  return markup`<div class="wide"><table><thead><tr>${heads(text("table.sent"), text("table.change"), text("table.with"), text("table.cause"), text("table.outcome"))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const repeated = (state: RunState, { times: count, lastAt }: Repeated): Markup | null =>
  count === 1 ? null : markup`<br><small>${text("table.repeated", { count, at: timeIn(state, lastAt) })}</small>`;

/** What a real run would change, in its order. */
export function wouldChangeTable(changes: readonly WouldChange[]): Markup {
  const rows = changes.map(
    ({ op, args, onlyIf, cause }, index) =>
      markup`<tr><td class="number">${index + 1}</td><td class="op">${operation(op)}</td><td class="kept">${shown(argsInWords(args))}</td><td>${text(`cause.${cause}`)}</td><td>${onlyIf ?? text("table.in-any-case")}</td></tr>`,
  );
  return markup`<div class="wide"><table><thead><tr><td></td>${heads(text("table.change"), text("table.with"), text("table.cause"), text("table.if"))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What others were told about a member; nothing if nobody was told anything. */
export function toldTable(state: RunState, { told }: MemberState): Markup | null {
  if (told.length === 0) return null;
  const rows = told.map(
    ({ at, op, id, outcome, text: said }) =>
      markup`<tr><td class="number">${shown(timeIn(state, at))}</td><td class="op">${operation(op)}</td><td class="kept">${id}</td><td>${how({ outcome, text: said })}</td></tr>`,
  );
  return markup`<h3>${text("report.told")}</h3><div class="wide"><table><thead><tr>${heads(text("table.sent"), text("table.what"), text("table.id"), text("table.outcome"))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function operation(op: string): Markup {
  const known = operationNames.find((name): name is OperationName => name === op);
  return markup`<code>${op}</code>${known === undefined ? null : markup`<br><small>${summaryOf(known)}</small>`}`;
}

/** If a change is done and has something to say, its answer was lost. */
export const answerLost = ({ outcome, text: said }: Outcome): boolean =>
  outcome === "unknown" || outcome === "sent" || (outcome === "done" && said !== null);

/** How something that was sent went. */
type Outcome = Pick<ChangeState, "outcome" | "text">;

function how(change: Outcome): Markup {
  const { outcome, text: said } = change;
  const lost = outcome === "done" && answerLost(change);
  const words = {
    done: text("table.done"),
    failed: text("table.failed"),
    unknown: text("table.outcome-unknown"),
    sent: text("table.outcome-sent"),
  }[outcome];
  const shownAs = lost ? text("table.answer-lost", { outcome: words }) : words;
  const marked =
    outcome === "done" && !lost ? markup`${shownAs}` : markup`<b class="${outcome === "failed" ? "bad" : "warn"}">${shownAs}</b>`;
  return markup`${marked}${said === null ? null : markup`<br><small class="kept">${said}</small>`}`;
}
