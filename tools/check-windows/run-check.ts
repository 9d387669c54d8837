import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import type { PowerShellSettings } from "../../lib/adapters/powershell";
import { defaultExecutable } from "../../lib/adapters/powershell";
import { openRealServers } from "../../lib/adapters";
import type { Outcome, Question, SaidTried } from "../../lib/connection-test";
import { plainReads, sayTried, tryReads } from "../../lib/connection-test";
import type { ArgsOf, Connection, Invoke, OperationName, ReadOp, ResultOf } from "../../lib/server";
import { sayInEnglish } from "../../lib/texts/say";
import { columns, filesToTry, tellFailure } from "../program";
import type { Out, Streams } from "../program";
import type { CheckOptions } from "./options";
import { ANYWHERE, helpText, readOptions } from "./options";

const WHOLE_CHECK_MS = 10 * 60_000;
/** How many of the newest events are read at most. */
const EVENTS_BACK = 200;

type Way = Parameters<typeof openRealServers>[0];

interface Surroundings extends Streams {
  /** Opens the connection to the servers. Default: the real one. */
  readonly open?: (way: Way) => Connection;
}

/** @returns the exit code */
export async function runCheck(args: readonly string[], env: NodeJS.ProcessEnv, { out, err, open }: Surroundings): Promise<number> {
  try {
    const options = readOptions(args, env);
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    if (process.platform !== "win32" && env[ANYWHERE] !== "1") {
      err.write(`This check needs Windows; this is ${process.platform}. Run it on the Windows computer that is to run Node-RED.\n`);
      return 1;
    }
    const names = options.servers.length > 0 ? options.servers : [env["COMPUTERNAME"] ?? hostname()];
    return (await check(names, options, { out, open: open ?? openRealServers })) ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

/** @returns whether everything was answered as agreed */
async function check(
  names: readonly string[],
  options: CheckOptions,
  { out, open }: Required<Pick<Surroundings, "out" | "open">>,
): Promise<boolean> {
  const settings = settingsOf(options);
  out.write(`PowerShell here: ${settings.executable} ${versionOf(settings.executable)}\n`);
  out.write(`Node.js ${process.version} on ${process.platform}; ${settings.kind === "local" ? "this computer" : "by WinRM"}\n`);
  const connection = open({ settings, members: names.map((name) => ({ name, address: name })), scomServer: options.scom });
  try {
    const signal = AbortSignal.timeout(WHOLE_CHECK_MS);
    let good = true;
    for (const name of names) good = (await checkServer(connection, name, { options, out, signal })) && good;
    out.write("\nNothing was changed.\n");
    return good;
  } finally {
    await connection.close();
  }
}

interface Checking {
  readonly options: CheckOptions;
  readonly out: Out;
  readonly signal: AbortSignal;
}

async function checkServer({ invoke }: Connection, name: string, { options, out, signal }: Checking): Promise<boolean> {
  const answers = new Map<OperationName, unknown>();
  const noting: Invoke = async (server, op, args, call) => {
    const answer = await invoke(server, op, args, call);
    answers.set(op, answer);
    return answer;
  };
  const answerTo = <Op extends ReadOp>(op: Op) => answers.get(op) as ResultOf<Op> | undefined;
  const ask = (questions: readonly Question[]) => tryReads({ server: name, invoke: noting }, questions, { signal });
  const plain = await ask(options.scom === null ? plainReads("member") : plainReads("member", "monitoring"));
  const reached = !plain.some(({ op, outcome }) => op === "system.info" && (outcome === "unreachable" || outcome === "access-denied"));
  const tried = reached ? [...plain, ...(await ask(questionsWithArguments(answerTo("events.cursor"), options)))] : plain;
  const info = answerTo("system.info");
  out.write(`\n${name}${info === undefined ? "" : `: ${info.os}, PowerShell ${info.powershell} there`}\n`);
  out.write(`${columns(tried.map((one) => rowOf(sayTried(sayInEnglish, one)))).join("\n")}\n`);
  return info !== undefined && tried.every(({ outcome }) => outcome === "works" || outcome === "missing-module");
}

const question = <Op extends ReadOp>(op: Op, args: ArgsOf<Op>): Question => ({ op, args });

/** Harmless arguments for reads that need some. */
function questionsWithArguments(at: ResultOf<"events.cursor"> | undefined, { script }: CheckOptions): readonly Question[] {
  const back = (record = 0) => Math.max(0, record - EVENTS_BACK);
  const cursor = { Application: back(at?.cursor.Application), System: back(at?.cursor.System) };
  return [
    question("events.since", { cursor, levels: ["critical", "error", "warning", "information"], atMost: 50 }),
    question("files.stat", { path: filesToTry.program }),
    question("files.tail", { path: filesToTry.text, offset: 0, atMostBytes: 4096 }),
    question("job.poll", { id: "check-windows" }),
    question("probe.tcp", { port: 5985 }),
    question("probe.http", { scheme: "http", port: 5985, path: "/wsman" }),
    ...(script === null ? [] : [question("script.look", { file: script, arguments: [] })]),
  ];
}

const words: Readonly<Record<Outcome, string>> = {
  works: "works",
  "access-denied": "access denied",
  "not-offered": "not offered",
  "missing-module": "missing module",
  unreachable: "unreachable",
  failed: "failed",
};

const rowOf = ({ op, outcome, what, hint, ms }: SaidTried): readonly string[] => [
  `  ${op}`,
  words[outcome],
  `${ms} ms`,
  [what, hint].filter((text) => text !== null).join(". "),
];

function settingsOf({ servers, endpoint, https, scomEndpoint, executable }: CheckOptions): PowerShellSettings {
  if (servers.length === 0) return { kind: "local", executable: executable ?? defaultExecutable("local") };
  return {
    kind: "winrm",
    executable: executable ?? defaultExecutable("winrm"),
    winrm: {
      authentication: "Kerberos",
      useSsl: https,
      port: null,
      endpoint,
      monitoringEndpoint: scomEndpoint,
      certificateThumbprint: null,
      credential: null,
    },
  };
}

/** Version and edition of the PowerShell on this computer, by a constant command. */
function versionOf(executable: string): string {
  const command = "[string]$PSVersionTable.PSVersion + ' ' + $PSVersionTable.PSEdition";
  const { stdout, error } = spawnSync(executable, ["-NoProfile", "-NonInteractive", "-Command", command], {
    encoding: "utf8",
    windowsHide: true,
  });
  if (error !== undefined) return `cannot be started: ${error.message}`;
  return stdout.trim() === "" ? "(it did not report its version)" : stdout.trim();
}
