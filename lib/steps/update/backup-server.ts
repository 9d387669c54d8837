import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { ArgsOf } from "../../server";
import { text } from "../../texts";
import { howItEnded, jobNow, jobToItsEnd, usesOfJobs } from "../parts";

const uses = [...usesOfJobs, "files.stat"] as const;
type Context = ContextOf<typeof uses>;

export interface BackupOptions {
  /** A program on the member; empty: no backup, the step passes. */
  readonly file: string;
  readonly arguments: readonly string[];
  /** In whole minutes. */
  readonly limitMinutes: number;
  /** A file on the member that exists after a good backup; empty: the exit code is proof enough. */
  readonly proofFile: string;
}

export interface BackupResult extends StepResult {
  readonly exitCode: number | null;
}

/** Runs a backup on the member and proves it by its exit code and, if one is named, by a file that it leaves. */
async function run(context: Context, options: BackupOptions): Promise<BackupResult> {
  const { server, member } = context;
  if (options.file === "") return { changed: false, text: text("backup.none"), exitCode: null };

  const id = context.workId(1);
  const known = await jobNow(context, id);
  const job: ArgsOf<"job.start"> = {
    id,
    work: { kind: "command", file: options.file, arguments: [...options.arguments] },
    limitMinutes: options.limitMinutes,
    brings: null,
  };
  const ended = await jobToItsEnd(context, job, { known, doing: text("waiting.backing-up"), limitCode: "backup-failed" });
  const changed = known.state !== "finished";
  if (ended.state === "foreseen") return { changed, text: text("backup.would"), foreseen: true, exitCode: null };

  const hint = text("backup.hint", { member: member.name });
  if (ended.exitCode !== 0) throw new StepFailed("backup-failed", howItEnded(text("backup.who"), ended), hint);
  if (options.proofFile !== "" && !(await server.read("files.stat", { path: options.proofFile })).exists) {
    throw new StepFailed("backup-failed", text("backup.no-proof", { file: options.proofFile }), hint);
  }
  const done = options.proofFile === "" ? text("backup.done") : text("backup.proven", { file: options.proofFile });
  return { changed, text: done, exitCode: 0 };
}

export const backupServer = step({
  name: "backup-server",
  summary: "Runs your own backup program and proves the backup; passes if there is none",
  uses,
  run,
});
