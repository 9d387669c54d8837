import type { ChildProcess } from "node:child_process";
import { PowerShell } from "node-powershell";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import type { OnHost } from "./on-hosts";
import { hostsHere } from "./on-hosts";
import { closeShells, fake } from "./shells";

type Options = ConstructorParameters<typeof PowerShell>[0];
const opened: PowerShell[] = [];
export const processOf = (shell: PowerShell): ChildProcess => (shell as unknown as { process: ChildProcess }).process;

/** The bare library, used as its own documentation does. */
export function bare(options: Options = {}, env: NodeJS.ProcessEnv = {}): PowerShell {
  const spawnOptions = { env: { ...process.env, TERM: "dumb", NO_COLOR: "1", ...env } };
  const shell = new PowerShell({ executable: thePowerShell(), spawnOptions, ...options });
  opened.push(shell);
  return shell;
}

export const bareFake = (switches: Readonly<Record<string, unknown>> = {}): PowerShell => {
  const { executable, env } = fake(switches);
  return bare({ executable }, env);
};

/** A test of our shell that is done on each host. */
export type Ours = (title: string, test: (host: OnHost) => Promise<void>) => void;

/** A suite of pairs: the bare library and our shell, side by side. */
export const describeHazards = (title: string, pairs: (ours: Ours) => void): Mocha.Suite =>
  describe(title, function () {
    this.timeout(90_000);
    before(needsPowerShell);
    before(function () {
      // Scripts stand for PowerShell in some of these, and signals are sent.
      if (process.platform === "win32") this.skip();
    });
    const hosts = hostsHere();
    afterEach(async () => {
      for (const shell of opened.splice(0)) processOf(shell).kill("SIGKILL");
      await closeShells();
    });
    pairs((promise, test) => {
      for (const host of hosts) it(`ours, on ${host.name}: ${promise}`, () => test(host));
    });
  });
