import type { Answer, Fact } from "../check";
import type { Left } from "../asking";

/** One answer, of this computer or of a server. */
export interface Row {
  /** Null: this computer. */
  readonly server: string | null;
  readonly number: string;
  readonly title: string;
  readonly tells: string;
  readonly answer: Answer;
  readonly what: string;
  readonly todo: string;
  readonly facts: readonly Fact[];
  readonly ms: number;
}

/** All that a check has found: what is written to a file, and made a page of. */
export interface Document {
  readonly program: "check-windows";
  readonly version: string;
  readonly at: string;
  /** What somebody who gets this file learns from it. */
  readonly contains: string;
  readonly anonymous: boolean;
  readonly host: string;
  /** The account that has asked. */
  readonly account: string;
  readonly way: string;
  readonly node: string;
  readonly servers: readonly { readonly name: string; readonly is: string }[];
  readonly rows: readonly Row[];
  /** What a test member was used for; empty if nothing was changed. */
  readonly changed: readonly string[];
  /** What was not taken back. */
  readonly left: readonly Left[];
  readonly interrupted: boolean;
}

/** In the order in which somebody wants to read them. */
export const answers: readonly Answer[] = ["look", "unknown", "fine", "not-here", "not-asked"];

export const answerWords: Readonly<Record<Answer, string>> = {
  fine: "fine",
  look: "look",
  "not-here": "not here",
  unknown: "unknown",
  "not-asked": "not asked",
};

export const containsNames =
  "names of servers, accounts, services, hotfixes and providers of events, versions of Windows and PowerShell, settings of WinRM, paths, and messages of Windows. It contains no password and no text of an event.";
export const containsNoNames =
  "versions of Windows and PowerShell, settings of WinRM, names of services and hotfixes, paths, and messages of Windows. Names of servers, accounts, domains and addresses were replaced. Windows may have written others into a message: read it before you pass it on. It contains no password and no text of an event.";

/** Whether all that was asked is fine, or about something that does not exist there. */
export const isGood = ({ rows, interrupted, left }: Document): boolean =>
  !interrupted && left.length === 0 && rows.every(({ answer }) => answer !== "look" && answer !== "unknown");
