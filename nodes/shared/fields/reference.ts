import type { Field, Fields, Placing } from "./field";
import { placing, textOf } from "./field";

interface ConfigNodeOptions extends Placing {
  /** One must be chosen; the reason that says so. */
  readonly needed?: string;
}

const GONE = "shared.reason.chosenGone";
const INVALID = "shared.reason.chosenInvalid";

/** Another node by its id, a config node of this type; empty where none is chosen. Whether it exists, and is in order, only Node-RED can tell. */
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

/** What Node-RED keeps apart from the flow, encrypted. It is not among what is parsed. @param secret the editor never gets it back */
export const credential = (secret: boolean, options: Placing = {}): Field<never> => ({
  ...placing(options),
  look: { as: "credential", secret },
  initially: "",
  read: () => ({ problem: { reason: "shared.reason.text" } }),
  rules: [],
  reasons: [],
});

/** What Node-RED is told of the credentials among the fields. */
export const credentialsOf = (fields: Fields): Readonly<Record<string, { readonly type: "text" | "password" }>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { look }]) =>
      look.as === "credential" ? [[name, { type: look.secret ? ("password" as const) : ("text" as const) }]] : [],
    ),
  );

/** The version of a config node's properties. It goes up when their shape changes; one that was saved before is taken as it is. */
export const version = (now: number): Field<number> => ({
  look: { as: "hidden" },
  initially: now,
  read: () => ({ value: now }),
  rules: [],
  reasons: [],
});
