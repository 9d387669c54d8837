/**
 * - `not-found`: there is no such executable
 * - `not-started`: it did not come to the point where it takes requests
 * - `blocked`: the machine's policy keeps our module from being loaded, or its language from being used
 * - `wrong-version`: a PowerShell below 5.1
 * - `exited`: the process ended by itself in the middle, with whatever exit code
 * - `timed-out`, `cancelled`: stopped by us
 * - `too-much-output`: stopped by us, since it would have filled the memory
 * - `no-result`: the command came to its end without an answer
 * - `closed`: the shell had ended before the turn of this request, or was closed during it
 */
export type ShellFailureCode =
  | "not-found"
  | "not-started"
  | "blocked"
  | "wrong-version"
  | "exited"
  | "timed-out"
  | "cancelled"
  | "too-much-output"
  | "no-result"
  | "closed";

interface Facts {
  readonly sent?: boolean;
  readonly detail?: string;
  readonly exitCode?: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly cause?: unknown;
}

/** There is no answer. Whether that is a failed step, or one with an unknown outcome, tells `sent`. */
export class ShellFailure extends Error {
  override readonly name = "ShellFailure";
  /** The request had been written: what it asks for may have been done, wholly or in part. */
  readonly sent: boolean;
  /** The last lines that it printed and what else is known, for a hint; bounded. */
  readonly detail: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(
    readonly code: ShellFailureCode,
    message: string,
    { sent = false, detail = "", exitCode = null, signal = null, cause }: Facts = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.sent = sent;
    this.detail = detail;
    this.exitCode = exitCode;
    this.signal = signal;
  }
}
