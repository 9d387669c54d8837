import fc from "fast-check";
import { z } from "zod";

type Json = z.core.JSONSchema.JSONSchema;

/** A few moments that keep coming back, so that two of them are often the same, and some others of this century. */
const moment = fc
  .oneof(
    fc.constantFrom(Date.UTC(2026, 0, 10, 22), Date.UTC(2026, 0, 10, 22, 5), Date.UTC(2026, 2, 29, 1)),
    fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2090, 0, 1) }),
  )
  .map((ms) => new Date(ms).toISOString());

/** Names, likewise: a change must often hit the thing that it is about, sometimes in another case. */
const text = fc.oneof(fc.constantFrom("W3SVC", "w3svc", "CAS1", "cas1.example.org"), fc.string({ minLength: 1, maxLength: 12 }));

const string = (schema: Json): fc.Arbitrary<string> => {
  if (schema.format === "date-time") return moment;
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  return text.filter((value) => value.length >= (schema.minLength ?? 0) && value.length <= (schema.maxLength ?? Infinity));
};

/** Small numbers mostly; the ends of the range too, but not those of all integers. */
const integer = ({ minimum = -50, maximum = 50 }: Json): fc.Arbitrary<number> => {
  const min = minimum === Number.MIN_SAFE_INTEGER ? -50 : minimum;
  return fc.oneof(fc.integer({ min, max: Math.min(maximum, min + 100) }), fc.constant(Math.min(maximum, min + 1_000_000)));
};

const object = ({ properties = {}, required = [], propertyNames, additionalProperties }: Json): fc.Arbitrary<object> => {
  const named = Object.entries(properties).map(([key, value]) => [key, from(value as Json)] as const);
  const keyed = required
    .filter((key) => !(key in properties) && propertyNames !== undefined)
    .map((key) => [key, from(additionalProperties as Json)] as const);
  return fc.record(Object.fromEntries([...named, ...keyed]), { requiredKeys: required });
};

function from(schema: Json): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map(from));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => from({ ...schema, type } as Json)));
  switch (schema.type) {
    case "object":
      return object(schema);
    case "array":
      return fc.array(from(schema.items as Json), { minLength: schema.minItems ?? 0, maxLength: Math.max(3, schema.minItems ?? 0) });
    case "string":
      return string(schema);
    case "integer":
      return integer(schema);
    case "number":
      return fc.oneof(integer(schema), fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1e6, noNaN: true }));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      throw new Error(`Nothing is generated yet for the schema ${JSON.stringify(schema)}.`);
  }
}

/** Values that a schema of the catalogue gives after parsing. */
export const generated = <Schema extends z.ZodType>(schema: Schema): fc.Arbitrary<z.output<Schema>> =>
  from(z.toJSONSchema(schema, { io: "input" })).map((value) => schema.parse(value));
