import { delimiter, join } from "node:path";
import { homeOf } from "../../../shared/powershell-itself";

/** Of all computers, of members, of the management server: a module that is not there is missing there. */
const modules = (kind: "" | "-member" | "-monitoring") => join(__dirname, "..", `modules${kind}`);

/**
 * The environment by which a process runs on a computer of the world. The stand-ins' modules must come before PowerShell's own, which it
 * would put first if it did not find them behind.
 */
export const environmentFor = (pwsh: string, port: number, server: string, isMember: boolean): Record<string, string> => ({
  ROLLING_UPDATE_WORLD: `127.0.0.1:${port}`,
  ROLLING_UPDATE_SERVER: server,
  PSModulePath: [modules(""), modules(isMember ? "-member" : "-monitoring"), join(homeOf(pwsh), "Modules")].join(delimiter),
  COMPUTERNAME: server.toUpperCase(),
  SystemRoot: "C:\\Windows",
  windir: "C:\\Windows",
  SystemDrive: "C:",
  ProgramData: "C:\\ProgramData",
  ProgramFiles: "C:\\Program Files",
  NO_COLOR: "1",
  TERM: "dumb",
});
