import type { Frame } from "../process/frames";
import type { ShellLimits } from "../process/limits";

export interface ShellOptions {
  /** A command on the PATH, or a path. */
  readonly executable: string;
  /** Path of the module that has `Invoke-RUCall`. */
  readonly caller: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<ShellLimits>;
  /** Gets everything printed other than answers, one bounded line at a time, for a debug log. What we send is never echoed. */
  readonly onText?: (line: string) => void;
}

export interface CallOptions {
  /** For the work in PowerShell, in ms; waiting for its turn does not count. */
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Goes to PowerShell in a line of its own, which no command gets as a parameter: what commands get may be logged there. */
  readonly secret?: string | undefined;
}

/** What came back for a request. */
export interface Answered {
  /** What `Invoke-RUCall` wrote, without its id. */
  readonly frame: Frame;
  /** The last other lines that were printed meanwhile, on either stream. */
  readonly printed: string;
}
