/** Measures folders and sources against what fits in the head. */
import { parseSync } from "@swc/core";

/** The most that is allowed of each. */
export const limits = { files: 12, lines: 300, "lines of a test": 400, "lines of a function": 50, parameters: 3, fields: 7 } as const;
export type Rule = keyof typeof limits;

/** Something that is larger than allowed. */
export interface TooLarge {
  readonly rule: Rule;
  /** A folder or a file, with the name of a function or class in it. */
  readonly where: string;
  readonly is: number;
}

const above = (rule: Rule, where: string, is: number): readonly TooLarge[] => (is > limits[rule] ? [{ rule, where, is }] : []);

/** Folders with too many files. @param paths of all files, with slashes */
export function fullFolders(paths: readonly string[]): readonly TooLarge[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => above("files", folder, count));
}

/** A file that is too long. */
export const tooLong = (path: string, source: string): readonly TooLarge[] =>
  above(path.startsWith("test/") ? "lines of a test" : "lines", path, linesIn(source) - 1);

const linesIn = (text: string | Buffer): number => text.toString().split("\n").length;

/** A node of the syntax tree, with what is looked at here. */
interface Node {
  readonly type?: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [part: string]: unknown;
}

const FUNCTIONS: readonly unknown[] = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ClassMethod",
  "PrivateMethod",
  "Constructor",
  "MethodProperty",
];
const CLASSES: readonly unknown[] = ["ClassDeclaration", "ClassExpression"];
const FIELDS: readonly unknown[] = ["ClassProperty", "PrivateProperty"];

/** Functions that are too long or take too much, and classes with too many fields. */
export function tooLargeIn(path: string, source: string): readonly TooLarge[] {
  const module = parseSync(source, { syntax: "typescript", target: "es2022" });
  const bytes = Buffer.from(source);
  // Spans count bytes, over all that this process has parsed; that of the module begins at its first token.
  const start = module.span.start - Buffer.byteLength(trivia.exec(source)?.[0] ?? "");
  const found: TooLarge[] = [];
  const visit = (part: unknown, outer: string): void => {
    if (typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) {
      for (const one of part) visit(one, outer);
      return;
    }
    const node = part as Node;
    const name = nameOf(node) ?? outer;
    const where = `${path} ${name}`;
    if (FUNCTIONS.includes(node.type)) {
      const { start: from, end: to } = node.span ?? (node["function"] as Required<Node>).span;
      const { params = [] } = (node["function"] ?? node) as { readonly params?: readonly Node[] };
      found.push(...above("lines of a function", where, linesIn(bytes.subarray(from - start, to - start))));
      if (!isInvoke(params)) found.push(...above("parameters", where, params.length));
    }
    if (CLASSES.includes(node.type)) found.push(...above("fields", where, fieldsOf(node["body"] as readonly Node[])));
    for (const [key, value] of Object.entries(node)) if (key !== "span") visit(value, name);
  };
  visit(module.body, "");
  return found;
}

/** Space and comments before the first token. */
const trivia = /^(?:\s|#![^\n]*\n|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/;

function nameOf(node: Node): string | undefined {
  for (const part of ["identifier", "key", "id"]) {
    const { value } = (node[part] ?? {}) as { readonly value?: unknown };
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** `invoke(server, op, args, call)`, the one function of an adapter, may take four. */
const isInvoke = (params: readonly Node[]): boolean =>
  params.length === 4 && ["server", "op", "args"].every((name, index) => nameOfParameter(params[index]) === name);

const nameOfParameter = (param: Node | undefined): unknown => {
  const pattern = (param?.["pat"] ?? param) as { readonly value?: unknown } | undefined;
  return pattern?.value;
};

const fieldsOf = (body: readonly Node[]): number =>
  body.reduce((sum, member) => {
    if (FIELDS.includes(member.type)) return member["isStatic"] === true ? sum : sum + 1;
    if (member.type !== "Constructor") return sum;
    return sum + (member["params"] as readonly Node[]).filter(({ type }) => type === "TsParameterProperty").length;
  }, 0);
