import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findExecutable } from "../../lib/adapters/powershell/shell/executable";
import { requireTool } from "./tools";

/** The PowerShell for tests: what `ROLLING_UPDATE_PWSH` names, else `pwsh` on the PATH; null if there is none. */
export const powershell = (): string | null => findExecutable(process.env["ROLLING_UPDATE_PWSH"] ?? "pwsh");

/** How to get what {@link powershell} looks for. */
export const howToGetPowerShell = "install PowerShell 7, or set ROLLING_UPDATE_PWSH to the path of one";

const there = requireTool("PowerShell", powershell() ?? undefined, howToGetPowerShell);
let itself: string | null = null;
let first: Promise<void> | null = null;

/**
 * A mocha hook for tests on a real PowerShell: `before(needsPowerShell)`. Without one they are skipped with a line that cannot be
 * overlooked, or fail under REQUIRE_ALL=1. The first start on a machine can take long and is waited for here.
 */
export const needsPowerShell = async function (this: Mocha.Context): Promise<void> {
  there.call(this);
  this.timeout(180_000);
  first ??= findItself();
  await first;
};

/**
 * A PowerShell that was installed as a .NET tool is started by a program that stays beside it. Tests start PowerShell itself: it is there
 * sooner, and a signal or a process id is that of the process which it is meant for.
 */
async function findItself(): Promise<void> {
  const found = thePowerShell();
  const { stdout: home } = await promisify(execFile)(found, ["-NoProfile", "-NonInteractive", "-Command", "[Console]::Out.Write($PSHOME)"]);
  itself = findExecutable(join(home, "pwsh")) ?? found;
}

/** For the tests themselves, after {@link needsPowerShell}. */
export function thePowerShell(): string {
  const found = itself ?? powershell();
  if (found === null) throw new Error(`There is no PowerShell. To get it: ${howToGetPowerShell}`);
  return found;
}

const SSHD = "/usr/sbin/sshd";

/** A mocha hook for tests over real SSH sessions to this host. */
export const needsSshServer = requireTool(
  "An OpenSSH server",
  process.platform !== "win32" && existsSync(SSHD) ? SSHD : undefined,
  "apt-get install openssh-server",
);
