import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Texts {
  readonly [key: string]: string | Texts;
}

const nodes = join(__dirname, "..", "..", "nodes");
const textsIn = (path: string): Texts => JSON.parse(readFileSync(join(nodes, path), "utf8")) as Texts;

/** The English texts of a node, as the build would join them, by key: a runtime that has its nodes from their sources has no catalogue of them. */
export function inEnglish(type: string): (key: string, values?: Readonly<Record<string, unknown>>) => string {
  const texts: Texts = { ...textsIn("shared/locales/en-US/editor.json"), ...textsIn(`${type}/locales/en-US/${type}.json`) };
  return (key, values = {}) => {
    let found: string | Texts | undefined = texts;
    for (const part of key.split(".")) found = typeof found === "object" ? found[part] : undefined;
    if (typeof found !== "string") return key;
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`__${name}__`, String(value)), found);
  };
}
