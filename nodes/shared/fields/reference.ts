import type { Field, Fields, Placing } from "./field";
import { placing, textOf } from "./field";

interface ConfigNodeOptions extends Placing {
  /** The reason shown if none is chosen; without it, none need be chosen. */
  readonly needed?: string;
}

const GONE = "shared.reason.chosenGone";
const INVALID = "shared.reason.chosenInvalid";

/** The id of a config node of this type; empty if none is chosen. Only Node-RED knows whether it exists and its settings are right. */
export function configNode(type: string, options: ConfigNodeOptions = {}): Field<string> {
  const { needed } = options;
  return {
    ...placing(options),
    look: { as: "configNode", type },
    initially: "",
    ...(needed === undefined ? {} : { required: true }),
    read: (saved) => {
      const id = textOf(saved) ?? "";
      const none = id === "" || id === NEW;
      return none && needed !== undefined ? { problem: { reason: needed } } : { value: none ? "" : id };
    },
    rules: [],
    reasons: [GONE, INVALID, ...(needed === undefined ? [] : [needed])],
  };
}

/** What a field in the editor has while "add new…" is chosen. */
const NEW = "_ADD_";

/** A value that Node-RED keeps apart from the flow, encrypted. It is not among the parsed values. @param secret the editor never gets it back */
export const credential = (secret: boolean, options: Placing = {}): Field<never> => ({
  ...placing(options),
  look: { as: "credential", secret },
  initially: "",
  read: () => ({ problem: { reason: "shared.reason.text" } }),
  rules: [],
  reasons: [],
});

/** What Node-RED is told about the credentials among the fields. */
export const credentialsOf = (fields: Fields): Readonly<Record<string, { readonly type: "text" | "password" }>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { look }]) =>
      look.as === "credential" ? [[name, { type: look.secret ? ("password" as const) : ("text" as const) }]] : [],
    ),
  );

/** The version of a config node's properties. It goes up when their shape changes; a saved version is taken as it is. */
export const version = (now: number): Field<number> => ({
  look: { as: "hidden" },
  initially: now,
  read: () => ({ value: now }),
  rules: [],
  reasons: [],
});
