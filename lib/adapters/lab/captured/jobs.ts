import type { Capture } from "./capture";

/** What the module on a member says of jobs and of Windows, and what the lab's own scripts print. */
export const jobs: Capture<{
  readonly progress: Readonly<
    Record<"looks" | "stopsServices" | "copies" | "compiles" | "configures" | "startsServices" | "installs", string>
  >;
  readonly ends: Readonly<Record<"never" | "code" | "limit" | "requested" | "died" | "percent", string>>;
  readonly restarts: Readonly<Record<"feature" | "windowsUpdate" | "updateExe" | "fileRenames", string>>;
  readonly output: Readonly<Record<"package" | "written" | "serves" | "doesNotServe" | "failed" | "notRun", string>>;
  readonly updates: Readonly<Record<"windows" | "securityUpdate", string>>;
}> = {
  source:
    "powershell/RollingUpdate: Jobs.ps1 and System.ps1 say such things of jobs and of restarts that are pending. Progress is the lab's own: no real installer tells it.",
  kind: "composed",
  product: "This package",
  culture: "en-US",
  texts: {
    progress: {
      looks: "looking at what is installed",
      stopsServices: "stopping services",
      copies: "copying files",
      compiles: "creating native images for .NET assemblies",
      configures: "writing the configuration",
      startsServices: "starting services",
      installs: "installing {kb}",
    },
    ends: {
      never: "never started here",
      code: "ended with exit code {code}",
      limit: "the member ended it after its limit of {minutes} min",
      requested: "it was ended on request",
      died: "it died when the server went down",
      percent: "{text}, {percent} %",
    },
    restarts: {
      feature: "a server role, feature or update of Windows waits for a restart",
      windowsUpdate: "Windows Update waits for a restart",
      updateExe: "an installer of updates waits for a restart (UpdateExeVolatile, flags 1)",
      fileRenames: "files are to be replaced at the next start (PendingFileRenameOperations)",
    },
    output: {
      package: "Rolling Update lab: {file}. Not a real package, and the rest of it is empty.\n",
      written: "Written by {file} on {computer} at {time}\r\n",
      serves: "serves",
      doesNotServe: "does not serve",
      failed: "failed, as its name says",
      notRun: "{file} was not really run: this is a lab",
    },
    updates: { windows: "Windows updates", securityUpdate: "Security Update for Windows ({kb})" },
  },
};
