/** One setting of a node: one property in the flow file, one field in the form. Data and pure functions, for both halves of a node and for the build. */
export interface Field<Value = unknown> extends Placing {
  readonly look: Look;
  /** What a new node has in the flow file. An empty field counts as this. */
  readonly initially: string | number | boolean | readonly [];
  /** The limits of a number. */
  readonly limits?: Limits;
  /** Must not be empty: there is no sensible default. */
  readonly required?: true;
  /** The value as the runtime gets it, from anything that a flow file can contain; or why it is not accepted. */
  read(saved: unknown): Reading<Value>;
  /** What else must hold, in this order; checked once the value could be read. */
  readonly rules: readonly Rule<Value>[];
  /** Every reason that reading and rules can give, so that a missing text is found before a user sees it. */
  readonly reasons: readonly string[];
}

/** How a field looks in the form. */
export type Look =
  | { readonly as: "quantity"; readonly unit: Unit | null; readonly tellsLimits: boolean }
  | { readonly as: "radio" | "select"; readonly options: readonly string[]; readonly notYet: readonly string[] }
  | { readonly as: "tick" | "hidden" }
  /** `leftOut`: in a row, the flow file omits it while it is empty. */
  | { readonly as: "text"; readonly code: boolean; readonly offers: Offers | null; readonly leftOut: boolean }
  | { readonly as: "list"; readonly by: "line" | "comma"; readonly numbers: boolean }
  | { readonly as: "rows"; readonly columns: Fields; readonly numbered: boolean }
  | { readonly as: "configNode"; readonly type: string }
  | { readonly as: "credential"; readonly secret: boolean };

/** Units whose texts all nodes share; a field without one may have a text of its own (`<type>.unit.<field>`). */
export type Unit = "minutes" | "seconds" | "megabytes";

/** What a text field suggests: members of server-arrays, or time zones. */
export type Offers = "members" | "timeZones";

/** Whole numbers, both included. */
export interface Limits {
  readonly from: number;
  readonly to: number;
}

/** Where and when the form shows a field. Apart from `when`, nothing here changes what a value means. */
export interface Placing {
  /** A Font Awesome 4.7 icon without its `fa-`. */
  readonly icon?: string;
  /** In the row of the field before it. */
  readonly beside?: true;
  /** In this collapsible section: `advanced`. */
  readonly section?: string;
  /** Shown, and in effect, only while all of these fields have one of these values. What was saved is kept meanwhile. */
  readonly when?: When;
  /** Notices (`<type>.notice.<key>`), by the value at which they are shown: `{ stop: "stop" }`. */
  readonly notices?: Readonly<Record<string, string>>;
  /** Hints (`<type>.hint.<key>`) that depend on other fields, by key. A hint without conditions is found by the field's name. */
  readonly hints?: Readonly<Record<string, When>>;
  /** Shown while the field is empty, if it needs no translation: `14.3.513.0`. */
  readonly example?: string;
  /** Its texts are those that all nodes share. */
  readonly texts?: "shared";
}

/** Fields and the values that each may have, as texts. */
export type When = Readonly<Record<string, readonly string[]>>;

export type Fields = Readonly<Record<string, Field>>;

/** Why a value is not accepted. It becomes text where it is shown. */
export interface Problem {
  /** One of the node's own reasons (`<type>.reason.<reason>`), or a whole key (`shared.reason.between`). */
  readonly reason: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What is wrong inside, for reasons with `__reason__`. */
  readonly inner?: Problem;
  /** Which rows are affected, from 0. */
  readonly rows?: readonly number[];
  /** What else is wrong with the same field. */
  readonly more?: readonly Problem[];
}

export type Reading<Value> = { readonly value: Value } | { readonly problem: Problem };

/** The saved values of other fields; an empty one gives its default. */
export type Others = (name: string) => unknown;

export interface Rule<Value> {
  readonly reason: string;
  /** If the rule is broken: true, or the values for the reason's text. */
  broken(value: Value, of: Others): boolean | Omit<Problem, "reason">;
}

type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The parsed values of the fields, without credentials, which Node-RED keeps apart. */
export type Parsed<F extends Fields> = {
  readonly [Name in keyof F as [ValueOf<F[Name]>] extends [never] ? never : Name]: ValueOf<F[Name]>;
};

/** Texts, numbers and ticks as trimmed text; undefined and null as empty text; null for anything else. */
export function textOf(saved: unknown): string | null {
  if (saved === undefined || saved === null) return "";
  return typeof saved === "string" || typeof saved === "number" || typeof saved === "boolean" ? String(saved).trim() : null;
}

/** The `Placing` part of the options of a kind. */
export function placing({ icon, beside, section, when, notices, hints, example, texts }: Placing): Placing {
  const given = { icon, beside, section, when, notices, hints, example, texts };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Placing;
}
