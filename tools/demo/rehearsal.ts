/** Real PowerShell instead of the lab: computers that pretend to run Windows, in a process beside Node-RED. */
import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { PowerShellSettings } from "../../lib/adapters/powershell";
import { findExecutable } from "../../lib/adapters/powershell/process";
import type { Member } from "../../lib/server";
import { root, WrongUsage } from "../program";
import { typeScript } from "../program/typescript";
import type { DemoFlow } from "./flow";
import type { DemoOptions } from "./options";

/** What the process of a rehearsal reports when it is ready: everything that a Node-RED needs to work on its computers. */
export interface Served {
  readonly settings: PowerShellSettings;
  readonly members: readonly Member[];
  readonly scomServer: string;
  /** The arguments of `scaledClock`, by which waits run as fast as the computers' world. */
  readonly clock: { readonly speed: number; readonly startsAt: number; readonly wallStart: number };
}

const program = join(root, "test", "powershell", "windows", "serve.ts");
const UP_WITHIN_MS = 60_000;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** What the flow's own lab would be, for the rehearsal. */
const world = ({ array, connection }: NonNullable<DemoFlow["updated"]>) => ({
  array: array.name ?? "array",
  members: (array.members ?? []).map(({ name }) => name),
  role: connection.role ?? "exchange-cas",
  seed: /^\d+$/.test(String(connection.seed)) ? Number(connection.seed) : 1,
  faults: connection.faults ?? [],
});

/** A rehearsal under way. */
export class Rehearsal {
  private constructor(
    private readonly child: Child,
    private readonly served: Served,
  ) {}

  /**
   * @param signal aborts the start
   * @throws WrongUsage if something that it needs is missing
   */
  static async start({ connection: kind, truth }: DemoOptions, flow: DemoFlow, signal: AbortSignal): Promise<Rehearsal> {
    if (flow.updated === undefined) {
      throw new WrongUsage(`--connection ${kind} needs a flow with one server-array and its server-connection.`);
    }
    const options = {
      ...world(flow.updated),
      speed: flow.speed,
      kind: kind === "ssh" ? "ssh" : "local",
      pwsh: await powershell(),
      doors: true,
      ...(truth === null ? {} : { truthFile: truth }),
    };
    if (!existsSync(program)) throw new WrongUsage(`--connection ${kind} works in a clone of the repository only.`);
    if (kind === "ssh" && !existsSync("/usr/sbin/sshd"))
      throw new WrongUsage("--connection ssh needs an OpenSSH server (Debian: openssh-server).");
    signal.throwIfAborted();
    const child = spawn(process.execPath, [...typeScript, program, JSON.stringify(options)], {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.on("error", () => {});
    return new Rehearsal(child, await firstLine(child, signal));
  }

  /** The flow, with its connection and its members pointing to the rehearsal's computers, and waits that run as fast as their world. */
  lead(flow: DemoFlow): DemoFlow {
    const { settings, members, scomServer, clock } = this.served;
    const { ssh } = settings;
    const reached = {
      kind: settings.kind,
      executable: settings.executable,
      truthFile: "",
      faults: [],
      ...(ssh === undefined
        ? {}
        : { sshUser: ssh.user, sshPort: ssh.port, keyFile: ssh.keyFile ?? "", knownHostsFile: ssh.knownHostsFile ?? "" }),
    };
    return {
      ...flow,
      environment: { ROLLING_UPDATE_REHEARSAL: JSON.stringify(clock) },
      nodes: flow.nodes.map((node) => {
        if (node === flow.updated?.connection) return { ...node, ...reached };
        if (node === flow.updated?.array) return { ...node, members, scomServer };
        // Only the demo can reach its Node-RED, which listens on this host alone.
        return node.type === "rolling-update" ? { ...node, openHttp: true } : node;
      }),
    };
  }

  /** Ends all its computers. Resolves when the truth is written. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((done) => this.child.once("close", done));
    this.child.stdin.end();
    await ended;
  }
}

/** PowerShell, as the tests find it. */
async function powershell(): Promise<string> {
  const wanted = process.env["ROLLING_UPDATE_PWSH"] ?? "pwsh";
  const found = await findExecutable(wanted);
  if (found !== null) return found;
  throw new WrongUsage(`There is no ${wanted}. Install PowerShell 7, or name it in the environment variable ROLLING_UPDATE_PWSH.`);
}

async function firstLine(child: Child, signal: AbortSignal): Promise<Served> {
  let text = "";
  child.stdout.setEncoding("utf8");
  try {
    return await new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`The rehearsal was not ready within ${UP_WITHIN_MS / 1000} s.`)), UP_WITHIN_MS);
      const aborted = () => failed(signal.reason as Error);
      signal.addEventListener("abort", aborted, { once: true });
      child.once("close", () => failed(new Error("The rehearsal ended before it was ready; see above for the reason.")));
      child.stdout.on("data", (part: string) => {
        text += part;
        if (!text.includes("\n")) return;
        clearTimeout(late);
        signal.removeEventListener("abort", aborted);
        done(JSON.parse(text.slice(0, text.indexOf("\n"))) as Served);
      });
    });
  } catch (error) {
    child.kill("SIGTERM");
    throw error;
  }
}
