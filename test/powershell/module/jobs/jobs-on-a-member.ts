import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../../../../lib/adapters/lab/laws/faults";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import type { Work } from "../../../../lib/server/operations/job";
import { needsPowerShell } from "../../../shared/powershell";
import { Stage } from "../member";

type Poll = { state: string; exitCode: number | null; startedAt: string | null; finishedAt: string | null; text: string };

export const LOG = "C:\\Logs\\rollup 6.log";
export const msp: Work = { kind: "msp", file: packages.rollup6.file, log: LOG };

/** How often to look, at least 30 ms apart, for what a real process does: a computer that is busy otherwise may take half a minute to start one. */
export const LOOKS = 1200;

/** Mocha hooks, and jobs on CAS1 of the stage that a test opens. */
export function jobsOnAMember() {
  let stage: Stage;
  before(needsPowerShell);
  afterEach(() => stage?.close());

  const open = async (...faults: readonly Fault["name"][]): Promise<Stage> => {
    stage = await Stage.open({ faults: faults.map((name) => ({ name, member: "CAS1" })) });
    return stage;
  };
  const start = (id: string, work: Work, limitMinutes = 180) => stage.shell.invoke("job.start", { id, work, limitMinutes, brings: null });
  const poll = async (id: string) => (await stage.shell.invoke("job.poll", { id })) as Poll;
  const cancel = (id: string) => stage.shell.invoke("job.cancel", { id });
  /** The folders of jobs, one each. */
  const tasks = () => readdirSync(stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate\\jobs"));
  const folder = () => stage.windows.folders.real("CAS1", `C:\\ProgramData\\RollingUpdate\\jobs\\${tasks()[0] ?? ""}`);

  /** Lets the runner, a real process, begin: it is under way when its program runs. */
  const begun = async () => {
    for (let round = 0; round < LOOKS; round++) {
      if (stage.windows.processes.on(stage.resident).length > 0) return;
      await pause(50);
    }
    throw new Error("the runner did not begin");
  };
  /** Polls in real time until a job is over; the world's time goes on by a minute at every look. */
  const over = async (id: string): Promise<Poll> => {
    for (let round = 0; round < LOOKS; round++) {
      const now = await poll(id);
      if (now.state !== "running") return now;
      // The runner begins in real time, and looks take the processor from it.
      if (now.text === "starting") await pause(150);
      else {
        stage.wait(60);
        await pause(30);
      }
    }
    throw new Error(`the job ${id} did not end`);
  };

  return { open, start, poll, cancel, tasks, folder, begun, over };
}
