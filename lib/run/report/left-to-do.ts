import { codeInWords, sayReason, text } from "../../texts";
import type { MemberState, RunState, ToDo } from "../record";
import { leftToDo, resting, toDoOn } from "../record";
import { nameInWords } from "./format";
import type { Markup, Piece } from "./markup";
import { markup } from "./markup";
import { unread } from "./tables";

/** What a person has to do, member by member; nothing if everything is as it should be. */
export function leftToDoBox(state: RunState): Markup | null {
  const members = state.members.filter((member) => leftToDo(state, member));
  return members.length === 0 ? null : markup`<section class="rest"><h2>${text("rest.title")}</h2>${members.map(boxOf)}</section>`;
}

function boxOf(member: MemberState): Markup {
  const { name, reason } = member;
  return markup`<article><h3>${reason === null ? name : text("rest.member", { member: name, why: codeInWords(reason.code) })}</h3>
${reason === null ? null : markup`<p class="kept">${(say): Piece => sayReason(say, reason)}</p>`}
${stateOf(member)}
${parts(member)}
</article>`;
}

function stateOf({ name, found, left, phase }: MemberState): Markup {
  if (left === null) {
    const why = phase === "at work" ? text("rest.not-recorded-at-work", { member: name }) : text("rest.not-recorded", { member: name });
    return markup`<p>${why}</p>`;
  }
  const facts = Object.entries(left.facts).map(([fact, value]) => {
    const was = found?.facts[fact];
    const before = was === undefined || was === value ? null : markup` <em>${text("rest.found", { value: was ?? NOT_KNOWN })}</em>`;
    return markup`<li>${nameInWords(fact)}: <b>${value ?? NOT_KNOWN}</b>${before}</li>`;
  });
  return markup`<p>${text("rest.left-as")}</p><ul class="facts">${facts}</ul>
${unread(left.unknown)}`;
}

const NOT_KNOWN = text("value.not-known");

const ORDER: readonly ToDo["part"][] = ["look", "mend", "put-back"];

/** The three parts under their headings, with one count for all: who is told of "number 5" on the telephone finds it. */
function parts(member: MemberState): Markup {
  const all = toDoOn(member);
  const caution = resting(member) ? text("rest.unverified", { member: member.name }) : text("rest.bring-back", { member: member.name });
  const said = ORDER.map((part) => {
    const those = all.filter((one) => one.part === part);
    if (those.length === 0) return null;
    return markup`<h4>${text(`rest.${part}`)}</h4><ol start="${all.indexOf(those[0] as ToDo) + 1}">${those.map(item)}</ol>`;
  });
  const none = all.some(({ part }) => part === "put-back") ? null : markup`<p>${text("rest.no-command", { member: member.name })}</p>`;
  return markup`<p><strong>${caution}</strong> ${text("rest.where")}</p>${said}${none}`;
}

const item = ({ what, command, onlyAfter }: ToDo): Markup =>
  markup`<li>${what}${onlyAfter === null ? null : markup`<br><b class="warn">${onlyAfter}</b>`}${command === null ? null : markup`<pre><code>${command}</code></pre>`}</li>`;
