import { changeOf, literals, on } from "../../../server";
import type { Service } from "../../../server/operations";
import { instant, text } from "../../../texts";
import type { Text } from "../../../texts";
import type { MemberState } from "../member-state";
import { byHandOf, first, leftComingIn, leftLocked, servicesLost, stops, unverified } from "./standing";
import type { ToDo } from "./item";

const mend = (what: Text, command: string | null = null, onlyAfter: Text | null = null): ToDo => ({
  part: "mend",
  what,
  command,
  onlyAfter,
});

/** What an update, a fault or somebody has left behind, and the run cannot take back; a restart and a stop come last, since they cut clients. */
export function mends(member: MemberState): readonly ToDo[] {
  const rests = unverified(member);
  return [
    ...services(member),
    ...suspended(member),
    ...(rests ? restart(member) : []),
    ...convergesOn(member),
    ...(rests ? [mend(text("to-do.verify", { member: member.name, build: expectedBuild(member) }))] : []),
  ];
}

/** Start types first: a service that is disabled cannot be started. */
function services(member: MemberState): readonly ToDo[] {
  const { name } = member;
  const lost = servicesLost(member);
  if (lost === null) return [];
  const types = [...new Set(lost.disabled.map(({ startType }) => startType))];
  // What the run would put back itself stands there, with its command.
  const putBack = new Set(member.toMend.map(({ command }) => command));
  const start = changeOf("services.start");
  const byOthers = (those: readonly Service[]) => those.filter((service) => !putBack.has(start.byHand(name, { name: service.name })));
  const [down, idle] = [byOthers(lost.down), byOthers(lost.idle)];
  return [
    ...types.map((type) => {
      const those = lost.disabled.filter(({ startType }) => startType === type);
      const about = { type, count: those.length };
      return mend(text("to-do.enable", about), forEach(name, those, `Set-Service $_ -StartupType ${type}`));
    }),
    ...(down.length === 0 ? [] : [mend(text("to-do.start", { count: down.length }), forEach(name, down, "Start-Service $_"))]),
    ...(idle.length === 0 ? [] : [mend(text("to-do.start-idle", { count: idle.length }), forEach(name, idle, "Start-Service $_"))]),
  ];
}

const forEach = (server: string, services: readonly Service[], command: string): string =>
  on(server, `${literals(services.map(({ name }) => name))} | ForEach-Object { ${command} }`);

/** A suspended host takes no commands but this one. */
function suspended(member: MemberState): readonly ToDo[] {
  if (first === undefined || !leftLocked(member)) return [];
  const what = text("to-do.resume", { member: member.name });
  return [mend(what, byHandOf(first, member.name), text("to-do.after-asking", { member: member.name }))];
}

/** An update may want a restart that it did not get. */
function restart(member: MemberState): readonly ToDo[] {
  const { name } = member;
  const command = changeOf("system.restart").byHand(name, { bootedAt: "" });
  const started = member.changes.findLastIndex(({ startsUpdate }) => startsUpdate);
  const sent = member.changes.slice(started + 1).findLast(({ op, outcome }) => op === "system.restart" && outcome !== "failed");
  const cuts = text("to-do.after-out", { member: name });
  if (wasDue(member)) return [mend(text("to-do.restart-due", { member: name }), command, cuts)];
  if (sent === undefined)
    return [
      mend(asksForRestart(member) ? text("to-do.restart", { member: name }) : text("to-do.restart-if", { member: name }), command, cuts),
    ];
  const what = cameBack(member)
    ? text("to-do.restart-again", { member: name })
    : text("to-do.restart-not-back", { member: name, at: instant(sent.at) });
  return [mend(what, command, cuts)];
}

/** Windows said so when the run left the member. */
const wasDue = ({ reason }: MemberState): boolean =>
  (reason?.since ?? []).some((words) => typeof words !== "string" && words.text === "leave.restart-due");

const asksForRestart = ({ earlier }: MemberState): boolean => [...earlier.values()].flat().some(({ restart: wants }) => wants === "needed");

/** The step that restarted it has finished: it was seen with a new boot. */
function cameBack({ steps, changes }: MemberState): boolean {
  const at = changes.findLast(({ op }) => op === "system.restart")?.at ?? 0;
  const outcome = steps.findLast(({ startedAt }) => startedAt <= at)?.outcome;
  return outcome === "done" || outcome === "unchanged";
}

/** The array does not stop converging since this member was started: without it the others serve. */
function convergesOn(member: MemberState): readonly ToDo[] {
  if (stops === undefined || unverified(member) || !leftComingIn(member)) return [];
  const command = byHandOf(stops, member.name);
  return [mend(text("to-do.stop", { member: member.name }), command, text("to-do.after-look", { member: member.name }))];
}

const expectedBuild = ({ changes }: MemberState): Text | string => {
  const args = changes.findLast(({ startsUpdate }) => startsUpdate)?.args as
    | { readonly brings?: { readonly build?: string } | null }
    | undefined;
  return args?.brings?.build ?? text("value.not-known");
};
