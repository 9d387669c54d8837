import type { Flat, Parameters } from "../../lib/adapters/powershell";
import type { CheckedServers } from "../../lib/adapters";
import type { ArgsOf, ChangeOp, ReadOp, ResultOf } from "../../lib/server";
import type { Clock } from "../../lib/time";
import type { CheckOptions } from "./options";

/**
 * - `fine`: it is as this package needs it
 * - `look`: something is to be looked at, or done
 * - `not-here`: what it is about does not exist there
 * - `unknown`: it could not be found out, and never counts as fine
 * - `not-asked`: the command line did not ask for it
 */
export type Answer = "fine" | "look" | "not-here" | "unknown" | "not-asked";

/** A detail of an answer, with the names of computers and accounts in it that nobody else may have to know. */
export type Fact = readonly [name: string, value: string | number, names?: readonly string[]];

/** What came of a check, in words. */
export interface Said {
  readonly answer: Answer;
  readonly what: string;
  /** What to do next. */
  readonly todo?: string;
  readonly facts?: readonly Fact[];
}

/** A server that is asked, and the ways to ask it. */
export interface Asked {
  readonly server: string;
  readonly options: CheckOptions;
  /** The other servers of the command line. */
  readonly others: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Operations of the catalogue. */
  readonly read: <Op extends ReadOp>(op: Op, args: ArgsOf<Op>) => Promise<ResultOf<Op>>;
  readonly change: <Op extends ChangeOp>(op: Op, args: ArgsOf<Op>) => Promise<void>;
  /** A function of the check's own PowerShell. */
  readonly question: (name: string, parameters?: Parameters, more?: More) => Promise<readonly Flat[]>;
  /** Remembers how a change is taken back: at the end of the check, or as soon as it is interrupted. */
  readonly undo: (what: string, how: (asked: Asked) => Promise<unknown>) => void;
  /** One more connection, as a second client has it; with another password if one is given. */
  readonly second: (password?: string) => CheckedServers;
}

interface More {
  readonly limitMs?: number;
  /** Another server that is asked. */
  readonly server?: string;
  /** The SCOM management server is asked about this one. */
  readonly scom?: true;
}

/** This computer, which asks the servers. */
export interface AskedHost {
  readonly options: CheckOptions;
  /** PowerShells to look for, by name; and the one that the connection will start. */
  readonly executables: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Where a check belongs: this computer, a member, the SCOM server, a JEA endpoint. */
export type Needs = "host" | "member" | "scom" | "endpoint";

interface Part {
  /** Its number; a part of a check that changes something has a `T` after it. */
  readonly number: `${number}` | `${number} T`;
  readonly title: string;
  /** What its answer is good for. */
  readonly tells: string;
  /** What it changes on a test member and how that is taken back; null: nothing. */
  readonly changes: string | null;
  /** A switch of its own that it needs. */
  readonly switch?: "restart" | "wrong-password";
}

/** A check of a server. */
export interface ServerCheck extends Part {
  readonly needs: Exclude<Needs, "host">;
  play(asked: Asked): Promise<Said>;
}

/** A check of this computer. */
export interface HostCheck extends Part {
  readonly needs: "host";
  play(asked: AskedHost): Promise<readonly Said[]>;
}

/** A check as data: how it is asked, and how its answer is judged. */
interface Entry<T> extends Part {
  readonly needs: ServerCheck["needs"];
  readonly ask: (asked: Asked) => Promise<T>;
  readonly judge: (answer: T) => Said;
}

export const serverCheck = <T>({ ask, judge, ...part }: Entry<T>): ServerCheck => ({
  ...part,
  play: async (asked) => judge(await ask(asked)),
});

export const fine = (what: string, facts: readonly Fact[] = []): Said => ({ answer: "fine", what, facts });
export const look = (what: string, todo: string, facts: readonly Fact[] = []): Said => ({ answer: "look", what, todo, facts });
export const notHere = (what: string, facts: readonly Fact[] = []): Said => ({ answer: "not-here", what, facts });
export const unknown = (what: string, todo: string, facts: readonly Fact[] = []): Said => ({ answer: "unknown", what, todo, facts });

/** A value of a record as text; what is not there is empty. */
export const textOf = (record: Flat | undefined, name: string): string => {
  const value = record?.[name];
  return value === null || value === undefined ? "" : String(value);
};

/** A value of a record as a number; null where it is none. */
export const numberOf = (record: Flat | undefined, name: string): number | null => {
  const text = textOf(record, name);
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
};

/** A value that is a list: one item per line. */
export const linesOf = (record: Flat | undefined, name: string): readonly string[] =>
  textOf(record, name)
    .split("\n")
    .filter((line) => line !== "");

/** `1 service`, `2 services`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
