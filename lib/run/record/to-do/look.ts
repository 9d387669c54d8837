import { literal } from "../../../server";
import { instant, joined, text, whatOf } from "../../../texts";
import { jobCutOff, jobsOf } from "../jobs";
import type { MemberState } from "../member-state";
import { byHandOf, leftInService, lookAtTraffic, lookByHand, stops, unverified } from "./standing";
import type { ToDo } from "./item";

const look = (what: ToDo["what"], command: string | null = null, onlyAfter: ToDo["onlyAfter"] = null): ToDo => ({
  part: "look",
  what,
  command,
  onlyAfter,
});

/** What to look at before anything is changed; first of all whether the member serves though it must not. */
export function looks(member: MemberState): readonly ToDo[] {
  const { name } = member;
  return [
    ...servesUnverified(member),
    ...silent(member),
    ...jobAtWork(member),
    ...(unverified(member)
      ? [
          ...logs(member),
          look(text("to-do.look-services", { member: name }), lookByHand("services.list", name, {})),
          look(text("to-do.look-restart", { member: name }), lookByHand("system.pendingReboot", name, {})),
        ]
      : []),
    look(text("to-do.look-traffic", { member: name }), lookAtTraffic(name)),
  ];
}

function servesUnverified(member: MemberState): readonly ToDo[] {
  if (stops === undefined || !unverified(member) || !leftInService(member)) return [];
  const command = byHandOf(stops, member.name);
  return [look(text("to-do.take-out", { member: member.name }), command, text("to-do.cuts"))];
}

function silent({ name, left, found }: MemberState): readonly ToDo[] {
  if (left === null) return [look(text("to-do.not-recorded", { member: name }))];
  const lost = left.unknown.filter(({ code }) => code === "unreachable");
  if (lost.length > 0 && (found?.unknown.length ?? 0) === 0)
    return [look(text("to-do.silent", { member: name }), `Test-Connection ${literal(name)}`)];
  return left.unknown.length === 0
    ? []
    : [look(text("to-do.unread", { member: name, why: joined(left.unknown.map((why) => whatOf(why))) }))];
}

/** The job that the step at work had started, unless it was seen to have ended. */
function jobAtWork(member: MemberState): readonly ToDo[] {
  const job = jobCutOff(member);
  if (job === null || seenToEnd(member)) return [];
  const { name } = member;
  const about = { file: job.file, member: name, started: instant(job.startedAt), until: instant(job.endsBy) };
  return [look(text("to-do.job", about), lookByHand("job.poll", name, { id: job.id }))];
}

/** The run tells of a job that goes on, or of which it knows nothing, when it leaves a member. One whose end it has seen it calls by its exit code. */
function seenToEnd({ steps, reason }: MemberState): boolean {
  const keys = (reason?.since ?? []).map((words) => (typeof words === "string" ? words : words.text));
  if (keys.includes("leave.job-runs") || keys.includes("leave.job-not-known")) return false;
  if (keys.includes("leave.job-ended") || keys.includes("leave.job-killed")) return true;
  // A step that failed by itself has told how its job ended, unless the member did not answer.
  return steps.at(-1)?.outcome === "failed" && reason?.code !== "unreachable" && reason?.code !== "interrupted";
}

/** The log of the installer that ran last. */
function logs(member: MemberState): readonly ToDo[] {
  const log = jobsOf(member).findLast((job) => job.log !== null)?.log ?? null;
  if (log === null) return [];
  return [look(text("to-do.look-log", { log }), lookByHand("files.tail", member.name, { path: log }))];
}
