import type { Text } from "../../../texts";
import { Failure, reason, text } from "../../../texts";

/**
 * - `not-found`: there is no such executable
 * - `not-started`: it did not get far enough to take requests
 * - `host-input`: it runs our module, but nothing that is sent to it gets through
 * - `blocked`: the machine's policy does not allow our module, or the language that it needs
 * - `wrong-version`: a PowerShell below 5.1
 * - `exited`: the process ended on its own half-way, with whatever exit code
 * - `timed-out`, `cancelled`: stopped by us
 * - `too-much-output`: stopped by us, because it would have filled the memory
 * - `no-result`: the command ended without an answer
 * - `closed`: the shell had ended before the turn of this request, or was closed during it
 */
export type ShellFailureCode =
  | "not-found"
  | "not-started"
  | "host-input"
  | "blocked"
  | "wrong-version"
  | "exited"
  | "timed-out"
  | "cancelled"
  | "too-much-output"
  | "no-result"
  | "closed";

/** Our own PowerShell is not fit to ask anybody. */
const ofOwnHost: ReadonlySet<ShellFailureCode> = new Set(["not-found", "not-started", "host-input", "blocked", "wrong-version"]);

/** What to do about it; null where we have ended it ourselves, and the caller knows why. */
const hints: Readonly<Record<ShellFailureCode, Text | null>> = {
  "not-found": text("powershell.not-found.hint"),
  "not-started": text("powershell.not-started.hint"),
  "host-input": text("powershell.deaf.hint"),
  blocked: text("powershell.blocked.hint"),
  "wrong-version": text("powershell.wrong-version.hint"),
  exited: text("powershell.ended.hint"),
  "timed-out": text("powershell.timed-out.hint"),
  cancelled: null,
  "too-much-output": text("powershell.flood.hint"),
  "no-result": text("powershell.no-result.hint"),
  closed: null,
};

interface Facts {
  readonly sent?: boolean;
  readonly detail?: string;
  readonly exitCode?: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly cause?: unknown;
}

/** There is no answer. `sent` says whether that is a failure or an unknown outcome. */
export class ShellFailure extends Failure {
  declare readonly code: ShellFailureCode;
  /** What to do about it, where we know. */
  readonly hint: Text | null;
  /** The request had been sent: what it asks for may have been done, wholly or in part. */
  readonly sent: boolean;
  /** The last lines that it printed and what else is known, in words of others; bounded. */
  readonly detail: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;

  /** @param what what happened; where our own PowerShell is not fit, a sentence about it: "it ended at its start" */
  constructor(
    code: ShellFailureCode,
    readonly what: Text,
    { sent = false, detail = "", exitCode = null, signal = null, cause }: Facts = {},
  ) {
    super(reason(code, ofOwnHost.has(code) ? text("powershell.own-host", { what }) : what), cause === undefined ? undefined : { cause });
    this.hint = hints[code];
    this.sent = sent;
    this.detail = detail;
    this.exitCode = exitCode;
    this.signal = signal;
  }

  /** It would be the same with every server. */
  get ownHost(): boolean {
    return ofOwnHost.has(this.code);
  }
}
