import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition, Fields, Parsed, Say } from "../../nodes/shared/fields";
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
