import { changeOf, operationNames, summaryOf } from "../../../server";
import type { ChangeData, ChangeOp } from "../../../server";
import type { Text } from "../../../texts";
import { text } from "../../../texts";
import type { MemberState, ToMend } from "../member-state";
import { mends } from "./mend";
import { unverified } from "./standing";
import type { ToDo } from "./item";

/** The commands that take the run's changes back, in their order; for each what must be so before. */
export function putBacks(member: MemberState): readonly ToDo[] {
  const { name } = member;
  const brings = new Set(
    undosOf(member)
      .filter(([op]) => changeOf(op).bringsIn === true)
      .map((undo) => byHand(member, undo)),
  );
  const all = commandsOf(member);
  const first = all.findIndex(({ command }) => brings.has(command));
  return all.map(({ what, command }, index) => ({ part: "put-back", what, command, onlyAfter: before(index) }));

  function before(index: number): Text | null {
    if (first !== -1 && index > first) return text("to-do.after-serving", { member: name });
    const mended = text("to-do.after-mended", { member: name });
    if (!unverified(member)) return mends(member).length === 0 ? null : mended;
    return index === first ? text("to-do.after-healthy", { member: name }) : mended;
  }
}

/** What the run has found to be left; if it did not get that far, everything that would take its changes back. */
function commandsOf(member: MemberState): readonly ToMend[] {
  if (member.phase !== "at work") return member.toMend;
  const commands = new Map<string, ToMend>();
  for (const undo of undosOf(member)) {
    const command = byHand(member, undo);
    // The earliest undo of a kind is the one that restores the found state; it comes last in the list.
    if (command !== null) commands.set(command, { what: text("undo.if-needed", { what: summaryOf(undo[0]) }), command });
  }
  return [...commands.values()];
}

/** What takes back the changes of a member, the latest first. A journal may be of another version, so what is not known is left out. */
const undosOf = (member: MemberState): readonly ChangeData[] =>
  member.changes
    .flatMap(({ undo, outcome }) => (undo !== null && outcome !== "failed" && operationNames.includes(undo[0] as ChangeOp) ? [undo] : []))
    .reverse();

function byHand({ name }: MemberState, [op, args]: ChangeData): string | null {
  const change = changeOf(op);
  const checked = change.args.safeParse(args);
  return checked.success ? change.byHand(name, checked.data) : null;
}
