/** A node of a syntax tree, with what a call of `registerType` needs. */
interface Branch {
  readonly type: string;
  /** Of a literal, or of a property. */
  readonly value?: unknown;
  /** Of an object. */
  readonly properties?: readonly Property[];
}

interface Property {
  readonly key?: { readonly name?: string };
  readonly value?: Branch;
}

interface Call {
  readonly callee: { readonly property?: { readonly name?: string } };
  readonly arguments: readonly Branch[];
}

/** A JavaScript parser (acorn), and a walker for its syntax trees (acorn-walk). */
export interface Syntax {
  readonly parse: (script: string, options: { readonly ecmaVersion: "latest" }) => unknown;
  readonly simple: (tree: unknown, visitors: { readonly CallExpression: (call: Call) => void }) => void;
}

/**
 * Types that the editor half of a node registers in a way that can be read without running it, with their literal properties.
 * @param html the built editor half
 */
export function registeredTypes({ parse, simple }: Syntax, html: string): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
  const found = new Map<string, ReadonlyMap<string, unknown>>();
  const take = ({ callee, arguments: [type, definition] }: Call) => {
    if (callee.property?.name !== "registerType" || type?.type !== "Literal" || definition?.type !== "ObjectExpression") return;
    const literals = (definition.properties ?? []).filter(({ value }) => value?.type === "Literal");
    found.set(String(type.value), new Map(literals.map(({ key, value }) => [key?.name ?? "", value?.value])));
  };
  for (const [, script = ""] of html.matchAll(/<script.+?type=['"]text\/javascript['"].*?>([\S\s]*?)<\/script>/gi))
    simple(parse(script, { ecmaVersion: "latest" }), { CallExpression: take });
  return found;
}
