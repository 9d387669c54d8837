import type { PowerShellSettings } from "./settings";
import type { HostOptions, Shell } from "./shell";
import { Hosts } from "./shell";
import { callerModule } from "./target";

/** The PowerShell processes of a connection: shared by its servers, or one for each where what runs in them runs on this computer. */
export class Processes {
  private readonly hosts: Hosts[] = [];

  /** @param environment is added to what this process has */
  constructor(
    private readonly settings: PowerShellSettings,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  /** How a server's shells are opened. */
  opener(server: string): () => Shell {
    const { settings, environment } = this;
    const options: HostOptions = { executable: settings.executable, caller: callerModule, env: environment };
    if (settings.kind === "local") {
      // Whoever looks at a list of processes can see in its environment which server a process is for.
      const own = new Hosts({ ...options, env: { ...environment, ROLLING_UPDATE_SERVER: server } }, { alone: true });
      this.hosts.push(own);
      return () => own.shell(server);
    }
    if (this.hosts.length === 0) this.hosts.push(new Hosts(options));
    const [shared] = this.hosts as [Hosts];
    return () => shared.shell(server);
  }

  /** Ends them at once, without a word to the servers. */
  async kill(): Promise<void> {
    await Promise.all(this.hosts.map((hosts) => hosts.kill()));
  }

  /** Ends those that are left. */
  async close(): Promise<void> {
    await Promise.all(this.hosts.map((hosts) => hosts.close()));
  }
}
