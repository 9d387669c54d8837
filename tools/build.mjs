/**
 * Builds dist/: the runtime half by the compiler, and one html per node (see node-html/).
 *
 *   node tools/build.mjs            everything
 *   node tools/build.mjs --editor   the editor halves only, over what is there
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { require as requireTypeScript } from "tsx/cjs/api";

const { editorHalfOf } = requireTypeScript("./node-html/index.ts", import.meta.url);

const root = dirname(import.meta.dirname);
const dist = join(root, "dist");
const shared = join(root, "nodes", "shared");
const { nodes, plugins = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))["node-red"];

const read = (file) => readFileSync(file, "utf8").trim();
const json = (file) => JSON.parse(read(file));

const write = (file, text) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const compile = () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.json")], { stdio: "inherit" });
  if (status !== 0) throw new Error("The runtime half does not compile.");
};

/** Editor code as one script. Not minified: the scorecard reads the literals of registerType. @param from esbuild's `entryPoints` or `stdin` */
const bundle = async (from) => {
  const { outputFiles } = await build({
    ...from,
    bundle: true,
    format: "iife",
    target: "es2022",
    loader: { ".css": "text" },
    write: false,
  });
  return outputFiles[0].text;
};

/** Copies texts; those that all nodes share are put into the catalogue of each, since a node sees its own one only. */
const copyLocales = (from, to, name) => {
  if (!existsSync(from)) return;
  cpSync(from, to, { recursive: true });
  for (const language of readdirSync(from)) {
    const common = join(shared, "locales", language);
    const catalogue = join(from, language, `${name}.json`);
    if (!existsSync(common) || !existsSync(catalogue)) continue;
    const texts = Object.assign(
      {},
      ...readdirSync(common)
        .sort()
        .map((file) => json(join(common, file))),
      json(catalogue),
    );
    write(join(to, language, `${name}.json`), `${JSON.stringify(texts, null, 2)}\n`);
  }
};

/** From the built file's path in package.json to the folder of its sources. */
const sourceOf = (js) => dirname(join(root, js.replace(/^dist\//, "")));

const buildNode = async ([type, js]) => {
  const source = sourceOf(js);
  const out = join(root, js.replace(/\.js$/, ""));
  const locales = join(dirname(out), "locales");
  copyLocales(join(source, "locales"), locales, type);
  const { code, form, help } = editorHalfOf(type, source, json(join(locales, "en-US", `${type}.json`)));
  write(
    `${out}.html`,
    `${[
      `<script type="text/javascript">\n${await bundle({ stdin: { contents: code, resolveDir: source, loader: "ts" } })}</script>`,
      `<script type="text/html" data-template-name="${type}">\n${form}\n</script>`,
      `<script type="text/markdown" data-help-name="${type}">\n${help}\n</script>`,
    ].join("\n\n")}\n`,
  );
  // Node-RED finds icons only in a folder beside the node's file.
  const icon = join(root, "icons", `${type}.svg`);
  if (existsSync(icon)) cpSync(icon, join(dirname(out), "icons", `${type}.svg`));
};

const buildPlugin = async (js) => {
  const source = sourceOf(js);
  const out = join(root, js.replace(/\.js$/, ""));
  const [editor, style] = [join(source, "editor.ts"), join(source, "style.css")];
  if (existsSync(editor)) {
    const look = existsSync(style) ? `<style>\n${read(style)}\n</style>\n\n` : "";
    write(`${out}.html`, `${look}<script type="text/javascript">\n${await bundle({ entryPoints: [editor] })}</script>\n`);
  }
  copyLocales(join(source, "locales"), join(dirname(out), "locales"), basename(js, ".js"));
};

const editorOnly = process.argv.includes("--editor");
if (!editorOnly) {
  rmSync(dist, { recursive: true, force: true });
  compile();
}
// As they are: PowerShell reads them, and beside `lib` they are found from the sources and from the package alike.
rmSync(join(dist, "powershell"), { recursive: true, force: true });
cpSync(join(root, "powershell"), join(dist, "powershell"), { recursive: true });
await Promise.all([...Object.entries(nodes).map(buildNode), ...Object.values(plugins).map(buildPlugin)]);
