import type { Connection, Invoke, Member, Serving, TakenOut } from "../server";
import { layered, namesakes } from "../server";
import { checked, retryReads, timeLimitBy } from "../server/layers";
import type { Text } from "../texts";
import { enumerated, text } from "../texts";
import { realTimer } from "../time";

/** An array as a run gets it: its members, how to reach them, and how to tell that they serve. */
export interface ArraySetup {
  readonly name: string;
  /** All members, in the order in which they are updated. */
  readonly members: readonly Member[];
  /** How many other members must serve while one is out. */
  readonly minInService: number;
  readonly connection: Connection;
  readonly serving: Serving;
  /** Default: at a gate. */
  readonly takenOut?: TakenOut;
}

/** What every call to a server goes through, whoever makes it. */
export const reach = ({ invoke, clock, limits = realTimer }: Connection): Invoke =>
  layered(invoke, checked, retryReads({ clock }), timeLimitBy(limits));

/** What is wrong with an array; empty when nothing is. */
export function problemsOf(array: Pick<ArraySetup, "name" | "members" | "minInService">): readonly Text[] {
  const { members, minInService } = array;
  if (members.length === 0) return [text("array.no-members")];
  const names = members.map((member) => member.name.trim().toLowerCase());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  const pair = namesakes(members.map(({ name }) => name));
  const others = members.length - 1;
  return [
    ...(names.includes("") ? [text("array.unnamed-member")] : []),
    ...(twice === undefined ? [] : [text("array.member-twice", { member: twice })]),
    ...(pair === null ? [] : [text("array.same-host", { names: enumerated(pair) })]),
    ...(Number.isInteger(minInService) && minInService >= 0 ? [] : [text("array.bad-least")]),
    ...(Number.isNaN(minInService) || minInService < members.length
      ? []
      : [
          text("array.nobody-can-leave", {
            least: text("array.other-members", { count: minInService }),
            others: text("array.others-are", { count: others }),
          }),
        ]),
  ];
}
