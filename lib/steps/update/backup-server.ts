import type { ContextOf, StepResult } from "../../run/step";
import { StepFailed, step } from "../../run/step";
import type { ArgsOf } from "../../server/catalogue";
import { jobNow, jobToItsEnd, usesOfJobs } from "../parts/job-to-its-end";

const uses = [...usesOfJobs, "files.stat"] as const;
type Context = ContextOf<typeof uses>;

export interface BackupOptions {
  /** A program on the member; empty: no backup, the step passes. */
  readonly file: string;
  readonly arguments: readonly string[];
  /** In whole minutes. */
  readonly limitMinutes: number;
  /** A file on the member that is there after a good backup; empty: the exit code is proof enough. */
  readonly proofFile: string;
}

export interface BackupResult extends StepResult {
  readonly exitCode: number | null;
}

/** Runs a backup on the member and proves it by its exit code and, if wanted, by a file that it leaves. */
async function run(context: Context, options: BackupOptions): Promise<BackupResult> {
  const { server, member } = context;
  if (options.file === "") return { changed: false, text: "no backup is set up", exitCode: null };

  const id = context.jobId(1);
  const known = await jobNow(context, id);
  const job: ArgsOf<"job.start"> = {
    id,
    work: { kind: "command", file: options.file, arguments: [...options.arguments] },
    limitMinutes: options.limitMinutes,
    brings: null,
  };
  const ended = await jobToItsEnd(context, known, job, { doing: "backing up", limitCode: "backup-failed" });
  const changed = known.state !== "finished";
  if (ended.state === "foreseen") return { changed, text: "would back up", exitCode: null };

  const hint = `Look at the backup's own log on ${member.name}. Nothing has been installed yet.`;
  if (ended.exitCode !== 0) {
    const how = ended.exitCode === null ? "ended without an exit code" : `ended with exit code ${ended.exitCode}`;
    throw new StepFailed("backup-failed", `${member.name}: the backup ${how}${ended.text === "" ? "" : ` (${ended.text})`}.`, hint);
  }
  if (options.proofFile !== "" && !(await server.read("files.stat", { path: options.proofFile })).exists) {
    throw new StepFailed("backup-failed", `${member.name}: the backup ended well, but ${options.proofFile} is not there.`, hint);
  }
  return { changed, text: options.proofFile === "" ? "backed up" : `backed up, proven by ${options.proofFile}`, exitCode: 0 };
}

export const backupServer = step({
  name: "backup-server",
  summary: "Runs a backup and proves it, or passes",
  uses,
  run,
});
