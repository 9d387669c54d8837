import type { Field, Fields, Others, Placing, Problem } from "./field";
import { placing, textOf } from "./field";
import type { FieldProblem } from "./read";
import { counts, othersOf } from "./read";

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

interface CredentialOptions extends Placing {
  /** The reason shown if it is empty; without it, it may be. */
  readonly needed?: string;
}

/** A value that Node-RED keeps apart from the flow, encrypted. It is not among the parsed values. @param secret the editor never gets it back */
export const credential = (secret: boolean, options: CredentialOptions = {}): Field<never> => ({
  ...placing(options),
  look: { as: "credential", secret },
  initially: "",
  ...(options.needed === undefined ? {} : { required: true }),
  read: (kept) => ({ problem: { reason: textOf(kept) === "" ? (options.needed ?? KEPT) : KEPT } }),
  rules: [],
  reasons: options.needed === undefined ? [] : [options.needed],
});

/** Of what Node-RED keeps apart no value is read, only whether there is one. */
const KEPT = "shared.reason.text";

/** What is wrong with the credentials among the fields: those in effect that are needed, and not there. @param kept as Node-RED keeps them */
export function missingCredentials(fields: Fields, saved: object, kept: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const of = othersOf(fields, (name) => (saved as Readonly<Record<string, unknown>>)[name]);
  return Object.entries(fields).flatMap(([name, field]) => {
    const problem = problemOfCredential(field, kept[name], of);
    return problem === null ? [] : [{ field: name, problem, saved: undefined }];
  });
}

/** What is wrong with a credential; null: nothing, or it is none. @param kept its value, or anything that stands for one */
export function problemOfCredential(field: Field, kept: unknown, of: Others): Problem | null {
  if (field.look.as !== "credential" || field.required !== true || !counts(field, of) || textOf(kept) !== "") return null;
  const reading = field.read("");
  return "problem" in reading ? reading.problem : null;
}

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
