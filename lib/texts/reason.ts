import { codes } from "./en-US/codes";
import { sayInEnglish } from "./say";
import type { Say, Words } from "./text";
import { text } from "./text";

/** Why something did not work, as data. Decide by `code`, never by the words. */
export interface Reason {
  /** Stable, e.g. `drain-limit`. */
  readonly code: string;
  /** The member that it is about; null where it is about none, or about several. */
  readonly member: string | null;
  /**
   * What happened, in a sentence. A text of ours is said after the name of the member (`CAS1: 3 clients are still connected.`), unless it names
   * by itself what it is about: then it has a place for `member`, `array` or `alarm`.
   */
  readonly what: Words;
  /** What was done since, and how things stand now. */
  readonly since: readonly Words[];
  /** What to do about it, where we know. */
  readonly hint: Words | null;
}

/** A reason of which the member is not known, or does not matter. */
export const reason = (code: string, what: Words, hint: Words | null = null): Reason => ({
  code,
  member: null,
  what,
  since: [],
  hint,
});

const namesItsSubject = (what: Words): boolean =>
  typeof what === "string" || ["member", "array", "alarm"].some((name) => what.values?.[name] !== undefined);

/**
 * What happened, as a text that can be put into another.
 * @param named the member that has been named already
 */
export const whatOf = ({ member, what }: Pick<Reason, "member" | "what">, named: string | null = null): Words =>
  member === null || member === named || namesItsSubject(what) ? what : text("reason.about", { about: member, what });

/** What happened and what to do, as a text that can be put into another. */
export const wordsOf = (it: Reason): Words =>
  it.hint === null ? whatOf(it) : text("reason.with-hint", { what: whatOf(it), hint: it.hint });

/** All of it: what happened, on which member, how things stand now, and what to do; that once, though what was tried since came to the same. */
export function sayReason(say: Say, it: Reason): string {
  const told = [whatOf(it), ...it.since].map(say).join(" ");
  const hint = it.hint === null ? "" : say(it.hint);
  return hint === "" || told.includes(hint) ? told : `${told} ${hint}`;
}

type Code<Key = keyof typeof codes> = Key extends `code.${infer Name}` ? Name : never;

const isCode = (code: string): code is Code => Object.hasOwn(codes, `code.${code}`);

/** The code of a reason in a few words: `guard-broken` is "too few other members serve". One that an older version has written stays as it is. */
export const codeInWords = (code: string): Words => (isCode(code) ? text(`code.${code}`) : code);

/** An error that carries what happened as data. Its message is for logs and debuggers, and in English. */
export abstract class Failure extends Error {
  readonly code: string;

  /** @param reason what happened @param options its cause, if another error was */
  constructor(
    readonly reason: Reason,
    options?: ErrorOptions,
  ) {
    super(sayReason(sayInEnglish, reason), options);
    this.name = new.target.name;
    this.code = reason.code;
  }
}
