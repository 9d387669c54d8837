import { joined, listed, text } from "../../texts";
import { momentIn } from "../../time";
import type { ArraySetup } from "../array-setup";
import { problemsOf } from "../array-setup";
import { batchSizes, howManyInWords, mostAtOnce } from "../batches";
import type { DeployedNode, Plan } from "../record";
import { Refused } from "../refused";
import { deployedFor } from "./deployed";
import { hashOf } from "./hash";
import type { RunSettings } from "../settings";
import { inOrder } from "./in-order";

/** What a start command asks for. */
export interface StartAsk {
  readonly array: ArraySetup;
  readonly update: string | null;
  readonly dryRun: boolean;
  /** Only these members; null: all. */
  readonly members: readonly string[] | null;
  readonly requestedBy: string | null;
  readonly note: string | null;
  /** By when it is to be over, as somebody has written it; null: whenever it is. @see momentIn */
  readonly deadline?: string | null;
  /** The trigger's key: the same key starts no second run. @see body */
  readonly key: string | null;
  /** What the trigger asked for: the same key must come with the same request. */
  readonly body: unknown;
  /** Which flow: the id of the loop node. */
  readonly flow: string;
  /** What is deployed for it: the nodes on a member's way, and what those refer to. */
  readonly nodes?: Readonly<Record<string, DeployedNode>>;
  readonly settings: RunSettings;
}

/** The plan of a run, from what is asked. @throws Refused if the array cannot be updated, or has no such member */
export function planOf(ask: StartAsk): Plan {
  const { array } = ask;
  const { speed } = array.connection.clock;
  const problems = problemsOf(array);
  if (problems.length > 0)
    throw new Refused("array-not-usable", 409, text("run.array-not-usable", { array: array.name, problems: joined(problems) }));
  refuseStrangers(array, ask.members ?? []);
  const wanted = ask.members?.map((name) => name.toLowerCase());
  const listed = array.members.filter((member) => wanted === undefined || wanted.includes(member.name.toLowerCase()));
  const members = ask.settings.order === "reversed" ? listed.toReversed() : listed;
  return {
    array: array.name,
    members: members.map(({ name, address }) => ({ name, address })),
    ...(members.length === array.members.length ? {} : { outOf: array.members.length }),
    minInService: array.minInService,
    update: ask.update,
    dryRun: ask.dryRun,
    byHand: false,
    requestedBy: ask.requestedBy,
    note: ask.note,
    key: ask.key === null ? null : { value: ask.key, bodyHash: hashOf(inOrder(ask.body)) },
    flow: ask.flow,
    ...(ask.settings.zone === null ? {} : { zone: ask.settings.zone }),
    ...deadlineIn(ask),
    ...(speed === undefined ? {} : { speed }),
    ...atOnceIn(ask, members.length),
    ...(ask.settings.order === "default-host-last" && members.length > 1 ? { defaultHostLast: true } : {}),
    ...(ask.nodes === undefined ? {} : { deployed: deployedFor(array, { nodes: ask.nodes, settings: ask.settings }) }),
  };
}

/** Nothing where there is none. @throws Refused for one of which nobody can say when it is */
function deadlineIn({ deadline, settings: { zone }, array }: StartAsk): Pick<Plan, "deadline"> {
  if (deadline === undefined || deadline === null) return {};
  const at = momentIn(deadline, { zone, now: array.connection.clock.now() });
  if (at !== null) return { deadline: at };
  const what = text("run.deadline-without-zone", { deadline });
  throw new Refused("bad-body", 400, what, { problems: [{ path: "deadline", message: what }] });
}

/** Nothing where it is one after the other. */
function atOnceIn({ array, settings: { howMany } }: StartAsk, members: number): Pick<Plan, "atOnce"> {
  const most = mostAtOnce({ members: array.members.length, minInService: array.minInService });
  const batches = batchSizes(howMany, { members, most });
  return batches.every((size) => size === 1) && howManyInWords(howMany) === "1"
    ? {}
    : { atOnce: { set: howManyInWords(howMany), batches: [...batches], most } };
}

function refuseStrangers(array: ArraySetup, asked: readonly string[]): void {
  const names = array.members.map((member) => member.name);
  const unknown = asked.filter((name) => !names.some((known) => known.toLowerCase() === name.toLowerCase()));
  if (unknown.length === 0) return;
  throw new Refused("unknown-member", 400, text("run.unknown-member", { names: listed(unknown), array: array.name }), {
    problems: unknown.map((name) => ({ path: "members", message: text("run.no-such-member", { name, members: listed(names) }) })),
  });
}
