import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { basename } from "node:path";
import { findExecutable, OwnPowerShell } from "../../../lib/adapters/powershell";
import { sayInEnglish } from "../../../lib/texts/say";
import { Failure } from "../../../lib/texts";
import { seconds } from "../../../lib/time";
import type { AskedHost, Fact, HostCheck, Said } from "../check";
import { fine, look, notHere, textOf, unknown } from "../check";
import { judgePolicies } from "./windows";

/** How soon what was sent must come back. */
const ECHO_MS = seconds(2);
const START_MS = seconds(60);
const TIMES = 10;
/** A reader of Windows PowerShell fetches 4096 bytes at once: a longer line takes two. */
const LONG = 5000;

/** What became of one PowerShell of this computer. */
export interface Heard {
  readonly executable: string;
  readonly version: string;
  /** By name, in ms; the slowest of those that were repeated. */
  readonly echoes: Readonly<Record<string, number>>;
  /** What did not come back, or not as it was sent. */
  readonly wrong: readonly string[];
  /** It says so itself: `host-input` and the like. */
  readonly failure: { readonly code: string; readonly what: string; readonly hint: string } | null;
  /** Whether commands can read what comes after them from the console, as PowerShell 6 and later allow it. */
  readonly reader: "shared" | "its own" | "unknown";
}

export function judgeHeard({ executable, version, echoes, wrong, failure, reader }: Heard): Said {
  const name = `${basename(executable)} ${version}`.trim();
  const facts: readonly Fact[] = [
    ...Object.entries(echoes).map(([what, ms]): Fact => [what, `${ms} ms`]),
    ["its reader of standard input", reader],
  ];
  if (failure !== null)
    return look(
      `host: ${name}: ${failure.what} (${failure.code})`,
      failure.hint === "" ? "Start it by hand as this account." : failure.hint,
      facts,
    );
  if (wrong.length > 0)
    return look(
      `host: ${name} does not receive what is sent to it: ${wrong.join(", ")}`,
      "This is about the computer that asks, not about any server: look for a virus scanner or a policy that keeps its standard input.",
      facts,
    );
  const slow = Object.entries(echoes).filter(([, ms]) => ms > ECHO_MS);
  if (slow.length > 0)
    return look(
      `host: ${name} answers late: ${slow.map(([what]) => what).join(", ")}`,
      "Look at the load of this computer, and at its virus scanner.",
      facts,
    );
  return fine(`host: ${name} receives what is sent to it`, facts);
}

export const hostInput: HostCheck = {
  number: "1",
  title: "PowerShell of this computer",
  tells: "Whether requests get through to the PowerShell beside Node-RED. If not, no server can be asked, and none is at fault.",
  changes: null,
  needs: "host",
  play: async (asked) => {
    const all: Said[] = [];
    for (const executable of asked.executables) {
      const file = await findExecutable(executable, { env: { ...process.env, ...asked.environment } });
      all.push(file === null ? notHere(`host: there is no ${executable}`) : judgeHeard(await hear(file, asked)));
    }
    if (all.every(({ answer }) => answer === "not-here"))
      all.push(look("host: there is no PowerShell here at all", "Name one with --executable FILE, or install PowerShell."));
    return all;
  },
};

export const hostPolicy: HostCheck = {
  number: "12",
  title: "Execution policy of this computer",
  tells: "Whether PowerShell here may load the modules of this package: Windows 10 and 11 allow no scripts by default.",
  changes: null,
  needs: "host",
  play: async (asked) => {
    const env = { ...process.env, ...asked.environment };
    const found = await Promise.all(asked.executables.map((one) => findExecutable(one, { env })));
    const executable = asked.executables.find((_, index) => (found[index] ?? null) !== null);
    if (executable === undefined) return [unknown("host: there is no PowerShell to ask", "Install PowerShell.")];
    const shell = new OwnPowerShell({ executable, environment: asked.environment });
    try {
      await shell.connect("not a password", START_MS);
      const policies = await shell.call("Get-RUCheckPolicy", {}, START_MS);
      const [who] = await shell.call("Get-RUCheckSession", {}, START_MS);
      const said = judgePolicies(policies, null);
      return [
        { ...said, what: `host: ${said.what}`, facts: [["runs as", textOf(who, "user"), [textOf(who, "user")]], ...(said.facts ?? [])] },
      ];
    } catch (error) {
      const { what, hint } = failureIn(error);
      return [unknown(`host: ${what}`, hint === "" ? "See check 1." : hint)];
    } finally {
      await shell.close();
    }
  },
};

/** Starts it as a connection does, and sends it requests of every kind. */
async function hear(executable: string, { environment }: AskedHost): Promise<Heard> {
  const reader = await readerOf(executable, environment);
  const shell = new OwnPowerShell({ executable, environment });
  const echoes: Record<string, number> = {};
  const wrong: string[] = [];
  const timed = async (what: string, same: () => Promise<boolean>): Promise<void> => {
    const begun = performance.now();
    if (!(await same())) wrong.push(what);
    echoes[what] = Math.max(echoes[what] ?? 0, Math.round(performance.now() - begun));
  };
  const echo = async (text: string): Promise<boolean> =>
    textOf((await shell.call("Get-RUCheckEcho", { Text: text }, START_MS))[0], "text") === text;
  try {
    const secret = randomBytes(24).toString("base64");
    await shell.connect(secret, START_MS);
    await shell.call("Get-RUCheckEcho", { Text: "the first one loads what is needed" }, START_MS);
    await timed("the secret line", async () => {
      const [got] = await shell.call("Get-RUCheckSecret", {}, START_MS);
      return textOf(got, "sha256") === createHash("sha256").update(secret).digest("hex");
    });
    await timed(`a line of more than ${LONG} bytes`, () => echo("a long line ".repeat(Math.ceil(LONG / 12))));
    await timed("text beyond ASCII", () => echo("Größe “x” 東京 $(1) `n"));
    for (let time = 0; time < TIMES; time++) await timed(`${TIMES} requests in a row, the slowest`, () => echo(`request ${time}`));
    return { executable, version: `${shell.version} ${shell.edition}`, echoes, wrong, failure: null, reader };
  } catch (error) {
    return { executable, version: shell.version, echoes, wrong, failure: failureIn(error), reader };
  } finally {
    await shell.close();
  }
}

const words = (text: unknown): string => (typeof text === "string" ? text : sayInEnglish(text as never));

function failureIn(error: unknown): { readonly code: string; readonly what: string; readonly hint: string } {
  if (!(error instanceof Failure)) return { code: "failed", what: error instanceof Error ? error.message : String(error), hint: "" };
  const { code, what } = error.reason;
  const { hint } = error as { hint?: unknown };
  return { code, what: words(what), hint: hint === null || hint === undefined ? "" : words(hint) };
}

/**
 * Sends a command and its data in one write: PowerShell 6 and later read both by the same reader, Windows PowerShell has one of its own, in which
 * the data is lost. The connection is made for both; which one it is helps to understand what else goes wrong.
 */
function readerOf(executable: string, environment: Readonly<Record<string, string>>): Promise<Heard["reader"]> {
  return new Promise((resolve) => {
    const child = spawn(executable, ["-NoProfile", "-NonInteractive", "-NoExit", "-Command", "-"], {
      env: { ...process.env, ...environment, TERM: "dumb", NO_COLOR: "1" },
      windowsHide: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    let heard = "";
    const end = (reader: Heard["reader"]): void => {
      clearTimeout(late);
      clearTimeout(deaf);
      child.kill();
      resolve(reader);
    };
    const late = setTimeout(() => end("unknown"), START_MS);
    let deaf: NodeJS.Timeout | undefined;
    child.once("error", () => end("unknown"));
    child.once("exit", () => end("unknown"));
    child.stdin.on("error", () => end("unknown"));
    child.stdout.on("data", (part: Buffer) => {
      heard += part.toString();
      if (heard.includes("got <#hello>")) end("shared");
      // It has begun to read, and the line that came with the command does not arrive.
      else if (heard.includes("reading")) deaf ??= setTimeout(() => end("its own"), ECHO_MS);
    });
    child.stdin.write('"reading"; $x = [Console]::In.ReadLine(); "got <$x>"\n#hello\n\n');
  });
}
