import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../../..");

interface Manifest {
  readonly name: string;
  readonly "node-red": { readonly nodes: Readonly<Record<string, string>>; readonly plugins?: Readonly<Record<string, string>> };
}

export const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

export type Texts = { readonly [key: string]: string | Texts };

/** A node set (or plugin) as it was built. */
export interface Built {
  readonly name: string;
  /** Folder of the built files. */
  readonly folder: string;
  readonly html: string;
  readonly js: string;
  /** Texts by language. */
  readonly texts: ReadonlyMap<string, Texts>;
}

const read = (path: string): string => {
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build", or the build forgot it.`);
  return readFileSync(path, "utf8");
};

const built = (name: string, js: string): Built => {
  const file = join(root, js);
  const folder = dirname(file);
  const locales = join(folder, "locales");
  const languages = existsSync(locales) ? readdirSync(locales) : [];
  return {
    name,
    folder,
    html: read(file.replace(/\.js$/, ".html")),
    js: read(file),
    texts: new Map(
      languages
        .map((language) => ({ language, path: join(locales, language, `${name}.json`) }))
        .filter(({ path }) => existsSync(path))
        .map(({ language, path }) => [language, JSON.parse(read(path)) as Texts]),
    ),
  };
};

export const nodeTypes = Object.keys(manifest["node-red"].nodes);
export const pluginNames = Object.keys(manifest["node-red"].plugins ?? {});

/** A node set or plugin, read from what is built now. @throws where a built file is missing */
export const builtSet = (name: string): Built =>
  built(name, { ...manifest["node-red"].nodes, ...manifest["node-red"].plugins }[name] ?? name);

/** All keys of texts, in full: `install-update.status.waiting`. */
export const keysOf = (texts: Texts, before = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === "string" ? [`${before}${key}`] : keysOf(value, `${before}${key}.`)));

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

/** Keys that are asked for by name; those that are put together while running cannot be seen. */
export const keysAskedFor = ({ html, js }: Built): string[] => {
  const attributes = matches(html, /data-i18n=\\?["']([^"'\\]+)\\?["']/g)
    .flatMap((value) => value.split(";"))
    .map((value) => value.replace(/^\[[^\]]*\]/, "").trim());
  const calls = [html, js].flatMap((text) => matches(text, /\._\(\s*["']([^"']+)["']/g));
  return [...attributes, ...calls].filter((key) => key !== "" && !key.includes("${"));
};

/** Literals that look like keys of one of the groups of texts, such as a status: `"install-update.status.waiting"`. */
export const keysNamed = ({ name, html, js, texts }: Built): string[] => {
  const groups = Object.keys((texts.get("en-US")?.[name] as Texts | undefined) ?? {});
  if (groups.length === 0) return [];
  const literal = new RegExp(`["'](${name}\\.(?:${groups.join("|")})\\.[\\w.-]+)["']`, "g");
  return [html, js].flatMap((text) => matches(text, literal));
};
