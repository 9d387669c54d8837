import { changeOf, operationNames } from "../../server/catalogue";
import type { MemberState, RunState } from "../record/state";
import { undosOf } from "../changes/undo";
import type { Markup } from "./escape";
import { markup } from "./escape";
import { nameInWords } from "../record/format";
import { leftToDo, resting } from "../record/summary";

/** What a person has to do, member by member; nothing where all is as it should be. */
export function restOf(state: RunState): Markup | null {
  const members = state.members.filter((member) => leftToDo(state, member));
  return members.length === 0 ? null : markup`<section class="rest"><h2>Left to do</h2>${members.map(boxOf)}</section>`;
}

function boxOf(member: MemberState): Markup {
  const commands = commandsOf(member);
  return markup`<article><h3>${member.name}</h3>
${member.reason === null ? null : markup`<p class="kept">${member.reason}</p>`}
${stateOf(member)}
<p><strong>${adviceFor(member, commands.length)}</strong></p>
${commands.length === 0 ? null : markup`<ol>${commands.map(({ what, command }) => markup`<li>${what}<pre><code>${command}</code></pre></li>`)}</ol>`}
</article>`;
}

function stateOf({ name, found, left, phase }: MemberState): Markup {
  if (left === null) {
    return markup`<p>How ${name} was left is not recorded${phase === "at work" ? ": the run ended while it was at work" : ""}.</p>`;
  }
  const facts = Object.entries(left.facts).map(([fact, value]) => {
    const was = found?.facts[fact];
    const before = was === undefined || was === value ? null : markup` <em>(found: ${was ?? "not known"})</em>`;
    return markup`<li>${nameInWords(fact)}: <b>${value ?? "not known"}</b>${before}</li>`;
  });
  return markup`<p>Left as:</p><ul class="facts">${facts}</ul>
${left.unknown.length === 0 ? null : markup`<p>Could not be read:</p><ul>${left.unknown.map((why) => markup`<li>${why}</li>`)}</ul>`}`;
}

function adviceFor(member: MemberState, commands: number): string {
  const { name } = member;
  if (commands === 0) {
    return resting(member)
      ? `The update of ${name} has started and is not verified. Look at it before it serves again; no change of the run is left to take back.`
      : `No command is known that would mend it. Compare ${name} with its found state below.`;
  }
  const where = "in PowerShell on a management host";
  const [these, bring, take] = commands === 1 ? ["This command", "brings", "takes"] : ["These commands, in this order,", "bring", "take"];
  if (!resting(member)) return `${these} ${bring} it back as it was found (${where}):`;
  // What an installer has done, nobody here knows: it must not look as if these commands mended that.
  return (
    `The update of ${name} has started and is not verified. Look at it first: is it up, has it the version that it should have, do its services run ` +
    "and start as before? What an installer has left (services that are stopped or disabled) is not mended by what follows; mend that before, and let " +
    `it serve again only when it is healthy. ${these} ${take} back what the run has changed (${where}):`
  );
}

/** What the run has found out is left; where it did not get so far, all that its changes would need to be taken back. */
function commandsOf(member: MemberState): MemberState["toMend"] {
  if (member.phase !== "at work") return member.toMend;
  const commands = new Map<string, { what: string; command: string }>();
  for (const [op, args] of undosOf(member)) {
    if (!operationNames.includes(op)) continue;
    const change = changeOf(op);
    const checked = change.args.safeParse(args);
    if (!checked.success) continue;
    const command = change.byHand(member.name, checked.data);
    // The earliest undo of a kind is the one that restores the found state; it comes last in the list.
    commands.set(command, { what: `${change.summary} (if it is not so already)`, command });
  }
  return [...commands.values()];
}
