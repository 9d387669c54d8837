import type { Reason, Say, Words } from "../../texts";
import { instant, listed, sayReason, text, whatOf } from "../../texts";
import type { MemberState, RunState } from "../record";
import {
  endInWords,
  givenInWords,
  inOneSentence,
  leftToDo,
  LONGEST_REASON,
  questionInWords,
  standing,
  stoppedAt,
  wouldEnd,
  wouldGetTo,
} from "../record";
import { batchesTable } from "./batches";
import { figuresTable } from "./figures";
import { lasting, timeIn } from "./format";
import { leftToDoBox } from "./left-to-do";
import type { Markup, Piece } from "./markup";
import { markup, shown, verbatim } from "./markup";
import { style } from "./style";
import { changesTable, factsTable, stepsTable, toldTable, wouldChangeTable } from "./tables";
import { timeline } from "./timeline";
import { times } from "./times";

/** How a report is made. */
interface Making {
  /** On the run's clock. */
  readonly now: number;
  readonly say: Say;
  /** The language of the texts, as HTML names it. */
  readonly language: string;
  /** Whose clocks `say` goes by. Default: UTC. */
  readonly zone?: string;
}

/** The report of a run for people: one page that needs nothing else, neither network nor script. */
export const html = (state: RunState, { now, say, language, zone = "UTC" }: Making): string =>
  `${markup`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text("report.title", { array: state.plan.array, sentence: inOneSentence(state) })}</title>
<style>${verbatim(style)}</style></head>
<body>
${head(state, now)}
${leftToDoBox(state)}
<h2>${text("report.members")}</h2>${realRun(state)}${figuresTable(state, now)}
${batchesTable(state, now)}
${timeline(state, now, zone)}
${questions(state)}
${warnings(state)}
${state.members.filter(({ startedAt }) => startedAt !== null).map((member) => section(state, member, now))}
<footer>${footer(state, zone)}</footer>
</body></html>`.render(say)}\n`;

function head(state: RunState, now: number): Markup {
  const { plan, startedAt, finishedAt } = state;
  const at = stoppedAt(state);
  // The box with what is left to do already has the reason of its member.
  const why = at !== undefined && at.reason !== null && leftToDo(state, at) ? null : (at?.reason ?? state.reason);
  const end = finishedAt ?? (state.phase === "ended" ? null : now);
  const notEnded = state.phase === "ended" ? text("value.not-recorded") : text("report.not-ended");
  const least = text("array.other-members", { count: plan.minInService });
  const all = text("count.members", { count: state.members.length });
  return markup`<header><h1 class="${mood(state)}">${inOneSentence(state)}</h1>
<dl>
${why === null ? null : reasonLine(why)}
${line(text("report.array"), text("report.array-is", { array: plan.array, members: all, others: least }))}
${line(text("report.update"), plan.update ?? text("report.no-update"))}
${line(text("report.asked-by"), plan.requestedBy ?? text("report.not-told"))}
${plan.note === null ? null : line(text("report.note"), plan.note)}
${plan.dryRun ? line(text("report.kind"), text("report.dry-run")) : null}
${plan.byHand ? line(text("report.kind"), text("report.by-hand")) : null}
${order(state)}
${stopAsked(state)}
${times(state, line)}
${line(text("report.start"), shown(instant(startedAt)))}
${line(text("report.end"), finishedAt === null ? notEnded : shown(instant(finishedAt)))}
${end === null ? null : line(text("report.duration"), shown(lasting(end - startedAt)))}
${plan.speed === undefined ? null : line(text("report.clock"), text("report.clock-is", { speed: plan.speed }))}
${line(text("report.run"), markup`<code>${state.id}</code>${state.reason === null ? null : markup` <small>${text("report.reason-code", { code: state.reason.code })}</small>`}`)}
</dl></header>`;
}

const footer = ({ id: run, plan: { array, speed } }: RunState, zone: string): Words =>
  speed === undefined ? text("report.footer", { run, array, zone }) : text("report.footer-fast", { run, array, zone, speed });

const line = (term: Words, what: Piece): Markup => markup`<dt>${term}</dt><dd class="kept">${what}</dd>`;

/** In which order the members are taken, and why, where somebody had to be asked. */
function order({ members, order: asked }: RunState): Piece {
  if (members.length < 2) return null;
  const names = listed(members.map(({ name }) => name));
  return line(text("report.order"), asked === null ? shown(names) : text("report.order-since", { names, why: asked }));
}

/** Asked for while a member was at work; it may have come to something else since. */
const stopAsked = ({ stopAfterMember }: RunState): Piece =>
  stopAfterMember === null
    ? null
    : line(text("report.stop-asked"), text("report.after-member", { by: stopAfterMember.by ?? text("run.an-operator") }));

/** The whole reason, if it says more than the sentence above it. */
const reasonLine = (why: Reason): Piece => {
  const whole = (say: Say): string => sayReason(say, why);
  const saysMore = why.hint !== null || why.since.length > 0;
  return (say) => (saysMore || whole(say).length > LONGEST_REASON ? line(text("report.reason"), whole(say)) : null);
};

function mood({ phase, outcome }: RunState): string {
  if (phase === "stopping" || outcome === "stopped") return "bad";
  return outcome === "finished" ? "good" : "";
}

function questions(state: RunState): Markup | null {
  const all = state.members.flatMap((member) => member.questions.map((question) => ({ member, question })));
  if (all.length === 0) return null;
  const items = all.map(
    ({ member, question }) =>
      markup`<li class="kept"><span class="muted">${shown(timeIn(state, question.askedAt))}</span> ${questionInWords(member, question)}<br>${question.given === null ? text("report.not-answered") : givenInWords(question.given)}</li>`,
  );
  return markup`<h2>${text("report.questions")}</h2><ul>${items}</ul>`;
}

function warnings({ warnings: all, ...run }: RunState): Markup | null {
  if (all.length === 0) return null;
  const items = all.map(
    ({ at, member, text: what }) =>
      markup`<li class="kept"><span class="muted">${shown(timeIn(run, at))}</span> ${whatOf({ member, what })}</li>`,
  );
  return markup`<h2>${text("report.warnings")}</h2><ul>${items}</ul>`;
}

function section(state: RunState, member: MemberState, now: number): Markup {
  const { name, address, reason } = member;
  const apart = address === name ? null : markup` <small>${address}</small>`;
  return markup`<section><h2>${text("report.member", { member: name, standing: standing(state, member) })}${apart}</h2>
${reason === null || leftToDo(state, member) ? null : markup`<p class="kept">${(say): Piece => sayReason(say, reason)}</p>`}
<h3>${text("report.found-and-left")}</h3>${factsTable(member)}
<h3>${text("report.steps")}</h3>${member.steps.length === 0 ? markup`<p>${text("report.no-steps", { member: name })}</p>` : stepsTable(state, member, now)}
${changes(state, member)}
${toldTable(state, member)}
</section>`;
}

/** Of a dry run: where a real one would end, and what then holds of the changes that are listed. */
function realRun(state: RunState): Markup | null {
  const end = wouldEnd(state);
  return end === null ? null : markup`<p><b class="warn">${endInWords(end)}</b></p>`;
}

function changes(state: RunState, member: MemberState): Markup {
  if (state.plan.dryRun) {
    const count = member.wouldChange.length;
    return count === 0
      ? markup`<p>${text("report.would-change-nothing", { member: member.name })}</p>`
      : markup`<details open><summary>${text(wouldGetTo(state, member) ? "report.would-change" : "report.would-change-if", { count })}</summary>${wouldChangeTable(member.wouldChange)}</details>`;
  }
  const count = member.changes.length;
  return count === 0
    ? markup`<p>${text("report.nothing-changed", { member: member.name })}</p>`
    : markup`<details open><summary>${text("report.changes", { count })}</summary>${changesTable(state, member)}</details>`;
}
