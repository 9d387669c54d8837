import { isDeepStrictEqual } from "node:util";
import type { ChangeOp, OperationName, Picture, ReadOp } from "../../../server";
import { changeOf, nameOfRead, operationNames, operationOf } from "../../../server";
import type { Service } from "../../../server/operations";
import type { MemberState } from "../member-state";

/** The update of the member has started and is not verified. */
export const unverified = ({ updateStarted, verified }: MemberState): boolean => updateStarted && !verified;

/** The change that takes a member out at once. It has no arguments. */
export const stops = operationNames.find((name): name is ChangeOp => {
  const operation = operationOf(name);
  return operation.kind === "change" && operation.takesOutAtOnce === true;
});

/** Whether the member was seen in service when it was left. Null: it was not seen. */
export function leftInService({ left }: MemberState): boolean | null {
  if (left === null || stops === undefined) return null;
  const [sight] = changeOf(stops).seen;
  const reading = left.readings[nameOfRead(sight.read)];
  if (reading === null || reading === undefined) return null;
  return !isDeepStrictEqual(sight.becomes(reading, {}), reading);
}

/** How the member was left by a fact of its picture, in a word. */
export const leftAs = ({ left }: MemberState, fact: string): string | null => left?.facts[fact] ?? null;

/** The command by which a person does the same look. */
export function lookByHand(name: OperationName & ReadOp, server: string, args: object): string | null {
  const operation = operationOf(name);
  return operation.kind === "read" ? (operation.byHand?.(server, args) ?? null) : null;
}

const servicesIn = (picture: Picture | null): readonly Service[] | null =>
  (picture?.readings["services.list"] as { readonly services: readonly Service[] } | null | undefined)?.services ?? null;

/** Windows starts and stops it by itself: that it does not run is no damage. */
const byItself = ({ trigger, perUser }: Service): boolean => trigger === true || perUser === "instance" || perUser === "template";

/** What has become of the services that ran when the member was found. Null: not known. */
export function servicesLost({
  found,
  left,
}: MemberState): { readonly disabled: readonly Service[]; readonly down: readonly Service[] } | null {
  const [before, now] = [servicesIn(found), servicesIn(left)];
  if (before === null || now === null) return null;
  const is = new Map(now.map((service) => [service.name.toLowerCase(), service]));
  const lost = before.filter(({ name, startType }) => startType !== "disabled" && is.has(name.toLowerCase()));
  return {
    disabled: lost.filter(({ name }) => is.get(name.toLowerCase())?.startType === "disabled"),
    down: lost.filter(
      (service) =>
        service.status === "running" &&
        service.startType === "automatic" &&
        !byItself(service) &&
        is.get(service.name.toLowerCase())?.status !== "running",
    ),
  };
}
