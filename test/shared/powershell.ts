import { existsSync } from "node:fs";
import { commandFile, itselfOf } from "./powershell-itself";
import { requireTool } from "./tools";

/** The PowerShell for tests: what `ROLLING_UPDATE_PWSH` names, else `pwsh` on the PATH; null if there is none. */
export const powershell = (): string | null => commandFile(process.env["ROLLING_UPDATE_PWSH"] ?? "pwsh");

/** How to get what {@link powershell} looks for. */
export const howToGetPowerShell = "install PowerShell 7, or set ROLLING_UPDATE_PWSH to the path of one";

const there = requireTool("PowerShell", powershell() ?? undefined, howToGetPowerShell);
let itself: string | null = null;

/**
 * A mocha hook for tests on a real PowerShell: `before(needsPowerShell)`. Without one they are skipped with a line that cannot be
 * overlooked, or fail under REQUIRE_ALL=1. The first start on a machine can take long and is waited for here.
 */
export const needsPowerShell = function (this: Mocha.Context): void {
  there.call(this);
  this.timeout(180_000);
  itself ??= itselfOf(thePowerShell());
};

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
