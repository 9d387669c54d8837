import type { Field, Offers, Placing, Reading, Rule } from "./field";
import { placing, textOf } from "./field";
import type { Pattern } from "./patterns";
import { httpStatusesLike, windowsPathLike } from "./patterns";

interface TextOptions<Value extends string | null> extends Placing {
  /** A new node has this value, and an empty field counts as this. */
  readonly initially?: string;
  /** The reason shown if the field is empty; without it, the field may be empty. */
  readonly needed?: string;
  /** Its pattern, unless it is empty. */
  readonly like?: Pattern;
  /** In characters. */
  readonly longest?: number;
  /** In a monospaced font. */
  readonly code?: true;
  readonly offers?: Offers;
  /** In a row: the flow file omits it while it is empty. */
  readonly leftOut?: true;
  readonly rules?: readonly Rule<Value>[];
}

/** While the field is empty its value is null, not an empty text. */
interface OrNull extends TextOptions<string | null> {
  readonly emptyIs: null;
}

const TEXT = "shared.reason.text";
const LONG = "shared.reason.long";

/** One line of text; spaces around it do not count. */
export function text(options: OrNull): Field<string | null>;
export function text(options?: TextOptions<string>): Field<string>;
export function text(options: TextOptions<string> | OrNull = {}): Field<string | null> {
  const { initially = "", needed, like, longest, code = false, offers = null, leftOut = false } = options;
  const rules = (options.rules ?? []) as readonly Rule<string | null>[];
  const empty = "emptyIs" in options ? null : "";
  const read = (saved: unknown): Reading<string | null> => {
    const given = textOf(saved);
    if (given === null) return { problem: { reason: TEXT } };
    if (given === "" && needed !== undefined) return { problem: { reason: needed } };
    if (given === "") return { value: initially === "" ? empty : initially };
    if (longest !== undefined && given.length > longest) return { problem: { reason: LONG, values: { longest } } };
    return like === undefined || like.fits(given) ? { value: given } : { problem: { reason: like.reason } };
  };
  return {
    ...placing(options),
    look: { as: "text", code, offers, leftOut },
    initially,
    ...(needed === undefined ? {} : { required: true }),
    read,
    rules,
    reasons: [
      TEXT,
      ...(needed === undefined ? [] : [needed]),
      ...(like === undefined ? [] : [like.reason]),
      ...(longest === undefined ? [] : [LONG]),
      ...rules.map(({ reason }) => reason),
    ],
  };
}

/** The HTTP statuses of which an answer must have one. */
export const httpStatuses = (options: Omit<TextOptions<string>, "like" | "initially"> = {}): Field<string> =>
  text({ ...options, initially: "200-399", like: httpStatusesLike });

/** A full path on a Windows server: on a drive or a share. */
export const windowsPath = (options: Omit<TextOptions<string>, "like"> = {}): Field<string> => text({ ...options, like: windowsPathLike });
