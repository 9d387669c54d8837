import type { Catalogue, Entries, Key } from "./en-US";
import { english } from "./en-US";

/**
 * A sentence, or a part of one, as data: which text of the catalogue, and what is put into it. It is what errors, results of steps and the journal
 * carry; a text in some language is made of it at the edge (`say.ts`), for whoever reads it.
 */
export interface Text {
  /** Its key in the catalogue. */
  readonly text: string;
  readonly values?: Readonly<Record<string, Value>>;
  /** In English, where it does not stand in the catalogue but beside what it is about: an operation, an exit code. */
  readonly english?: string;
}

/** Our own text, or what somebody outside has said: Windows, a program, a person, another node. */
export type Words = Text | string;

/** Makes text of data, in some language. */
export type Say = (words: Words) => string;

/** What can be put into a text. */
export type Value = string | number | Text | Duration | Instant | List | Shortened;

/** In milliseconds. */
export interface Duration {
  readonly ms: number;
}

/** In milliseconds since 1970 UTC. */
export interface Instant {
  readonly at: number;
  /** The time alone is said then, with the date where it is not that of this moment. */
  readonly after?: number;
}

export interface List {
  readonly list: readonly Value[];
  /** `a, b` · `a and b` · `a; b` (sentences, and names with commas in them) · `a b` (words of a command). */
  readonly by: "comma" | "and" | "semicolon" | "blank";
}

/** Something that may be long: cut after `to` characters, or something else said instead. */
export interface Shortened {
  readonly short: Value;
  readonly to: number;
  readonly instead?: Value;
}

/** The places of a text: `Names<"__who__ waits for __what__">` is `"who" | "what"`. */
type Names<T extends string> = T extends `${string}__${infer Name}__${infer Rest}` ? Name | Names<Rest> : never;

/** What has to be given with a text. The form of one with a plural is chosen by `count`. */
type ValuesOf<K extends Key> = {
  readonly [Name in Names<Entries<Catalogue[K]>> | (Catalogue[K] extends string ? never : "count")]: Name extends "count" ? number : Value;
};

/** For a key that is none the compiler tries all of them; nothing is asked of its values then, so that it complains of the key. */
type Given<K extends Key> = [Key] extends [K] ? [values?: ValuesOf<K>] : keyof ValuesOf<K> extends never ? [] : [values: ValuesOf<K>];

/** A text of the catalogue with its values; the compiler knows which ones it needs. */
export const text = <K extends Key>(key: K, ...[values]: Given<K>): Text => (values === undefined ? { text: key } : { text: key, values });

/** Whether a value, out of a journal or the result of a step, is a text. */
export const isText = (value: unknown): value is Text =>
  typeof value === "object" &&
  value !== null &&
  "text" in value &&
  typeof value.text === "string" &&
  Object.keys(value).every((name) => name === "text" || name === "values" || name === "english");

/** A key, as the message of a schema. @see wordsOfSchema */
export const key = (name: Key): string => name;

/** What a schema says of a value: its own words, or a text of the catalogue where it was given a key for a message. */
export const wordsOfSchema = (message: string): Words => (message in english ? { text: message } : message);

/** What somebody outside has said, where a text of ours is asked for: the hint of a server. */
export const quoted = (words: Words): Text => (typeof words === "string" ? text("value", { value: words }) : words);

/** A text that stands beside what it is about. @param key under which other languages have it @param english the text itself */
export const textBeside = (key: string, english: string): Text => ({ text: key, english });

/** A duration, to be put into a text: `12 min`. */
export const duration = (ms: number): Duration => ({ ms });

/** A moment, to be put into a text: `2026-01-10 22:00:05 UTC`. */
export const instant = (at: number): Instant => ({ at });

/** What may be long, to be put into a text that must stay short. @param instead said where it is too long; what is cut where nothing is given */
export const shortened = (short: Value, to: number, instead?: Value): Shortened => ({
  short,
  to,
  ...(instead === undefined ? {} : { instead }),
});

/** `CAS1, CAS2` */
export const listed = (list: readonly Value[]): List => ({ list, by: "comma" });

/** `CAS1, CAS2 and CAS3` */
export const enumerated = (list: readonly Value[]): List => ({ list, by: "and" });

/** `CAS1: stopped in NLB; CAS2: unreachable` */
export const joined = (list: readonly Value[]): List => ({ list, by: "semicolon" });
