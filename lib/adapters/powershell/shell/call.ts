import type { Frame, ShellLimits } from "../process";

/** How a process of PowerShell is started. */
export interface HostOptions {
  /** A command on the PATH, or a path. */
  readonly executable: string;
  /** Path of the module that has `Start-RUHost`. */
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
  /** Names and addresses of the server: with others under way, only lines that name it were printed for this request. */
  readonly about?: readonly string[];
}

/** What came back for a request. */
export interface Answered {
  /** What PowerShell wrote, without its id. */
  readonly frame: Frame;
  /** The last other lines that were printed meanwhile, on either stream. */
  readonly printed: string;
}
