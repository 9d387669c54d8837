import type { Capture } from "./capture";

export const installerLog: Capture<{
  readonly [line in
    | "starts"
    | "stops"
    | "message"
    | "sequence"
    | "installed"
    | "failed"
    | "status"
    | "stopsServices"
    | "copies"
    | "compiles"
    | "configures"
    | "startsServices"
    | "version"
    | "returns"]: string;
}> = {
  source:
    "Logs of Windows Installer in its verbose form: learn.microsoft.com, questions 304404 (1642) and 356052 (2010 SP3 rollup 32, 1603), and one of 2019 CU12. Lines of actions have the form of the documentation of /l*v.",
  kind: "composed",
  product: "Windows Installer 5.0",
  culture: "en-US",
  texts: {
    starts:
      "=== Verbose logging started: {date}  {time}  Build type: SHIP UNICODE 5.00.7601.00  Calling process: C:\\Windows\\system32\\msiexec.exe ===",
    stops: "=== Verbose logging stopped: {date}  {time} ===",
    message: "MSI (s) (4C:D8) [{time}]: {text}",
    sequence:
      "SequencePatches starts. Product code: {4934D1EA-BE46-48B1-8847-F1AF20E892C1}, Product version: {from}, Product language 1033",
    installed: "Product: Microsoft Exchange Server - Update '{title}' installed successfully.",
    failed:
      "Product: Microsoft Exchange Server - Update '{title}' could not be installed. Error code {code}. Additional information is available in the log file {path}.",
    status:
      "Windows Installer installed an update. Product Name: Microsoft Exchange Server. Product Version: {version}. Product Language: 1033. Manufacturer: Microsoft Corporation. Update Name: {title}. Installation success or error status: {code}.",
    stopsServices: "Doing action: StopServices",
    copies: "Doing action: InstallFiles",
    compiles: "Doing action: CustomAction",
    configures: "Doing action: WriteRegistryValues",
    startsServices: "Doing action: StartServices",
    version: "Product version: {to}",
    returns: "MainEngineThread is returning {code}",
  },
};

export const installerEvents: Capture<{ readonly [event in "begins" | "needsRestart" | "restarts" | "ends"]: string }> = {
  source:
    "learn.microsoft.com/windows/win32/msi/event-logging. Number and wording of begin and end of a transaction (1040, 1042) are from memory.",
  kind: "documented",
  product: "Windows Installer 5.0",
  culture: "en-US",
  texts: {
    begins: "Beginning a Windows Installer transaction: {file}. Client Process Id: 4172.",
    needsRestart:
      "Windows Installer requires a system restart. Product Name: Microsoft Exchange Server. Product Version: {version}. Product Language: 1033. Manufacturer: Microsoft Corporation. Type of System Restart: 2. Reason for Restart: 1.",
    restarts: "The Windows Installer initiated a system restart to complete or continue the configuration of 'Microsoft Exchange Server'.",
    ends: "Ending a Windows Installer transaction: {file}. Client Process Id: 4172.",
  },
};
