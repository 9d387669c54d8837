import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync } from "@swc/core";

const root = resolve(__dirname, "../../..");

/** A string in the source, or a template with `…` for each value that is put in. */
export interface Literal {
  readonly file: string;
  readonly text: string;
  /** What stands before the first value of a template; null for a plain string. */
  readonly head: string | null;
  /** What surrounds it, from the outside in: `summary:` of a property, `text(` of a call, `new Error(`, and the tag of a template. */
  readonly within: readonly string[];
}

/** All strings in the TypeScript files below a folder; not those in comments, types and names of modules. @param folder from the root */
export const literalsIn = (folder: string): readonly Literal[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => literalsOf(path, readFileSync(join(root, path), "utf8")));

/** All strings in a TypeScript file. @param file its name, for whoever reads the answer */
export function literalsOf(file: string, source: string): readonly Literal[] {
  const found: Literal[] = [];
  const walk = (node: unknown, within: readonly string[]): void => {
    if (typeof node !== "object" || node === null || (isNode(node) && SILENT.has(node.type))) return;
    const texts = isNode(node) ? textsOf(node) : null;
    if (texts !== null) found.push({ file, text: texts.join("…"), head: texts.length === 1 ? null : (texts[0] ?? ""), within });
    const inside = isNode(node) ? [...within, ...nameOf(node)] : within;
    for (const [name, child] of Object.entries(node)) if (name !== "source") walk(child, inside);
  };
  walk(parseSync(source, { syntax: "typescript" }), []);
  return found;
}

/** A node of the syntax tree, with only the properties that matter here. */
interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Types are not values, and the quasis of a template come with the template. */
const SILENT = new Set(["TsLiteralType", "TemplateElement"]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** The parts of a string or a template around the values that are put in; null for everything else. */
function textsOf(node: Node): readonly string[] | null {
  if (node.type === "StringLiteral") return [node["value"] as string];
  if (node.type !== "TemplateLiteral") return null;
  return (node["quasis"] as readonly { cooked?: string; raw: string }[]).map(({ cooked, raw }) => cooked ?? raw);
}

/** What a node is for whatever is inside it; nothing if that does not matter. */
function nameOf(node: Node): readonly string[] {
  switch (node.type) {
    case "KeyValueProperty":
      return [`${said(node["key"])}:`];
    case "CallExpression":
      return [`${said(node["callee"])}(`];
    case "NewExpression":
      return [`new ${said(node["callee"])}(`];
    case "TaggedTemplateExpression":
      return [`${said(node["tag"])}\``];
    default:
      return [];
  }
}

/** The name of what is called, tagged or set: of `context.warn` its last part. */
function said(node: unknown): string {
  if (!isNode(node)) return "";
  if (node.type === "MemberExpression") return said(node["property"]);
  return typeof node["value"] === "string" ? node["value"] : "";
}
