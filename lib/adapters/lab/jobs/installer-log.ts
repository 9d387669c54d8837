import type { Machine } from "../machine";
import { SetupLog } from "../machine";

/** What an installation is about, for its log. */
export interface Subject {
  readonly title: string;
  readonly file: string;
  /** The build before it. */
  readonly from: string;
  /** The build after it. */
  readonly to: string;
}

/** Where an installer writes what it does. */
export interface InstallerLog {
  begins(subject: Subject): void;
  goesOn(text: string): void;
  ends(subject: Subject, exitCode: number): void;
}

const good = (exitCode: number): boolean => exitCode === 0 || exitCode === 3010 || exitCode === 1641;

export const noLog: InstallerLog = { begins: () => {}, goesOn: () => {}, ends: () => {} };

/** Windows Installer: a log in its verbose form (samples 5 to 7) and events of MsiInstaller (domain reference 4.7). */
export function windowsInstallerLog(machine: Machine, path: string): InstallerLog {
  const time = () => new Date(machine.clock()).toISOString();
  const write = (...lines: readonly string[]) => machine.files.append(path, lines);
  const message = (text: string) => write(`MSI (s) (4C:D8) [${time().slice(11, 23).replace(".", ":")}]: ${text}`);
  const event = (id: number, level: "information" | "error", text: string) =>
    machine.events.write({ log: "Application", provider: "MsiInstaller", id, level, message: text });
  return {
    begins: ({ file, from }) => {
      event(1040, "information", `Beginning a Windows Installer transaction: ${file}.`);
      write(
        `=== Verbose logging started: ${time()}  Build type: SHIP UNICODE 5.00.7601.00  Calling process: C:\\Windows\\system32\\msiexec.exe ===`,
      );
      message(`SequencePatches starts. Product version: ${from}`);
    },
    goesOn: message,
    ends: ({ title, file, to }, exitCode) => {
      const status = `Windows Installer installed an update. Product Name: ${machine.role.product}. Update Name: ${title}. Installation success or error status: ${exitCode}.`;
      const failed = `Product: ${machine.role.product} - Update '${title}' could not be installed. Error code ${exitCode}. Additional information is available in the log file ${path}.`;
      if (good(exitCode)) event(1022, "information", `Product: ${machine.role.product} - Update '${title}' installed successfully.`);
      else event(1023, "error", failed);
      event(1036, "information", status);
      if (exitCode === 3010) event(1038, "information", "Windows Installer requires a system restart. Type of restart: 2. Reason: 1.");
      if (exitCode === 1641) event(1005, "information", "The Windows Installer initiated a system restart to complete the configuration.");
      event(1042, "information", `Ending a Windows Installer transaction: ${file}.`);
      message(good(exitCode) ? `Product version: ${to}` : failed);
      message(status);
      message(`MainEngineThread is returning ${exitCode}`);
      write(`=== Verbose logging stopped: ${time()} ===`);
    },
  };
}

/** Setup: ExchangeSetup.log. */
export function setupLog(machine: Machine): InstallerLog {
  const log = new SetupLog(machine.files, () => machine.clock());
  return {
    begins: ({ from, to }) => log.begins(machine.name, from, to),
    goesOn: (text) => log.line(1, text),
    ends: (_, exitCode) => {
      if (good(exitCode)) log.succeeds();
      else
        log.fails(
          exitCode === 1642
            ? "The installed version cannot be upgraded by this version of Setup."
            : "Fatal error during installation. Error code is 1603.",
        );
    },
  };
}
