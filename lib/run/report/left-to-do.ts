import type { ChangeData } from "../../server";
import { changeOf, operationNames, summaryOf } from "../../server";
import type { Text } from "../../texts";
import { sayReason, text } from "../../texts";
import { undosOf } from "../changes";
import type { MemberState, RunState, ToMend } from "../record";
import { leftToDo, resting } from "../record";
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
  const commands = commandsOf(member);
  return markup`<article><h3>${name}</h3>
${reason === null ? null : markup`<p class="kept">${(say): Piece => sayReason(say, reason)}</p>`}
${stateOf(member)}
<p><strong>${adviceFor(member, commands.length)}</strong></p>
${commands.length === 0 ? null : markup`<ol>${commands.map(({ what, command }) => markup`<li>${what}<pre><code>${command}</code></pre></li>`)}</ol>`}
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

function adviceFor(member: MemberState, count: number): Text {
  const about = { member: member.name };
  if (count === 0) return resting(member) ? text("rest.unverified", about) : text("rest.no-command", about);
  if (!resting(member)) return text("rest.bring-back", { count });
  // Nobody here knows what an installer has done: it must not look as if these commands mended that.
  return text("rest.look-first", { ...about, commands: text("rest.take-back", { count }) });
}

/** What the run has found to be left; if it did not get that far, everything that would take its changes back. */
function commandsOf(member: MemberState): readonly ToMend[] {
  if (member.phase !== "at work") return member.toMend;
  const commands = new Map<string, ToMend>();
  for (const undo of undosOf(member).filter(isKnown)) {
    const [op, args] = undo;
    const change = changeOf(op);
    const checked = change.args.safeParse(args);
    if (!checked.success) continue;
    const command = change.byHand(member.name, checked.data);
    // The earliest undo of a kind is the one that restores the found state; it comes last in the list.
    commands.set(command, { what: text("undo.if-needed", { what: summaryOf(op) }), command });
  }
  return [...commands.values()];
}

/** A journal may be of another version. */
const isKnown = ([op]: ChangeData): boolean => operationNames.includes(op);
