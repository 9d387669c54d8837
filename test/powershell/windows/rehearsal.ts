import { join } from "node:path";
import type { LabOptions } from "../../../lib/adapters/lab";
import type { PowerShellSettings } from "../../../lib/adapters/powershell/settings";
import type { Member } from "../../../lib/server/array";
import { Doors, mayListen, selfSigned } from "./ways/doors";
import { localPwsh } from "./ways/local-pwsh";
import { WindowsWorld } from "./world/server";
import { SshServers } from "./ways/ssh";

export interface RehearsalOptions extends Omit<LabOptions, "folder" | "clock"> {
  /** A real PowerShell, for the members as for the tasks on them. */
  readonly pwsh: string;
  /** `local`: every member's shell is a process of this host that believes to be that member. `ssh`: by real sessions. */
  readonly kind: "local" | "ssh";
  /** Open the members' own ports (25, 80, 135, 443): needs an account that may listen below 1024. */
  readonly doors?: boolean;
  /** Names that lead to a member which is called otherwise. */
  readonly aliases?: Readonly<Record<string, string>>;
}

const SSH_PORT = 2222;

/** Computers with Windows, and the ways to them: what the product is rehearsed on where there is no Windows. */
export class Rehearsal {
  readonly members: readonly Member[];
  readonly aliases: readonly Member[];
  private doors: Doors | null = null;
  private ssh: SshServers | null = null;
  /** What has gone wrong behind the scenes. */
  readonly troubles: Error[] = [];

  private constructor(
    readonly windows: WindowsWorld,
    private readonly options: RehearsalOptions,
  ) {
    // A network of its own on the loopback interface: no other rehearsal of this host has the port, so that two never meet.
    const net = `127.${windows.port >> 8}.${windows.port & 255}`;
    this.members = windows.world.all().map(({ machine }, index) => ({ name: machine.name, address: `${net}.${index + 2}` }));
    this.aliases = Object.entries(options.aliases ?? {}).map(([name, member]) => ({ name, address: this.addressOf(member) }));
    this.scomServer = options.kind === "ssh" ? `${net}.1` : windows.monitoring;
  }

  readonly scomServer: string;

  static async start(options: RehearsalOptions): Promise<Rehearsal> {
    const { kind, pwsh, doors = false, aliases: _aliases, ...world } = options;
    const rehearsal = new Rehearsal(await WindowsWorld.start({ ...world, pwsh }), options);
    try {
      if (doors) await mayListen(rehearsal.members[0]?.address ?? "127.0.0.1");
      if (doors) rehearsal.doors = new Doors(rehearsal.windows.world, (name) => rehearsal.addressOf(name), selfSigned(pwsh));
      if (kind === "ssh") await rehearsal.listen();
      return rehearsal;
    } catch (error) {
      await rehearsal.stop();
      throw error;
    }
  }

  /** As a server-connection has them. */
  get settings(): PowerShellSettings {
    const { kind, pwsh, aliases = {} } = this.options;
    if (this.ssh !== null) return { kind: "ssh", executable: pwsh, ssh: this.ssh.access };
    const { windows } = this;
    const computers = [...this.members.map(({ name }) => name), windows.monitoring, ...Object.keys(aliases)];
    return { kind, executable: localPwsh(windows.folders.root, pwsh, computers, (name) => windows.environment(aliases[name] ?? name)) };
  }

  async stop(): Promise<void> {
    this.doors?.close();
    await this.ssh?.close();
    await this.windows.stop();
    const [trouble] = this.troubles;
    if (trouble !== undefined) throw trouble;
  }

  /** Ends all sessions with a computer, as a network does that fails for a moment; the computer itself goes on. */
  async cutOff(name: string): Promise<void> {
    await this.ssh?.stop(name);
    await this.ssh?.start(name, this.addressOf(name));
  }

  private addressOf(name: string): string {
    return this.members.find((member) => member.name === name)?.address ?? "127.0.0.1";
  }

  private async listen(): Promise<void> {
    const { windows, options, members } = this;
    const ssh = new SshServers({
      folder: join(windows.folders.root, "ssh"),
      port: SSH_PORT,
      pwsh: options.pwsh,
      environment: (computer) => windows.environment(computer),
    });
    this.ssh = ssh;
    windows.onPower.push((member, up) => {
      const turned = up ? ssh.start(member, this.addressOf(member)) : ssh.stop(member);
      turned.catch((error: unknown) => this.troubles.push(error instanceof Error ? error : new Error(String(error))));
    });
    await Promise.all([...members.map(({ name, address }) => ssh.start(name, address)), ssh.start(windows.monitoring, this.scomServer)]);
  }
}
