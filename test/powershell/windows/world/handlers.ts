import type { ChangeOp } from "../../../../lib/server/catalogue";
import type { Resident, World } from "../../../../lib/adapters/lab/world";
import type { Accounts } from "./computers/accounts";
import type { Folders } from "./computers/folders";
import type { Processes } from "./computers/processes";
import type { Scheduler } from "./computers/scheduler";

/** What a stand-in sends with its question: JSON. */
export type Given = Readonly<Record<string, unknown>>;

/** Windows says no, with the error id, exception type and HRESULT that are published for it. */
export class WindowsError extends Error {
  constructor(
    readonly id: string,
    message: string,
    readonly detail: { readonly type?: string; readonly category?: string; readonly hresult?: number } = {},
  ) {
    super(message);
  }
}

/** The one error id of ours: the machine that was asked is down, or there is none of that name. */
export const unreachable = (server: string): WindowsError =>
  new WindowsError("stand-in-unreachable", `The session with ${server} is broken: it does not answer.`, { category: "ConnectionError" });

/** What a handler works with. */
export interface Context {
  readonly world: World;
  /** The computer on which the command was given. */
  readonly server: string;
  /** The id of the process that asks. */
  readonly pid: number;
  readonly folders: Folders;
  readonly processes: Processes;
  readonly scheduler: Scheduler;
  readonly accounts: Accounts;
  /** A domain controller answers those who ask from a session here. */
  readonly directory: boolean;
  /** How many times as fast as the clock on the wall the world goes. */
  readonly speed: number;
  /** The name of the SCOM management server. */
  readonly monitoring: string;
  /** The member on which the command was given. @throws WindowsError `stand-in-unreachable` where it is down, or no member. */
  readonly resident: Resident;
  /**
   * Lets a change happen and takes it down for the truth under the name of the operation that it belongs to. Whether it may be is looked at
   * before: whoever comes here is accepted. Changes that belong to no operation just call the world.
   */
  change(op: ChangeOp, args: Given, effect: () => void, about?: Resident): void;
}

export type Handler = (context: Context, args: Given) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

/** What programs under System32 and elsewhere print, and how they end. */
export interface ToolResult {
  readonly exitCode: number;
  readonly output?: string;
  readonly error?: string;
}
/** By lower-case file name; arguments as the program got them. */
export type Tools = Readonly<Record<string, (context: Context, args: readonly string[]) => ToolResult>>;

/** A WMI class's instances on a computer, by `namespace:class` in lower case, e.g. `root\\cimv2:win32_service`. */
export type WmiClasses = Readonly<Record<string, (context: Context) => readonly Given[]>>;

/** Values of registry keys, by their path below `HKLM:\` or with the name of another hive before it, as they are now. An empty record is a key without values. */
export type RegistryPart = (context: Context) => Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A moment for stand-ins: they make a DateTime of it. */
export const instantOf = (ms: number): { readonly $instant: number } => ({ $instant: ms });

export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : value == null ? [] : [text(value)]);
