// @ts-check
/** What a parameter may be, from the argument schemas of the catalogue: one ValidateSet or one anchored ValidatePattern. */
import { z } from "zod";

/** @typedef {{ readonly set: readonly string[] } | { readonly pattern: string, readonly free?: true } | null} Constraint null: none is possible */
/** @typedef {Record<string, any>} Json a JSON schema */
/** @typedef {{ readonly value: unknown, readonly constraint: Constraint }} Leaf */

// `$` would let a line break through at the end.
export const WHOLE_NUMBER = "^\\d{1,19}\\z";
const INSTANT = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,7})?)?Z\\z";
const PATH = '^[^"<>|?*\\x00-\\x1f]{1,400}\\z';
const pathNames = new Set(["path", "from", "to", "file", "log"]);

/**
 * The parameters of a function with their constraints. Found by calling the binding with values that can be told apart.
 * @param {z.ZodType} args
 * @param {(args: any) => Readonly<Record<string, unknown>>} parameters
 * @returns {ReadonlyMap<string, Constraint>}
 */
export function constraintsOf(args, parameters) {
  const schema = z.toJSONSchema(args, { io: "input", unrepresentable: "any" });
  /** @type {Map<string, Constraint>} */
  const found = new Map();
  for (const { sample, leaves } of samplesOf(/** @type {Json} */ (schema), "")) {
    for (const [name, value] of Object.entries(parameters(sample))) {
      const leaf = leaves.find((candidate) => isOf(candidate, value));
      found.set(name, merged(found.get(name), leaf === undefined ? { set: [String(value)] } : leaf.constraint));
    }
  }
  return found;
}

/** A binding may ask for one more, or hand a list on. @param {Leaf} leaf @param {unknown} value */
const isOf = ({ value: wanted }, value) =>
  wanted === value || (typeof wanted === "number" && typeof value === "number" && Math.abs(wanted - value) <= 1);

/** @param {Constraint | undefined} one @param {Constraint} other @returns {Constraint} */
function merged(one, other) {
  if (one === undefined || one === null) return other;
  if ("set" in one && other !== null && "set" in other) return { set: [...new Set([...one.set, ...other.set])] };
  return one;
}

let made = 0;
const leafOf = (/** @type {unknown} */ value, /** @type {Constraint} */ constraint) => [{ sample: value, leaves: [{ value, constraint }] }];

/**
 * Values that a schema allows in form, each leaf another one; several where there are variants.
 * @param {Json} schema
 * @param {string} name
 * @returns {{ sample: any, leaves: Leaf[] }[]}
 */
function samplesOf(schema, name) {
  const variants = (schema["oneOf"] ?? schema["anyOf"])?.filter((/** @type {Json} */ one) => one["type"] !== "null");
  if (variants !== undefined) return variants.flatMap((/** @type {Json} */ one) => samplesOf(one, name));
  if ("const" in schema) return leafOf(schema["const"], { set: [String(schema["const"])] });
  made += 10;
  switch (schema["type"]) {
    case "object":
      return objectsOf(schema);
    case "array": {
      const { constraint } = samplesOf(schema["items"] ?? {}, name)[0]?.leaves[0] ?? { constraint: null };
      return leafOf([`item ${made}`], constraint);
    }
    case "integer":
    case "number":
      return leafOf(made, { pattern: WHOLE_NUMBER });
    default:
      return leafOf(`text ${made}`, ofText(schema, name));
  }
}

/** @param {Json} schema */
function objectsOf(schema) {
  const names = schema["propertyNames"]?.enum ?? [];
  const properties =
    schema["properties"] ?? Object.fromEntries(names.map((/** @type {string} */ key) => [key, schema["additionalProperties"]]));
  /** @type {{ sample: Record<string, unknown>, leaves: Leaf[] }[]} */
  let samples = [{ sample: {}, leaves: [] }];
  for (const [key, part] of Object.entries(properties)) {
    samples = samples.flatMap(({ sample, leaves }) =>
      samplesOf(/** @type {Json} */ (part), key).map((value) => ({
        sample: { ...sample, [key]: value.sample },
        leaves: [...leaves, ...value.leaves],
      })),
    );
  }
  return samples;
}

/** @param {Json} schema @param {string} name @returns {Constraint} */
function ofText(schema, name) {
  if (schema["enum"] !== undefined) return { set: schema["enum"].map(String) };
  if (schema["format"] === "date-time") return { pattern: INSTANT };
  if (typeof schema["pattern"] === "string") return { pattern: schema["pattern"].replace(/\$$/, "\\z") };
  if (pathNames.has(name)) return { pattern: PATH, free: true };
  const most = schema["maxLength"] ?? (schema["minLength"] === undefined ? 4000 : 400);
  return { pattern: `^[^\\x00-\\x08\\x0a-\\x1f]{${schema["minLength"] ?? 0},${most}}\\z`, free: true };
}
