import type { LoggedEvent, Service } from "../../server";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";

/** How a member did while a soak lasted. */
export interface Health {
  readonly member: string;
  /** Critical events and errors that it has logged meanwhile. */
  readonly errors: readonly Pick<LoggedEvent, "provider" | "id">[];
  readonly services: readonly Pick<Service, "name" | "status" | "startType" | "delayed" | "trigger" | "perUser">[];
}

/** So many errors of one kind at least are more than a moment's trouble. */
const MANY = 3;
/** And so many times as many as the others have had. */
const TIMES = 2;

/**
 * What is worse on members that are updated than on those that are not yet, looked at in the same minutes: what troubles both has another cause.
 * @returns one text for each thing; empty where nothing is
 */
export const worseThan = (updated: readonly Health[], others: readonly Health[]): readonly Text[] =>
  updated.flatMap((one) => [...moreErrors(one, others), ...idleServices(one, others)]);

function moreErrors({ member, errors }: Health, others: readonly Health[]): readonly Text[] {
  const theirs = others.map((other) => counted(other.errors));
  return [...counted(errors)].flatMap(([source, count]) => {
    const most = Math.max(0, ...theirs.map((counts) => counts.get(source) ?? 0));
    return count < MANY || count <= TIMES * most ? [] : [text("soak.errors", { member, count, source, most })];
  });
}

function counted(errors: Health["errors"]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { provider, id } of errors) counts.set(`${provider}/${id}`, (counts.get(`${provider}/${id}`) ?? 0) + 1);
  return counts;
}

/** Whoever has just booted may not have them yet, or not any more: some start late, some when they are needed, and some with a user. */
const mustRun = ({ startType, delayed, trigger, perUser }: Health["services"][number]): boolean =>
  startType === "automatic" && delayed !== true && trigger !== true && (perUser === null || perUser === "no");

/** Services that start by themselves, do not run here, and run on each of the others that has them. */
function idleServices({ member, services }: Health, others: readonly Health[]): readonly Text[] {
  const idle = services.filter((service) => {
    const { name } = service;
    if (!mustRun(service) || service.status === "running") return false;
    const theirs = others.flatMap((other) => other.services.filter((service) => service.name.toLowerCase() === name.toLowerCase()));
    return theirs.length > 0 && theirs.every((service) => service.status === "running");
  });
  return idle.length === 0 ? [] : [text("soak.services", { member, services: listed(idle.map(({ name }) => name)) })];
}
