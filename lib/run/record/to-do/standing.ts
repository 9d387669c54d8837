import { isDeepStrictEqual } from "node:util";
import type { ChangeOp, Picture, ReadOp } from "../../../server";
import { changeOf, nameOfRead, operationNames, operationOf } from "../../../server";
import type { Service } from "../../../server/operations";
import type { MemberState } from "../member-state";

/** The update of the member has started and is not verified. */
export const unverified = ({ updateStarted, verified }: MemberState): boolean => updateStarted && !verified;

/** The changes without arguments that mean the same for every product. */
const flagged = (flag: "takesOutAtOnce" | "bringsIn" | "comesFirst"): ChangeOp | undefined =>
  operationNames.find((name): name is ChangeOp => {
    const operation = operationOf(name);
    return operation.kind === "change" && operation[flag] === true;
  });
export const stops = flagged("takesOutAtOnce");
export const starts = flagged("bringsIn");
export const first = flagged("comesFirst");

/** The command of a change without arguments. */
export const byHandOf = (op: ChangeOp, server: string): string => changeOf(op).byHand(server, {});

/** How a member stands in a picture, measured by a change: would it change anything, or is it under way? Null: not known. */
function measured(picture: Picture | null, op: ChangeOp | undefined): "settled" | "under-way" | "would-change" | null {
  if (picture === null || op === undefined) return null;
  const { seen, underWay } = changeOf(op);
  const [sight] = seen;
  const reading = picture.readings[nameOfRead(sight.read)];
  if (reading === null || reading === undefined) return null;
  if (isDeepStrictEqual(sight.becomes(reading, {}), reading)) return "settled";
  return underWay?.(reading, {}) === true ? "under-way" : "would-change";
}

/** Whether the member was seen in service, or on its way in, when it was left. */
export const leftInService = ({ left }: MemberState): boolean => ["settled", "under-way"].includes(measured(left, starts) ?? "");

/** It was coming in when it was left: the array was still converging. */
export const leftComingIn = ({ left }: MemberState): boolean => measured(left, starts) === "under-way";

/** Somebody has brought it into a state in which it accepts nothing else, since it was found. */
export const leftLocked = ({ found, left }: MemberState): boolean =>
  measured(left, first) === "would-change" && measured(found, first) !== "would-change";

/** The look that tells whether a member takes traffic. */
export const lookAtTraffic = (server: string): string | null =>
  starts === undefined ? null : lookByHand(nameOfRead(changeOf(starts).seen[0].read), server, {});

/** The command by which a person does the same look. */
export function lookByHand(name: ReadOp, server: string, args: object): string | null {
  const operation = operationOf(name);
  return operation.kind === "read" ? (operation.byHand?.(server, args) ?? null) : null;
}

const servicesIn = (picture: Picture | null): readonly Service[] | null =>
  (picture?.readings["services.list"] as { readonly services: readonly Service[] } | null | undefined)?.services ?? null;

/** Windows starts and stops it by itself: that it does not run is no damage. */
const byItself = ({ trigger, perUser }: Service): boolean => trigger === true || perUser === "instance" || perUser === "template";

interface ServicesLost {
  readonly disabled: readonly Service[];
  /** Windows should have started them. */
  readonly down: readonly Service[];
  /** Somebody, or something that needs them, has to start them. */
  readonly idle: readonly Service[];
}

/** What has become of the services that ran when the member was found. Null: not known. */
export function servicesLost({ found, left }: MemberState): ServicesLost | null {
  const [before, now] = [servicesIn(found), servicesIn(left)];
  if (before === null || now === null) return null;
  const is = new Map(now.map((service) => [service.name.toLowerCase(), service]));
  const lost = before.filter(({ name, startType }) => startType !== "disabled" && is.has(name.toLowerCase()));
  const stopped = before.filter(
    (service) =>
      service.status === "running" &&
      !byItself(service) &&
      is.has(service.name.toLowerCase()) &&
      is.get(service.name.toLowerCase())?.status !== "running",
  );
  return {
    disabled: lost.filter(({ name }) => is.get(name.toLowerCase())?.startType === "disabled"),
    down: stopped.filter(({ startType }) => startType === "automatic"),
    idle: stopped.filter(({ startType }) => startType === "manual"),
  };
}
