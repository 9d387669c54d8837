import type { Answered, Shell } from "../../../../lib/adapters/powershell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";
import { Shells } from "../../../../lib/adapters/powershell/shells";
import { text } from "../../../../lib/texts";

export const itEnded = text("powershell.no-result");
export const answered: Answered = { frame: { ok: true, records: [] }, printed: "" };

/** A shell whose calls end when the test says so. */
export class Held {
  ended = false;
  worn = false;
  readonly asked: string[] = [];
  /** How it takes being told of its server. */
  connects = (): Promise<Answered> => Promise.resolve(answered);
  private readonly holds: ((how: Answered | ShellFailure) => void)[] = [];

  /** What was handed over besides the requests. */
  readonly secrets: (string | undefined)[] = [];
  /** The requests, which commands get in PowerShell. */
  readonly requests: string[] = [];

  /** What each of the calls would be given up by. */
  readonly signals: (AbortSignal | undefined)[] = [];

  call(request: Readonly<Record<string, unknown>>, { secret, signal }: { secret?: string; signal?: AbortSignal } = {}): Promise<Answered> {
    this.signals.push(signal);
    this.secrets.push(secret);
    this.requests.push(JSON.stringify(request));
    const type = String(request["type"]);
    this.asked.push(type === "=connect" ? "connect" : String(request["function"]).slice(1));
    if (type === "=connect") return this.connects();
    return new Promise((resolve, reject) => this.holds.push((how) => (how instanceof ShellFailure ? reject(how) : resolve(how))));
  }

  end(how: Answered | ShellFailure = answered): void {
    this.holds.shift()?.(how);
  }

  close(): Promise<void> {
    this.ended = true;
    while (this.holds.length > 0) this.end(new ShellFailure("closed", itEnded, { sent: true }));
    return Promise.resolve();
  }
}

export const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** The shells of one server. @param opened where each of them is put down @param connects how they take being told of their server */
export const heldShells = (opened: Held[], connects?: () => Promise<Answered>): Shells =>
  new Shells({}, () => {
    const shell = new Held();
    if (connects !== undefined) shell.connects = connects;
    opened.push(shell);
    return shell as unknown as Shell;
  });

export const asked = (shells: Shells, name: string, signal?: AbortSignal, limitMs = 60_000): Promise<Answered> =>
  shells.call({ type: "call", function: name, parameters: {} }, { limitMs, ...(signal === undefined ? {} : { signal }) });

/** How a call ended. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "answered",
    (error: unknown) => (error instanceof ShellFailure ? `${error.code}${error.sent ? ", sent" : ""}` : String(error)),
  );
