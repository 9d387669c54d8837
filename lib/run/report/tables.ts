import type { OperationName } from "../../server/catalogue";
import { operationNames, operationOf } from "../../server/catalogue";
import type { ChangeState, MemberState, RunState, StepState, WouldChange } from "../record/state";
import type { Markup } from "./escape";
import { markup } from "./escape";
import { argsInWords, lasting, nameInWords, timeSince } from "../record/format";

/** Facts of a member as it was found and as it was left; what is different is marked. */
export function factsTable({ found, left }: MemberState): Markup {
  const names = [...new Set([...Object.keys(found?.facts ?? {}), ...Object.keys(left?.facts ?? {})])];
  const unknown = [...new Set([...(found?.unknown ?? []), ...(left?.unknown ?? [])])];
  const rows = names.map((name) => {
    const was = found?.facts[name] ?? null;
    const is = left?.facts[name] ?? null;
    const changed = left !== null && was !== is;
    return markup`<tr${changed ? markup` class="changed"` : null}><th scope="row">${nameInWords(name)}</th><td>${was ?? "not known"}</td><td>${left === null ? "not recorded" : (is ?? "not known")}</td><td>${changed && markOf(was, is)}</td></tr>`;
  });
  return markup`<table class="small"><thead><tr><th scope="col">fact</th><th scope="col">found</th><th scope="col">left</th><td></td></tr></thead><tbody>${rows}</tbody></table>
${unknown.length === 0 ? null : markup`<p>Could not be read:</p><ul>${unknown.map((why) => markup`<li>${why}</li>`)}</ul>`}`;
}

function markOf(was: string | null, is: string | null): string {
  if (is === null) return "← not known now";
  return was === null ? "← not known before" : "← changed";
}

/** The steps of a member in their order. */
export function stepsTable(state: RunState, { steps }: MemberState, now: number): Markup {
  const rows = steps.map((step) => {
    const end = step.finishedAt ?? (state.phase === "ended" ? null : now);
    const text = step.outcome === "at work" ? (step.progress?.text ?? "") : step.text;
    return markup`<tr><th scope="row" class="step">${step.step}${step.visit > 1 ? ` (time ${step.visit})` : null}</th><td>${outcomeOf(step)}</td><td class="number">${timeSince(state.startedAt, step.startedAt)}</td><td class="number">${end === null ? "not recorded" : lasting(end - step.startedAt)}</td><td class="kept">${text}</td></tr>`;
  });
  return markup`<div class="wide"><table><thead><tr><th scope="col">step</th><th scope="col">outcome</th><th scope="col">started</th><th scope="col">took</th><th scope="col">in words</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const outcomeOf = ({ outcome }: StepState): Markup =>
  outcome === "failed"
    ? markup`<b class="bad">✕ failed</b>`
    : markup`${{ done: "✓ done", unchanged: "– unchanged", "at work": "… at work" }[outcome]}`;

/** All changes of a member in the order in which they were sent. */
export function changesTable(state: RunState, { changes }: MemberState): Markup {
  const rows = changes.map(
    (change) =>
      markup`<tr><td class="number">${timeSince(state.startedAt, change.at)}</td><td class="op">${operation(change.op)}</td><td class="kept">${argsInWords(change.args)}</td><td>${change.cause}</td><td>${how(change)}</td></tr>`,
  );
  return markup`<div class="wide"><table><thead><tr><th scope="col">sent</th><th scope="col">change</th><th scope="col">with</th><th scope="col">cause</th><th scope="col">outcome</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What a real run would change, in its order. */
export function wouldChangeTable(changes: readonly WouldChange[]): Markup {
  const rows = changes.map(
    ({ op, args, onlyIf, cause }, index) =>
      markup`<tr><td class="number">${index + 1}</td><td class="op">${operation(op)}</td><td class="kept">${argsInWords(args)}</td><td>${cause}</td><td>${onlyIf ?? "in any case"}</td></tr>`,
  );
  return markup`<div class="wide"><table><thead><tr><td></td><th scope="col">change</th><th scope="col">with</th><th scope="col">cause</th><th scope="col">if</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function operation(op: string): Markup {
  const known = operationNames.find((name): name is OperationName => name === op);
  return markup`<code>${op}</code>${known === undefined ? null : markup`<br><small>${operationOf(known).summary}</small>`}`;
}

/** A change that is done and has something to say is one whose answer was lost. */
export const answerLost = ({ outcome, text }: ChangeState): boolean =>
  outcome === "unknown" || outcome === "sent" || (outcome === "done" && text !== null);

function how(change: ChangeState): Markup {
  const { outcome, text } = change;
  const said = { done: "✓ done", failed: "✕ failed", unknown: "? not known", sent: "? sent, outcome not recorded" }[outcome];
  const words = outcome === "done" && answerLost(change) ? `${said}, answer lost` : said;
  const shown =
    outcome === "done" && !answerLost(change) ? markup`${words}` : markup`<b class="${outcome === "failed" ? "bad" : "warn"}">${words}</b>`;
  return markup`${shown}${text === null ? null : markup`<br><small class="kept">${text}</small>`}`;
}
