/** What a parameter may be, from the argument schemas of the catalogue: one ValidateSet or one anchored ValidatePattern. */
import { z } from "zod";
import type { Parameters } from "../../lib/adapters/powershell";

/** Null: none is possible. `free`: a text with no limits but on its characters. */
export type Constraint = { readonly set: readonly string[] } | { readonly pattern: string; readonly free?: true } | null;

/** The part of a JSON schema that ours use. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  /** Of a record: the schema of its values. */
  readonly additionalProperties?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A single value, and what it may be. */
interface Leaf {
  readonly value: unknown;
  readonly constraint: Constraint;
}

/** Arguments, and the single values in them. */
interface Sample<Value = unknown> {
  readonly sample: Value;
  readonly leaves: readonly Leaf[];
}

// `$` would accept a line break at the end.
export const WHOLE_NUMBER = "^\\d{1,19}\\z";
const INSTANT = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,7})?)?Z\\z";
const PATH = '^[^"<>|?*\\x00-\\x1f]{1,400}\\z';
const pathNames = new Set(["path", "from", "to", "file", "log"]);

/**
 * The parameters of a function with their constraints. Found by calling the binding with values that all differ.
 * @param args the schema of an operation's arguments
 * @param parameters makes the parameters of the function from arguments
 */
export function constraintsOf<Args>(args: z.ZodType<Args>, parameters: (args: Args) => Parameters): ReadonlyMap<string, Constraint> {
  const schema = z.toJSONSchema(args, { io: "input", unrepresentable: "any" }) as Schema;
  const found = new Map<string, Constraint>();
  for (const { sample, leaves } of samplesOf(schema, "")) {
    for (const [name, value] of Object.entries(parameters(sample as Args))) {
      const leaf = leaves.find((candidate) => isOf(candidate, value));
      found.set(name, merged(found.get(name), leaf === undefined ? { set: [String(value)] } : leaf.constraint));
    }
  }
  return found;
}

/** A binding may ask for one more, or pass on a list. */
const isOf = ({ value: wanted }: Leaf, value: unknown): boolean =>
  wanted === value || (typeof wanted === "number" && typeof value === "number" && Math.abs(wanted - value) <= 1);

function merged(one: Constraint | undefined, other: Constraint): Constraint {
  if (one === undefined || one === null) return other;
  if ("set" in one && other !== null && "set" in other) return { set: [...new Set([...one.set, ...other.set])] };
  return one;
}

let made = 0;
const leafOf = (value: unknown, constraint: Constraint): readonly Sample[] => [{ sample: value, leaves: [{ value, constraint }] }];

/** Values of the form that a schema allows, each leaf different; several if there are variants. */
function samplesOf(schema: Schema, name: string): readonly Sample[] {
  const variants = (schema.oneOf ?? schema.anyOf)?.filter(({ type }) => type !== "null");
  if (variants !== undefined) return variants.flatMap((one) => samplesOf(one, name));
  if ("const" in schema) return leafOf(schema.const, { set: [String(schema.const)] });
  made += 10;
  switch (schema.type) {
    case "object":
      return objectsOf(schema);
    case "array": {
      const { constraint } = samplesOf(schema.items ?? {}, name)[0]?.leaves[0] ?? { constraint: null };
      return leafOf([`item ${made}`], constraint);
    }
    case "integer":
    case "number":
      return leafOf(made, { pattern: WHOLE_NUMBER });
    default:
      return leafOf(`text ${made}`, ofText(schema, name));
  }
}

function objectsOf({ properties, propertyNames, additionalProperties = {} }: Schema): readonly Sample[] {
  const parts = properties ?? Object.fromEntries((propertyNames?.enum ?? []).map((key) => [key, additionalProperties]));
  let samples: readonly Sample<Readonly<Record<string, unknown>>>[] = [{ sample: {}, leaves: [] }];
  for (const [key, part] of Object.entries(parts)) {
    samples = samples.flatMap(({ sample, leaves }) =>
      samplesOf(part, key).map((value) => ({ sample: { ...sample, [key]: value.sample }, leaves: [...leaves, ...value.leaves] })),
    );
  }
  return samples;
}

function ofText(schema: Schema, name: string): Constraint {
  if (schema.enum !== undefined) return { set: schema.enum.map(String) };
  if (schema.format === "date-time") return { pattern: INSTANT };
  if (schema.pattern !== undefined) return { pattern: schema.pattern.replace(/\$$/, "\\z") };
  if (pathNames.has(name)) return { pattern: PATH, free: true };
  const most = schema.maxLength ?? (schema.minLength === undefined ? 4000 : 400);
  return { pattern: `^[^\\x00-\\x08\\x0a-\\x1f]{${schema.minLength ?? 0},${most}}\\z`, free: true };
}
