import type { Connection, Member, Serving } from "../server/array";
import { namesakes } from "../server/host-name";
import { checked } from "../server/layers/checked";
import { retryReads } from "../server/layers/retry-reads";
import { timeLimit } from "../server/layers/time-limit";
import type { Invoke } from "../server/server";
import { layered } from "../server/server";

/** An array as a run gets it: who its members are, how they are reached and how to tell that they serve. */
export interface ArraySetup {
  readonly name: string;
  /** All members, in the order in which they are updated. */
  readonly members: readonly Member[];
  /** How many other members must serve while one is out. */
  readonly minInService: number;
  readonly connection: Connection;
  readonly serving: Serving;
}

/** What every call to a server goes through, whoever makes it. */
export const reach = (connection: Connection): Invoke =>
  layered(connection.invoke, checked, retryReads({ clock: connection.clock }), timeLimit);

/** What is wrong with an array, in words; empty when nothing is. */
export function problemsOf(array: Pick<ArraySetup, "name" | "members" | "minInService">): readonly string[] {
  const { members, minInService } = array;
  if (members.length === 0) return ["it has no members"];
  const names = members.map((member) => member.name.trim().toLowerCase());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  const pair = namesakes(members.map(({ name }) => name));
  return [
    ...(names.includes("") ? ["a member has no name"] : []),
    ...(twice === undefined ? [] : [`the member ${twice} is in it twice`]),
    ...(pair === null
      ? []
      : [
          `${pair.join(" and ")} have the same host name: a server is known by what stands before the first dot, so one would be taken for the other`,
        ]),
    ...(Number.isInteger(minInService) && minInService >= 0
      ? []
      : ["the least number of members in service must be a whole number, 0 or more"]),
    ...(minInService < members.length
      ? []
      : [
          `${minInService} ${minInService === 1 ? "other member" : "other members"} must stay in service, but there ${members.length === 2 ? "is only 1 other" : `are only ${members.length - 1} others`}: no member could ever be taken out`,
        ]),
  ];
}
