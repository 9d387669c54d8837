import type { Culture } from "../captured";
import { fill, products, setupMessages } from "../captured";
import type { ProductName } from "../laws";
import type { Files } from "./files";

/** Where setup writes what it does, appended to over all runs. */
const SETUP_LOG = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";

const digits = (n: number, width = 2): string => String(n).padStart(width, "0");

/** The stamp of setup: UTC, month first, the culture's separators, four digits of which the first is always 0. */
function stamp(ms: number, { separators: [date, time] }: Culture): string {
  const at = new Date(ms);
  const day = [digits(at.getUTCMonth() + 1), digits(at.getUTCDate()), at.getUTCFullYear()].join(date);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map((part) => digits(part)).join(time);
  return `${day} ${clock}.${digits(at.getUTCMilliseconds(), 4)}`;
}

/** Who writes such a log. */
interface Writer {
  readonly files: Files;
  readonly clock: () => number;
  readonly culture: Culture;
  readonly product: ProductName;
}

/** What a run of setup is about. */
export interface SetupRun {
  readonly computer: string;
  readonly from: string;
  readonly to: string;
  /** Where its media are. */
  readonly folder: string;
}

/** Writes to ExchangeSetup.log in the form of the product (domain reference 4.10). */
export class SetupLog {
  constructor(private readonly writer: Writer) {}

  begins({ computer, from, to }: SetupRun): void {
    const { banner, osInLog: os } = products.texts[this.writer.product];
    this.lines(0, this.messages.begins, { banner, os, computer, from, to });
  }

  works({ folder }: SetupRun): void {
    for (const [level, line] of this.messages.works) this.lines(level, [line], { folder });
  }

  succeeds(): void {
    this.lines(0, this.messages.succeeds);
  }

  fails(why: "cannotUpgrade" | "fatal", { folder }: SetupRun): void {
    const { stops, fails } = this.messages;
    this.lines(1, [stops], { reason: fill(this.messages[why], { folder }) });
    this.lines(0, fails);
  }

  private get messages() {
    return setupMessages[this.writer.product].texts;
  }

  /** A line without words has no stamp. */
  private lines(level: number, texts: readonly string[], values: Readonly<Record<string, string>> = {}): void {
    const { files, clock, culture } = this.writer;
    files.append(
      SETUP_LOG,
      texts.map((text) => (text === "" ? "" : `[${stamp(clock(), culture)}] [${level}] ${fill(text, values)}`)),
    );
  }
}

/** The log of the setup that once brought the present build: whoever reads the log must tell it from a later one. */
export function writeFormerSetup(writer: Writer, computer: string): void {
  const log = new SetupLog(writer);
  const { former, build } = products.texts[writer.product];
  log.begins({ computer, from: former, to: build, folder: "" });
  log.succeeds();
}
