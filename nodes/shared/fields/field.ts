/** One setting of a node: one property in the flow file, one field in the form. Data and pure functions, for both halves of a node and for the build. */
export interface Field<Value = unknown> extends Placing {
  readonly look: Look;
  /** What a new node has in the flow file. A field that is left empty counts as this. */
  readonly initially: string | number | boolean | readonly [];
  /** Of numbers: from where to where. */
  readonly limits?: Limits;
  /** Must not be left empty: nothing sensible stands in for it. */
  readonly required?: true;
  /** The value as the runtime gets it, from anything that a flow file can have there; or why it will not do. */
  read(saved: unknown): Reading<Value>;
  /** What must hold besides, in their order; asked of a value that could be read. */
  readonly rules: readonly Rule<Value>[];
  /** Every reason that reading and rules can give, so that a missing text is found before somebody meets it. */
  readonly reasons: readonly string[];
}

/** How a field looks in the form. */
export type Look =
  | { readonly as: "quantity"; readonly unit: Unit | null; readonly tellsLimits: boolean }
  | { readonly as: "radio" | "select"; readonly options: readonly string[]; readonly notYet: readonly string[] }
  | { readonly as: "tick" | "hidden" }
  /** `leftOut`: in a row, while it is empty, the flow file does without it. */
  | { readonly as: "text"; readonly code: boolean; readonly offers: Offers | null; readonly leftOut: boolean }
  | { readonly as: "list"; readonly by: "line" | "comma"; readonly numbers: boolean }
  | { readonly as: "rows"; readonly columns: Fields; readonly numbered: boolean }
  | { readonly as: "configNode"; readonly type: string }
  | { readonly as: "credential"; readonly secret: boolean };

/** Units whose words all nodes share; a field without one may have words of its own (`<type>.unit.<field>`). */
export type Unit = "minutes" | "seconds" | "megabytes";

/** What a text field offers to choose from: members of server-arrays, or time zones. */
export type Offers = "members" | "timeZones";

/** Whole numbers, both included. */
export interface Limits {
  readonly from: number;
  readonly to: number;
}

/** Where and when a field stands in the form. Nothing here changes what a value means, but for `when`. */
export interface Placing {
  /** A Font Awesome 4.7 icon without its `fa-`. */
  readonly icon?: string;
  /** In the row of the field before it. */
  readonly beside?: true;
  /** In this section, which can be folded: `advanced`. */
  readonly section?: string;
  /** Shown, and looked at, only while all of these fields have one of these values. What is saved meanwhile is kept. */
  readonly when?: When;
  /** Notices (`<type>.notice.<key>`), by the value at which they are shown: `{ stop: "stop" }`. */
  readonly notices?: Readonly<Record<string, string>>;
  /** Hints (`<type>.hint.<key>`) that depend on other fields, by their keys. One without conditions is found by the field's name. */
  readonly hints?: Readonly<Record<string, When>>;
  /** Shown while the field is empty, where it needs no words: `14.3.513.0`. */
  readonly example?: string;
  /** Its texts are those that all nodes share. */
  readonly texts?: "shared";
}

/** Fields and the values that each may have, as texts. */
export type When = Readonly<Record<string, readonly string[]>>;

export type Fields = Readonly<Record<string, Field>>;

/** Why a value will not do. Words are made of it where it is shown. */
export interface Problem {
  /** One of the node's own reasons (`<type>.reason.<reason>`), or a whole key (`shared.reason.between`). */
  readonly reason: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What is wrong in there, for reasons with `__reason__`. */
  readonly inner?: Problem;
  /** Which rows are concerned, from 0. */
  readonly rows?: readonly number[];
}

export type Reading<Value> = { readonly value: Value } | { readonly problem: Problem };

/** What other fields have, as they were saved; what is empty there is told as its default. */
export type Others = (name: string) => unknown;

export interface Rule<Value> {
  readonly reason: string;
  /** True, or what the reason's text is told, where the rule is broken. */
  broken(value: Value, of: Others): boolean | Omit<Problem, "reason">;
}

type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** What the fields give, parsed. Credentials are not among it: Node-RED keeps them apart. */
export type Parsed<F extends Fields> = {
  readonly [Name in keyof F as [ValueOf<F[Name]>] extends [never] ? never : Name]: ValueOf<F[Name]>;
};

/** Texts, numbers and ticks as text, without blanks around it; null for anything else, undefined and null being empty. */
export function textOf(saved: unknown): string | null {
  if (saved === undefined || saved === null) return "";
  return typeof saved === "string" || typeof saved === "number" || typeof saved === "boolean" ? String(saved).trim() : null;
}

/** What `Placing` is, out of a kind's options. */
export function placing({ icon, beside, section, when, notices, hints, example, texts }: Placing): Placing {
  const given = { icon, beside, section, when, notices, hints, example, texts };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Placing;
}
