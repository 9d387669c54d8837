import { createHash } from "node:crypto";
import { z } from "zod";
import { minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { accountName } from "../account-name";
import { literal, on } from "../by-hand";
import { Instant } from "../shapes";
import { update } from "./update";

/** What a job does. Paths are the member's own. */
export const Work = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("msp"), file: z.string(), log: z.string() }),
  z.object({ kind: z.literal("setup"), file: z.string(), arguments: z.array(z.string()) }),
  z.object({ kind: z.literal("exe"), file: z.string(), arguments: z.array(z.string()) }),
  z.object({ kind: z.literal("windows-updates"), kbs: z.array(z.string()) }),
  z.object({ kind: z.literal("command"), file: z.string(), arguments: z.array(z.string()) }),
]);
export type Work = z.output<typeof Work>;

/** The task of a job on a server is named after the beginning of its id's hash: an id may contain anything. */
const taskOf = (id: string): string => createHash("sha256").update(id).digest("hex").slice(0, 32);

const task = (id: string): string => literal(`\\RollingUpdate\\${taskOf(id)}`);

const JobAccount = z.string().regex(accountName);
const Id = z.object({ id: z.string().min(1).max(200) });

const poll = read({
  summary: "How a job stands",
  on: "member",
  args: Id,
  example: { id: "20260110-CAS1_backup-server_1_1" },
  result: z.object({
    /** `none`: never started here. `foreseen`: part of a plan; it would run, and how it would end is not known. */
    state: z.enum(["none", "running", "finished", "foreseen"]),
    /** Null while it runs, and if the job died without leaving one. */
    exitCode: z.number().int().nullable(),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    /** What it says about its progress, for people. */
    text: z.string(),
  }),
  byHand: (server, { id }) => on(server, `schtasks /query /tn ${task(id)} /v /fo list`),
  withinMs: seconds(30),
});

/** What can be told without a logon; the rest shows when a job starts. */
const Told = z.enum(["yes", "no", "unknown"]);

export const job = {
  "job.poll": poll,

  "job.account": read({
    summary: "What the server can tell of the account under which a job is to run",
    on: "member",
    args: z.object({ account: JobAccount }),
    example: { account: "CONTOSO\\gmsa-exchange$" },
    result: z.object({
      /** Whether the name leads to an account. */
      known: Told,
      /** Whether the server may use it, which is settled in advance for managed accounts alone. */
      usableHere: Told,
    }),
    withinMs: minutes(1),
  }),

  "job.start": change({
    summary: "Start a job: an installer, a backup, a script",
    besides: "starting the same id again does nothing",
    on: "member",
    args: Id.extend({
      work: Work,
      /** After this the member itself ends it. */
      limitMinutes: z.number().int().min(1),
      /** Null: SYSTEM. A password is never among the arguments. */
      account: JobAccount.nullable().default(null),
      /** What `update.installed` shows after it has succeeded. */
      brings: z.object({ build: z.string() }).nullable(),
    }),
    example: {
      id: "20260110-CAS1_backup-server_1_1",
      work: { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: ["/proof:C:\\Backup\\proof of it.txt"] },
      limitMinutes: 30,
      account: null,
      brings: null,
    },
    withinMs: minutes(2),
    byHand: (server, { work, account }) => on(server, account === null ? byHand(work) : `<# as ${account} #> ${byHand(work)}`),
    settlesWithinMs: minutes(1),
  })
    .seenIn(poll, ({ id }) => ({ id }))
    .as((before) => (before.state === "none" ? { ...before, state: "foreseen" as const, text: "" } : before))
    .alsoIn(update["update.installed"], (before, { brings }) => (brings === null ? before : { ...before, build: brings.build })),

  "job.cancel": change({
    summary: "End a job",
    on: "member",
    args: Id,
    example: { id: "20260110-CAS1_backup-server_1_2" },
    withinMs: minutes(2),
    byHand: (server, { id }) => on(server, `schtasks /end /tn ${task(id)}`),
    settlesWithinMs: minutes(2),
  })
    .seenIn(poll, ({ id }) => ({ id }))
    .as((before) => (before.state === "running" ? { ...before, state: "finished" as const } : before)),
};

function byHand(work: Work): string {
  switch (work.kind) {
    case "msp":
      return `msiexec.exe /update ${literal(work.file)} /quiet /norestart /l*v ${literal(work.log)} REBOOT=ReallySuppress`;
    case "windows-updates":
      return "install Windows updates";
    default:
      return ["&", literal(work.file), ...work.arguments.map(literal)].join(" ");
  }
}
