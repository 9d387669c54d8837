import type { Field, Placing, Rule } from "./field";
import { placing, textOf } from "./field";

interface ChoiceOptions<Value extends string> extends Placing {
  /** Default: the first one. */
  readonly initially?: NoInfer<Value>;
  /** Default: a drop-down list. Radio buttons if all options should be visible. */
  readonly as?: "radio" | "select";
  /** Options that are shown, but cannot be chosen yet. */
  readonly notYet?: readonly NoInfer<Value>[];
  readonly rules?: readonly Rule<NoInfer<Value>>[];
}

const CHOICE = "shared.reason.choice";
/** The longest part of an unknown word that a reason shows, in characters. */
const LONGEST = 80;

/** One of several words. Their texts are `<type>.option.<field>.<word>`; a hint `<type>.hint.<field>.<word>` is shown while the word is chosen. */
export function choice<const Value extends string>(options: readonly Value[], more: ChoiceOptions<Value> = {}): Field<Value> {
  const { initially = options[0] as Value, as = "select", notYet = [], rules = [] } = more;
  return {
    ...placing(more),
    look: { as, options, notYet },
    initially,
    read: (saved) => {
      const text = textOf(saved);
      const value = text === "" ? initially : options.find((option) => option === text);
      if (value !== undefined) return { value };
      return { problem: { reason: CHOICE, values: { value: (text ?? "").slice(0, LONGEST), options: options.join(", ") } } };
    },
    rules,
    reasons: [CHOICE, ...rules.map(({ reason }) => reason)],
  };
}

interface TickOptions extends Placing {
  readonly rules?: readonly Rule<boolean>[];
}

const TICK = "shared.reason.tick";

/** A box to tick; not ticked in a new node. The text beside it is `<type>.tick.<field>`. */
export function tick(options: TickOptions = {}): Field<boolean> {
  const { rules = [] } = options;
  return {
    ...placing(options),
    look: { as: "tick" },
    initially: false,
    read: (saved) => {
      const text = textOf(saved);
      if (text === "true") return { value: true };
      return text === "" || text === "false" ? { value: false } : { problem: { reason: TICK } };
    },
    rules,
    reasons: [TICK, ...rules.map(({ reason }) => reason)],
  };
}
