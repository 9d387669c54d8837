import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { killTree } from "../../../../lib/adapters/powershell/process/tree";

/** What a computer is to a client. */
export interface SshAccess {
  readonly user: string;
  readonly port: number;
  readonly keyFile: string;
  readonly knownHostsFile: string;
}

interface Parts {
  /** Where keys and settings are written. */
  readonly folder: string;
  readonly port: number;
  /** The PowerShell that serves sessions. */
  readonly pwsh: string;
  /** What a session has besides what every PowerShell of this host needs. */
  readonly environment: (computer: string) => NodeJS.ProcessEnv;
}

interface Server {
  readonly address: string;
  child: ChildProcess | null;
  /** Counts what it was told: to come up, or to end. */
  orders: number;
  /** Resolves when the one before has ended. */
  ended: Promise<void>;
}

const SSHD = "/usr/sbin/sshd";
/** Without them PowerShell may find no .NET, and looks through all modules again in each session. */
const ofThisHost = ["PATH", "HOME", "XDG_CACHE_HOME", "DOTNET_ROOT"];
const UP_WITHIN_MS = 10_000;

/** OpenSSH servers, one a computer, each on an address of its own: real sessions over the loopback network. */
export class SshServers {
  readonly access: SshAccess;
  private readonly servers = new Map<string, Server>();

  constructor(private readonly parts: Parts) {
    const { folder, port } = parts;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of ["host", "user", "stranger"]) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
    }
    writeFileSync(join(folder, "authorized_keys"), readFileSync(join(folder, "user.pub")), { mode: 0o600 });
    writeFileSync(join(folder, "known_hosts"), `* ${readFileSync(join(folder, "host.pub"), "utf8")}`);
    // Where the server looks for a folder to jail itself into before anybody is known to it.
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
    const user = execFileSync("id", ["-un"], { encoding: "utf8" }).trim();
    this.access = { user, port, keyFile: join(folder, "user"), knownHostsFile: join(folder, "known_hosts") };
  }

  /** Brings a computer's server up; resolves when it accepts connections. */
  async start(computer: string, address: string): Promise<void> {
    const server = this.servers.get(computer) ?? { address, child: null, orders: 0, ended: Promise.resolve() };
    this.servers.set(computer, server);
    // Until then that one would take the connections, and the address: the new one could not listen there.
    const order = ++server.orders;
    await server.ended;
    if (server.orders !== order) return;
    const child = spawn(SSHD, ["-D", "-e", "-f", this.settingsOf(computer, address)], { stdio: "ignore", detached: true });
    server.child = child;
    for (const late = Date.now() + UP_WITHIN_MS; server.child === child && !(await listens(address, this.parts.port)); await pause(20)) {
      if (child.exitCode !== null || Date.now() > late) throw new Error(`The SSH server of ${computer} did not come up on ${address}.`);
    }
  }

  /** The computer goes down: its server and every session on it end at once, and say nothing. */
  async stop(computer: string): Promise<void> {
    const server = this.servers.get(computer);
    if (server === undefined) return;
    server.orders++;
    const { child } = server;
    server.child = null;
    if (child?.pid !== undefined) server.ended = ended(child);
    await server.ended;
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.keys()].map((computer) => this.stop(computer)));
  }

  private settingsOf(computer: string, address: string): string {
    const { folder, port, pwsh, environment } = this.parts;
    const host = Object.fromEntries(ofThisHost.map((name) => [name, process.env[name]]));
    const variables = Object.entries({ ...host, ...environment(computer) }).flatMap(([name, value]) =>
      value === undefined || /["\n]/.test(value) ? [] : [`"${name}=${value}"`],
    );
    const file = join(folder, `sshd_config.${computer}`);
    const lines = [
      `Port ${port}`,
      `ListenAddress ${address}`,
      `HostKey ${join(folder, "host")}`,
      `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin yes",
      "PidFile none",
      "MaxStartups 100",
      "MaxSessions 100",
      `SetEnv ${variables.join(" ")}`,
      `Subsystem powershell "${pwsh}" -sshs -NoLogo -NoProfile`,
    ];
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
  await killTree(child.pid ?? 0, 0);
  await gone;
}

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
