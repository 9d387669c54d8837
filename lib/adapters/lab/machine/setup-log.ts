import type { Files } from "./files";

/** Where setup writes what it does, appended to over all runs. */
const SETUP_LOG = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";
const STARS = "**********************************************";

const digits = (n: number, width = 2): string => String(n).padStart(width, "0");

/** The stamp of setup: UTC, American order, four digits of which the first is always 0. */
const stamp = (ms: number): string => {
  const at = new Date(ms);
  const day = `${digits(at.getUTCMonth() + 1)}/${digits(at.getUTCDate())}/${at.getUTCFullYear()}`;
  return `${day} ${digits(at.getUTCHours())}:${digits(at.getUTCMinutes())}:${digits(at.getUTCSeconds())}.${digits(at.getUTCMilliseconds(), 4)}`;
};

/** Writes to ExchangeSetup.log in the form of the product (domain reference 4.10). */
export class SetupLog {
  constructor(
    private readonly files: Files,
    private readonly clock: () => number,
  ) {}

  line(level: number, ...texts: readonly string[]): void {
    this.files.append(
      SETUP_LOG,
      texts.map((text) => `[${stamp(this.clock())}] [${level}] ${text}`),
    );
  }

  begins(computer: string, from: string, to: string): void {
    this.line(0, STARS, "Starting Microsoft Exchange Server 2010 Setup", STARS);
    this.line(0, "Local time zone: (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna.");
    this.line(0, "Operating system version: Microsoft Windows NT 6.1.7601 Service Pack 1.", `Setup version: ${to}.`);
    this.line(0, "Logged on user: CONTOSO\\svc-exupdate.", "Command Line Parameter Name='mode', Value='Upgrade'.");
    this.line(0, `Setup will search for an Exchange Server object for the local machine with name '${computer}'.`);
    this.line(0, `The locally installed version is ${from}.`, "Performing Microsoft Exchange Server Prerequisite Check");
  }

  succeeds(): void {
    this.line(0, "The Microsoft Exchange Server setup operation completed successfully.", "CurrentResult main.run:235: 0");
    this.line(0, "CurrentResult setupbase.maincore:396: 0", "End of Setup", STARS);
  }

  fails(reason: string): void {
    this.line(1, `[ERROR] ${reason}`, "Setup is stopping now because of one or more critical errors.");
    this.line(
      0,
      "The Exchange Server setup operation did not complete.  More details can be found in ExchangeSetup.log located in the <SystemDrive>:\\ExchangeSetupLogs folder.",
      "CurrentResult setupbase.maincore:396: 1",
      "End of Setup",
      STARS,
    );
  }
}

/** The log of the setup that once brought the present build: whoever reads the log must tell it from a later one. */
export function writeFormerSetup(files: Files, { computer, at, build }: { computer: string; at: number; build: string }): void {
  const log = new SetupLog(files, () => at);
  log.begins(computer, "14.2.247.5", build);
  log.succeeds();
}
