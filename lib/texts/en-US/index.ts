/**
 * The English catalogue: every sentence that lib/ and the runtime halves of the nodes can say, by its key. It is the source of all other languages,
 * and what the compiler checks the values of a text against. `__name__` is a place for a value; a text with a plural has two forms, chosen by
 * `__count__`. Keys begin with the room or the step that says them.
 */
import { api } from "./api";
import { codes } from "./codes";
import { course } from "./course";
import { gates } from "./gates";
import { nodes } from "./nodes";
import { powershell } from "./powershell";
import { probes } from "./probes";
import { report } from "./report";
import { run } from "./run";
import { server } from "./server";
import { retired } from "./retired";
import { steps } from "./steps";

/** A text, or its forms by number. */
export type Entry = string | { readonly one: string; readonly other: string };

const general = {
  value: "__value__",
  and: "__list__ and __last__",
  "reason.about": "__about__: __what__",
  "reason.with-hint": "__what__ __hint__",
} as const;

export const english = {
  ...retired,
  ...general,
  ...codes,
  ...server,
  ...gates,
  ...probes,
  ...powershell,
  ...run,
  ...course,
  ...report,
  ...api,
  ...nodes,
  ...steps,
} as const satisfies Readonly<Record<string, Entry>>;

export type Catalogue = typeof english;
export type Key = keyof Catalogue;
/** The forms of an entry, as their types. */
export type Entries<E extends Entry> = E extends string ? E : E extends Readonly<Record<string, infer Form extends string>> ? Form : never;
