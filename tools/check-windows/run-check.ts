// @ts-check
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { columns } from "../demo/words.mjs";
import { WrongUsage } from "../node-red/command-line.mjs";
import { ANYWHERE, helpText, readOptions } from "./options.mjs";

/** @typedef {import("./options.mjs").CheckOptions} CheckOptions */
/** @typedef {import("../../lib/server/array.js").Connection} Connection */
/** @typedef {import("../../lib/connection-test/try-reads.js").Tried} Tried */
/** @typedef {import("../../lib/connection-test/try-reads.js").Question} Question */
/** @typedef {Pick<NodeJS.WritableStream, "write">} Out */

/**
 * The built package, as far as it is needed here.
 * @typedef {object} Built
 * @property {typeof import("../../lib/connection-test/try-reads.js").plainReads} plainReads
 * @property {typeof import("../../lib/connection-test/try-reads.js").tryReads} tryReads
 * @property {typeof import("../../lib/adapters/powershell/settings.js").defaultExecutable} defaultExecutable
 * @property {new (options: any) => Connection} PowerShellConnection
 */

const root = resolve(import.meta.dirname, "../..");
const WHOLE_CHECK_MS = 10 * 60_000;
/** So many of the newest events are read, where there are as many. */
const EVENTS_BACK = 200;

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ readonly out: Out, readonly err: Out }} streams
 * @param {Built} [built] the package as it is built unless given
 * @returns {Promise<number>} the exit code
 */
export async function runCheck(args, env, { out, err }, built) {
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
    return await check(options, env, out, built ?? builtPackage(options.build));
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

/** @param {CheckOptions} options @param {NodeJS.ProcessEnv} env @param {Out} out @param {Built} built */
async function check(options, env, out, built) {
  const names = options.servers.length > 0 ? options.servers : [env["COMPUTERNAME"] ?? hostname()];
  const settings = settingsOf(options, built);
  out.write(`PowerShell here: ${settings.executable} ${versionOf(settings.executable)}\n`);
  out.write(`Node.js ${process.version} on ${process.platform}; ${settings.kind === "local" ? "this computer" : "by WinRM"}\n`);
  const members = names.map((name) => ({ name, address: name }));
  const connection = new built.PowerShellConnection({ settings, members, scomServer: options.scom });
  try {
    const signal = AbortSignal.timeout(WHOLE_CHECK_MS);
    let good = true;
    for (const { name } of members) good = (await checkServer(connection, name, options, out, built, signal)) && good;
    out.write("\nNothing was changed.\n");
    return good ? 0 : 1;
  } finally {
    await connection.close();
  }
}

/**
 * @param {Connection} connection
 * @param {string} name
 * @param {CheckOptions} options
 * @param {Out} out
 * @param {Built} built
 * @param {AbortSignal} signal
 */
async function checkServer({ invoke }, name, options, out, { plainReads, tryReads }, signal) {
  /** @type {Map<string, any>} */
  const answers = new Map();
  const noting = /** @type {Connection["invoke"]} */ (
    async (server, op, args, call) => {
      const answer = await invoke(server, op, args, call);
      answers.set(op, answer);
      return answer;
    }
  );
  const ask = (/** @type {readonly Question[]} */ questions) => tryReads(noting, name, questions, { signal });
  const plain = await ask(options.scom === null ? plainReads("member") : plainReads("member", "monitoring"));
  const reached = !plain.some(({ op, outcome }) => op === "system.info" && (outcome === "unreachable" || outcome === "access-denied"));
  const tried = reached ? [...plain, ...(await ask(questionsWithArguments(answers.get("events.cursor"), options)))] : plain;
  const info = answers.get("system.info");
  out.write(`\n${name}${info === undefined ? "" : `: ${info.os}, PowerShell ${info.powershell} there`}\n`);
  out.write(`${columns(tried.map(rowOf)).join("\n")}\n`);
  return info !== undefined && tried.every(({ outcome }) => outcome === "works" || outcome === "missing-module");
}

/** Harmless arguments for what cannot be asked without. @param {any} at @param {CheckOptions} options @returns {readonly Question[]} */
function questionsWithArguments(at, { script }) {
  const back = (/** @type {number | undefined} */ record) => Math.max(0, (record ?? 0) - EVENTS_BACK);
  const cursor = { Application: back(at?.cursor?.Application), System: back(at?.cursor?.System) };
  return /** @type {readonly Question[]} */ ([
    { op: "events.since", args: { cursor, levels: ["critical", "error", "warning", "information"], atMost: 50 } },
    { op: "files.stat", args: { path: "C:\\Windows\\System32\\ntdll.dll" } },
    { op: "files.tail", args: { path: "C:\\Windows\\System32\\drivers\\etc\\hosts", offset: 0, atMostBytes: 4096 } },
    { op: "job.poll", args: { id: "check-windows" } },
    { op: "probe.tcp", args: { port: 5985 } },
    { op: "probe.http", args: { scheme: "http", port: 5985, path: "/wsman" } },
    ...(script === null ? [] : [{ op: "script.look", args: { file: script, arguments: [] } }]),
  ]);
}

const words = /** @type {const} */ ({
  works: "works",
  "access-denied": "access denied",
  "not-offered": "not offered",
  "missing-module": "missing module",
  unreachable: "unreachable",
  failed: "failed",
});

/** @param {Tried} tried */
const rowOf = ({ op, outcome, what, hint, ms }) => [
  `  ${op}`,
  words[outcome],
  `${ms} ms`,
  [what, hint].filter((text) => text !== null).join(". "),
];

/** @param {CheckOptions} options @param {Built} built */
function settingsOf({ servers, endpoint, https, scomEndpoint, executable }, { defaultExecutable }) {
  if (servers.length === 0) return { kind: /** @type {const} */ ("local"), executable: executable ?? defaultExecutable("local") };
  const winrm = {
    authentication: "Kerberos",
    useSsl: https,
    port: null,
    endpoint,
    monitoringEndpoint: scomEndpoint,
    certificateThumbprint: null,
    credential: null,
  };
  return { kind: /** @type {const} */ ("winrm"), executable: executable ?? defaultExecutable("winrm"), winrm };
}

/** Version and edition of the PowerShell on this computer, by a constant command. @param {string} executable */
function versionOf(executable) {
  const command = "[string]$PSVersionTable.PSVersion + ' ' + $PSVersionTable.PSEdition";
  const { stdout, error } = spawnSync(executable, ["-NoProfile", "-NonInteractive", "-Command", command], {
    encoding: "utf8",
    windowsHide: true,
  });
  return error === undefined
    ? stdout.trim() === ""
      ? "(it did not tell its version)"
      : stdout.trim()
    : `cannot be started: ${error.message}`;
}

/** @param {boolean} build @returns {Built} */
function builtPackage(build) {
  if (build) {
    const { status } = spawnSync(process.execPath, [join(root, "tools", "build.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("The build failed.");
  }
  const load = createRequire(import.meta.url);
  return { ...load(join(root, "dist/lib/connection-test/try-reads.js")), ...load(join(root, "dist/lib/adapters/powershell/index.js")) };
}
