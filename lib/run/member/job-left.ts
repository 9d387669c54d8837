import type { ResultOf } from "../../server/catalogue";
import type { ReadableServer } from "../../server/server";
import type { Words } from "../../texts";
import { text } from "../../texts";
import type { Job, MemberState } from "../record";
import { jobCutOff } from "../record";

/** An interrupted run waits for nothing, but whoever reads of it must know whether an installer is still at work. */
export async function howItsJobStands(server: ReadableServer, member: MemberState): Promise<readonly Words[]> {
  const job = jobCutOff(member);
  if (job === null) return [];
  const now = await polled(server, job);
  if (now?.state === "running") return [text("leave.job-runs", { file: job.file, member: member.name })];
  return endOf(job, member.name, now?.state === "finished" ? now.exitCode : undefined);
}

/** The job at which a member was left, if it is still at work or does not say; null where there is none, or it has ended. */
export async function jobNow(server: ReadableServer, member: MemberState): Promise<{ file: Words; running: boolean } | null> {
  const job = jobCutOff(member);
  if (job === null) return null;
  const now = await polled(server, job);
  return now === null || now.state === "running" ? { file: job.file, running: now !== null } : null;
}

const polled = (server: ReadableServer, { id }: Job): Promise<ResultOf<"job.poll"> | null> =>
  server.read("job.poll", { id }).catch(() => null);

/** Whether Windows on a member waits for a restart now; nothing where it does not say. */
export async function restartDue(server: ReadableServer): Promise<readonly Words[]> {
  const now = await server.read("system.pendingReboot", {}, { once: true }).catch(() => null);
  return now === null || now.reasons.length === 0 ? [] : [text("leave.restart-due", { member: server.name })];
}

/** What became of a job. @param code undefined where nobody saw it end */
export function endOf({ file }: Job, member: string, code: number | null | undefined): readonly Words[] {
  if (code === undefined) return [text("leave.job-not-known", { file, member })];
  return [code === null ? text("leave.job-killed", { file }) : text("leave.job-ended", { file, code: String(code) })];
}
