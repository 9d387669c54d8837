import { randomBytes } from "node:crypto";
import type { ResultOf } from "../../../lib/server";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { counted, fine, look, numberOf, serverCheck, textOf, unknown } from "../check";

type Work = { readonly kind: "command" | "exe" | "setup"; readonly file: string; readonly arguments: string[] };

const CMD = "C:\\Windows\\System32\\cmd.exe";
const JOB_MS = minutes(5);
/** The codes that matter: done, done and a restart is needed, failed, and one below zero. */
const CODES: readonly number[] = [0, 3010, 1603, -1];

/** A job that was played to its end. */
interface Played {
  readonly what: string;
  /** Null: any but 0. */
  readonly wanted: number | null;
  readonly exitCode: number | null;
  readonly text: string;
}

/** The jobs of a check: it takes them back. */
class Jobs {
  readonly ids: string[] = [];
  private readonly mark = randomBytes(4).toString("hex");

  constructor(private readonly asked: Asked) {}

  async start(work: Work): Promise<string> {
    const id = `check-windows-${this.mark}-${this.ids.length + 1}`;
    this.ids.push(id);
    await this.asked.change("job.start", { id, work, limitMinutes: 10, brings: null });
    return id;
  }

  async toItsEnd(id: string): Promise<ResultOf<"job.poll">> {
    const { asked } = this;
    for (const until = performance.now() + JOB_MS; ; await asked.clock.sleep(500, asked.signal)) {
      const state = await asked.read("job.poll", { id });
      if (state.state !== "running" || performance.now() > until) return state;
    }
  }

  async play(what: string, work: Work, wanted: number | null): Promise<Played> {
    const { exitCode, text } = await this.toItsEnd(await this.start(work));
    return { what, wanted, exitCode, text };
  }
}

/** Its folder and its jobs go when the check is over; the product's folder too, if there was none before. */
async function jobsOf(asked: Asked): Promise<Jobs> {
  const jobs = new Jobs(asked);
  const [right] = await asked.question("Get-RUCheckRight");
  const isNew = right?.["exists"] === false;
  asked.undo("scripts and jobs of the check", async ({ question }) => {
    const [removed] = await question("Remove-RUCheck", { Id: jobs.ids, Folder: isNew }, { limitMs: minutes(5) });
    const left = textOf(removed, "left");
    if (left !== "") throw new Error(left);
  });
  return jobs;
}

const isRight = ({ wanted, exitCode }: Played): boolean =>
  exitCode !== null && (wanted === null ? exitCode !== 0 : sameCode(exitCode, wanted));

/** Windows keeps exit codes as 32 bits, with or without a sign. */
const sameCode = (a: number, b: number): boolean => (a | 0) === (b | 0);

const codeOf = ({ what, exitCode, text }: Played): Fact => [what, exitCode === null ? `no exit code: ${text}` : exitCode];

export const judgeExitCodes = (played: readonly Played[]): Said => {
  const facts = played.map(codeOf);
  const lost = played.filter(({ exitCode }) => exitCode === 0);
  if (lost.length > 0)
    return look(
      `a script that failed counts as done: ${lost.map(({ what }) => what).join("; ")}`,
      "Use no .ps1 files on this server for backups, health checks and jobs, and report it with its version of PowerShell.",
      facts,
    );
  const wrong = played.filter((one) => !isRight(one));
  if (wrong.length > 0)
    return look(
      `not the exit code that was expected: ${wrong.map(({ what }) => what).join("; ")}`,
      "Please report it with the version of PowerShell.",
      facts,
    );
  return fine("scripts that fail count as failed", facts);
};

export const exitCodes = serverCheck({
  number: "2 T",
  title: "Exit codes of scripts",
  tells: "Whether a script that throws, ends with a code, or cannot even be parsed counts as failed, directly and in a job.",
  changes:
    "writes four scripts of one line to a folder of its own under C:\\ProgramData\\RollingUpdate, runs each twice, and removes them with their jobs",
  needs: "member",
  ask: async (asked) => {
    const jobs = await jobsOf(asked);
    const played: Played[] = [];
    for (const script of await asked.question("New-RUCheckScript")) {
      const [what, file] = [textOf(script, "name"), textOf(script, "path")];
      // Other negative codes than this one are not told apart: programs of Windows show them in different ways.
      const wanted = what === "exit-minus-1" ? null : numberOf(script, "exitCode");
      const { exitCode, output } = await asked.read("script.look", { file, arguments: [] });
      played.push({ what: `${what}, directly`, wanted, exitCode, text: output });
      played.push(await jobs.play(`${what}, as a job`, { kind: "command", file, arguments: [] }, wanted));
    }
    return played;
  },
  judge: judgeExitCodes,
});

interface Jobbed {
  readonly played: readonly Played[];
  /** Of those that end at once. */
  readonly atOnce: { readonly started: number; readonly lost: number };
  readonly beganAfterMs: readonly number[];
  readonly task: { readonly seventh: string; readonly runsAs: string; readonly system: string };
}

export const judgeJobs = ({ played, atOnce, beganAfterMs, task }: Jobbed): Said => {
  const slowest = Math.max(0, ...beganAfterMs);
  const facts: readonly Fact[] = [
    ...played.map(codeOf),
    ["jobs that end at once", atOnce.started],
    ["of these, without an exit code", atOnce.lost],
    ["from the order to the beginning, slowest", beganAfterMs.length === 0 ? "not known" : `${slowest} ms`],
    ["seventh value of schtasks", task.seventh],
    ["the task runs as", task.runsAs === "" ? "not known" : task.runsAs],
  ];
  const wrong = played.filter((one) => !isRight(one));
  if (wrong.length > 0)
    return look(
      `jobs end otherwise than their program: ${wrong.map(({ what }) => what).join("; ")}`,
      "Please report it, with this page.",
      facts,
    );
  if (atOnce.lost > 0)
    return look(
      `${counted(atOnce.lost, "job")} of ${atOnce.started} that end at once left no exit code`,
      "Please report it; real installers take longer.",
      facts,
    );
  if (!/^-?\d+$/.test(task.seventh))
    return look(
      "the seventh value that schtasks prints is not a number",
      "Please report it with the version of Windows: a job that never begins would be told late.",
      facts,
    );
  if (task.system !== "" && task.runsAs !== "" && !nameOf(task.system).endsWith(nameOf(task.runsAs)))
    return look(`jobs do not run as ${task.system}, but as ${task.runsAs}`, "Look for a policy that changes scheduled tasks.", facts);
  if (slowest > seconds(60))
    return look("a job begins late", "Look at the load of that server: after five minutes a job is given up.", facts);
  if (beganAfterMs.length === 0) return unknown("when jobs begin is not known", "Look at the folder of jobs on that server.", facts);
  return fine("jobs begin, end as their program does, and leave a result", facts);
};

const nameOf = (account: string): string => (account.split("\\").at(-1) ?? account).toLowerCase();

export const jobs = serverCheck({
  number: "11 T",
  title: "Jobs",
  tells: "Whether work in a scheduled task begins soon, runs as SYSTEM, and reports how it ended: where most surprises of a server are.",
  changes: "starts jobs that only end with an exit code (cmd.exe /c exit), and removes them with their tasks",
  needs: "member",
  ask: async (asked): Promise<Jobbed> => {
    const all = await jobsOf(asked);
    const played: Played[] = [];
    const exit = (code: number): string[] => ["/c", "exit", String(code)];
    for (const code of CODES)
      played.push(await all.play(`command, exit ${code}`, { kind: "command", file: CMD, arguments: exit(code) }, code));
    for (const kind of ["exe", "setup"] as const)
      played.push(await all.play(`${kind}, exit 3010`, { kind, file: CMD, arguments: exit(3010) }, 3010));
    let lost = 0;
    const { jobs: started } = asked.options.changes;
    for (let time = 0; time < started; time++)
      if ((await all.play("at once", { kind: "command", file: CMD, arguments: exit(0) }, 0)).exitCode !== 0) lost++;
    const looks = [];
    for (const id of all.ids.slice(-20)) looks.push((await asked.question("Get-RUCheckJob", { Id: id }))[0]);
    const last = looks.at(-1);
    return {
      played,
      atOnce: { started, lost },
      beganAfterMs: looks.map((one) => numberOf(one, "beganAfterMs")).filter((ms) => ms !== null),
      task: { seventh: textOf(last, "seventh"), runsAs: textOf(last, "runsAs"), system: textOf(last, "system") },
    };
  },
  judge: judgeJobs,
});
