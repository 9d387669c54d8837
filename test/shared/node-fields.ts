import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition, Field, Fields, Parsed, Say } from "../../nodes/shared/fields";
import { othersOf, problemOf } from "../../nodes/shared/fields";
import { schemaOf } from "../../nodes/shared/runtime/schema";

const root = join(__dirname, "../..");

interface Manifest {
  readonly "node-red": { readonly nodes: Readonly<Record<string, string>> };
}

/** Every node of the package. */
export const nodeTypes = Object.keys((JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest)["node-red"].nodes);

interface FieldsFile {
  /** A step's options alone. */
  readonly fields: Fields;
  /** And what else its form has. */
  readonly definition: Definition;
}

export const fieldsFileOf = (type: string): FieldsFile => require(join(root, "nodes", type, "fields")) as FieldsFile;

/** What a new node has in the flow file. */
export const asNew = (type: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fieldsFileOf(type).definition.fields)
      .filter(([, { look }]) => look.as !== "credential")
      .map(([name, { initially }]) => [name, initially]),
  );

/** Values of which one fits nearly any text that has to be given. What fits a field best is its own `example`. */
const someTexts = ["x", "C:\\x.msp", "https://example.org/x", "/x", "22:00"];

/** What a field of this kind may have, the likeliest first. */
function samplesOf({ look, limits, example }: Field): readonly unknown[] {
  if (look.as === "rows") return [[completing("a row", look.columns)]];
  // Where a flow has one of each config node, its id is its type.
  if (look.as === "configNode") return [look.type];
  return [...(example === undefined ? [] : [example]), ...(limits === undefined ? someTexts : [limits.from])];
}

/** What has to be set in a new node so that nothing is wrong with it: a value for each field that must be given. */
export function completing(type: string, fields: Fields): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  const of = othersOf(fields, (name) => given[name]);
  for (const [name, field] of Object.entries(fields)) {
    if (field.required !== true || problemOf(field, undefined, of) === null) continue;
    const fits = samplesOf(field).find((sample) => problemOf(field, sample, of) === null);
    if (fits === undefined) throw new Error(`${type}.${name}: no value is known here that it takes; give the field an example.`);
    given[name] = fits;
  }
  return given;
}

/** {@link completing} for a node of the package. */
export const complete = (type: string): Readonly<Record<string, unknown>> => completing(type, fieldsFileOf(type).definition.fields);

export interface Texts {
  readonly [key: string]: string | Texts;
}

const read = new Map<string, Texts>();
const textsIn = (path: string): Texts => {
  const texts = read.get(path) ?? (JSON.parse(readFileSync(join(root, "nodes", path), "utf8")) as Texts);
  read.set(path, texts);
  return texts;
};

/** A node's English texts, the shared ones among them, as the build joins them. */
export const textsOf = (type: string): Texts => ({
  ...textsIn("shared/locales/en-US/editor.json"),
  ...textsIn(`${type}/locales/en-US/${type}.json`),
});

/** A node's texts as Node-RED gives them; the key itself if there is none. */
export function inEnglish(type: string): Say {
  const texts = textsOf(type);
  return (key, values = {}) => {
    let found: string | Texts | undefined = texts;
    for (const part of key.split(".")) found = typeof found === "object" ? found[part] : undefined;
    if (typeof found !== "string") return key;
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`__${name}__`, String(value)), found);
  };
}

/** The options that a step gets from a node with these settings; everything else has its default. The package is passed as it is. */
export function optionsOf(step: string, settings: Readonly<Record<string, unknown>> = {}): unknown {
  const { fields } = fieldsFileOf(step);
  const { update, ...options } = schemaOf(step, fields, inEnglish(step)).parse(settings) as Parsed<Fields>;
  return update === undefined ? options : { ...options, package: settings["package"] ?? null };
}
