import { dirname } from "node:path/win32";
import type { Culture } from "../captured";
import { fill, installerEvents, installerLog, languages } from "../captured";
import type { ProductName } from "../laws";
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

/** What an installer is at. */
export type Action = "looks" | "stopsServices" | "copies" | "compiles" | "configures" | "startsServices";

/** Where an installer writes what it does. */
export interface InstallerLog {
  begins(subject: Subject): void;
  goesOn(action: Exclude<Action, "looks">, subject: Subject): void;
  ends(subject: Subject, exitCode: number): void;
}

const good = (exitCode: number): boolean => exitCode === 0 || exitCode === 3010 || exitCode === 1641;

export const noLog: InstallerLog = { begins: () => {}, goesOn: () => {}, ends: () => {} };

const digits = (n: number): string => String(n).padStart(2, "0");

/** A date as Windows writes it in this culture. */
function shortDate(at: Date, { shortDate: pattern }: Culture): string {
  const parts: Readonly<Record<string, string>> = {
    d: pattern.startsWith("M") ? String(at.getUTCDate()) : digits(at.getUTCDate()),
    M: pattern.startsWith("M") ? String(at.getUTCMonth() + 1) : digits(at.getUTCMonth() + 1),
    y: String(at.getUTCFullYear()),
  };
  return pattern.replaceAll(/[dMy]/g, (part) => parts[part] as string);
}

/** Windows Installer: a log in its verbose form (samples 5 to 7) and events of MsiInstaller (domain reference 4.7). */
export function windowsInstallerLog(machine: Machine, path: string): InstallerLog {
  const words = { ...installerLog.texts, ...languages[machine.software.culture.name]?.texts.installer };
  const said = installerEvents.texts;
  const time = () => new Date(machine.clock()).toISOString().slice(11, 23);
  const write = (line: string) => machine.files.append(path, [line]);
  const frame = (line: string) =>
    write(fill(line, { date: shortDate(new Date(machine.clock()), machine.software.culture), time: time().slice(0, 8) }));
  const message = (text: string) => write(fill(words.message, { time: time().replace(".", ":"), text }));
  const event = (id: number, text: string, level: "information" | "error" = "information") =>
    machine.events.write({ log: "Application", provider: "MsiInstaller", id, level, message: text });
  return {
    begins: ({ file, from }) => {
      event(1040, fill(said.begins, { file }));
      frame(words.starts);
      message(fill(words.sequence, { from }));
    },
    goesOn: (action) => message(words[action]),
    ends: ({ title, file, to }, code) => {
      const version = machine.software.build;
      const status = fill(words.status, { version, title, code });
      const failed = fill(words.failed, { title, code, path });
      if (good(code)) event(1022, fill(words.installed, { title }));
      else event(1023, failed, "error");
      event(1036, status);
      if (code === 3010) event(1038, fill(said.needsRestart, { version }));
      if (code === 1641) event(1005, said.restarts);
      event(1042, fill(said.ends, { file }));
      message(good(code) ? fill(words.version, { to }) : failed);
      message(status);
      message(fill(words.returns, { code }));
      frame(words.stops);
    },
  };
}

/** Setup: ExchangeSetup.log. */
export function setupLog(machine: Machine, product: ProductName): InstallerLog {
  const log = new SetupLog({ files: machine.files, clock: () => machine.clock(), culture: machine.software.culture, product });
  const run = ({ file, from, to }: Subject) => ({ computer: machine.name, from, to, folder: dirname(file) });
  return {
    begins: (subject) => log.begins(run(subject)),
    goesOn: (action, subject) => {
      if (action === "copies") log.works(run(subject));
    },
    ends: (subject, exitCode) => {
      if (good(exitCode)) log.succeeds();
      else log.fails(exitCode === 1642 ? "cannotUpgrade" : "fatal", run(subject));
    },
  };
}
