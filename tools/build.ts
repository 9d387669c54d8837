/**
 * Builds dist/: the runtime half by the compiler, and one html per node (see node-html/).
 *
 *   npm run build                everything
 *   npm run build -- --editor    the editor halves only, over what is there
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BuildOptions, Plugin, TransformOptions } from "esbuild";
import { build, transform } from "esbuild";
import type { Streams } from "./program";
import { main, manifestIn, root } from "./program";
import { editorHalfOf } from "./node-html";
import type { Texts } from "./node-html/texts";

const dist = join(root, "dist");
/** Where all of it is built, so that a Node-RED at work finds whole files in dist/ meanwhile, and so it does where the build fails. */
const fresh = join(root, ".rolling-update", `build-${process.pid}`);
const shared = join(root, "nodes", "shared");
const { nodes, plugins = {} } = manifestIn(root)["node-red"];

const read = (file: string): string => readFileSync(file, "utf8").trim();
const textsIn = (file: string): Texts => JSON.parse(read(file)) as Texts;

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The runtime half, without comments: they are in the repository, and administrators install the package over slow lines. @returns whether it compiles */
function compile(): boolean {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  return (
    spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.json"), "--removeComments", "--outDir", fresh], { stdio: "inherit" })
      .status === 0
  );
}

/** Rooms in which an error of a real run does not begin: the lab, and the texts. */
const UNREAD = /^(adapters\/lab|texts)\//;

/** Lines are short enough for the line of an error to tell where it is. */
const dense: TransformOptions = { minifyWhitespace: true, lineLimit: 120 };

/**
 * The package is installed over slow lines. The programs, the lab and the texts go without spaces and long names. What else Node-RED loads goes in
 * dense lines, and keeps the names of its functions and methods, by which an error says where it came from; what is inside them gets short ones.
 */
async function shorten(): Promise<void> {
  const shorter = async (folder: string, how: (file: string) => TransformOptions): Promise<void> => {
    const files = readdirSync(join(fresh, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
    await Promise.all(
      files.map(async (file) => {
        const path = join(fresh, folder, file);
        write(path, (await transform(readFileSync(path, "utf8"), { charset: "utf8", ...how(file.replaceAll("\\", "/")) })).code);
      }),
    );
  };
  await Promise.all([
    shorter("tools", () => ({ minify: true })),
    shorter("lib", (file) => (UNREAD.test(file) ? { minify: true } : { minifySyntax: true, minifyIdentifiers: true, ...dense })),
    shorter("nodes", () => ({ minifySyntax: true, minifyIdentifiers: true, ...dense })),
  ]);
}

/** The look of forms goes into each editor half as a text, without what only people need. */
const styles: Plugin = {
  name: "styles",
  setup: (building) => {
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await transform(readFileSync(path, "utf8"), { loader: "css", minify: true })).code,
      loader: "text",
    }));
  },
};

/** Editor code as one script. The scorecard can still read the literals of registerType. */
async function bundle(from: Pick<BuildOptions, "entryPoints" | "stdin">): Promise<string> {
  const { outputFiles } = await build({
    ...from,
    bundle: true,
    format: "iife",
    target: "es2022",
    plugins: [styles],
    minifyIdentifiers: true,
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** Copies texts. Those that all nodes share are put into each catalogue, since a node sees only its own. */
function copyLocales(from: string, to: string, name: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, { recursive: true });
  for (const language of readdirSync(from)) {
    const common = join(shared, "locales", language);
    const catalogue = join(from, language, `${name}.json`);
    if (!existsSync(common) || !existsSync(catalogue)) continue;
    const files = [
      ...readdirSync(common)
        .sort()
        .map((file) => join(common, file)),
      catalogue,
    ];
    const texts = files.map(textsIn).reduce((all, more) => ({ ...all, ...more }), {});
    write(join(to, language, `${name}.json`), `${JSON.stringify(texts)}\n`);
  }
}

/** From the built file's path in package.json to the folder of its sources. */
const sourceOf = (js: string): string => dirname(join(root, js.replace(/^dist\//, "")));

/** Where a built file goes, without its ending. @param to the folder that is dist/ in the end */
const outOf = (js: string, to: string): string => join(to, js.replace(/^dist\//, "").replace(/\.js$/, ""));

async function buildNode(type: string, js: string, to: string): Promise<void> {
  const source = sourceOf(js);
  const out = outOf(js, to);
  const locales = join(dirname(out), "locales");
  copyLocales(join(source, "locales"), locales, type);
  const { code, form, help } = editorHalfOf(type, source, textsIn(join(locales, "en-US", `${type}.json`)));
  write(
    `${out}.html`,
    `${[
      `<script type="text/javascript">\n${await bundle({ stdin: { contents: code, resolveDir: source, loader: "ts" } })}</script>`,
      `<script type="text/html" data-template-name="${type}">\n${form}\n</script>`,
      `<script type="text/markdown" data-help-name="${type}">\n${help}\n</script>`,
    ].join("\n\n")}\n`,
  );
  // Node-RED finds icons only in a folder beside the node's file.
  const icon = join(source, "icon.svg");
  if (existsSync(icon)) cpSync(icon, join(dirname(out), "icons", `${type}.svg`));
}

async function buildPlugin(js: string, to: string): Promise<void> {
  const source = sourceOf(js);
  const out = outOf(js, to);
  const [editor, style] = [join(source, "editor.ts"), join(source, "style.css")];
  if (existsSync(editor)) {
    const look = existsSync(style) ? `<style>\n${read(style)}\n</style>\n\n` : "";
    write(`${out}.html`, `${look}<script type="text/javascript">\n${await bundle({ entryPoints: [editor] })}</script>\n`);
  }
  copyLocales(join(source, "locales"), join(dirname(out), "locales"), basename(js, ".js"));
}

async function buildPackage(args: readonly string[], _env: NodeJS.ProcessEnv, { err }: Streams): Promise<number> {
  const all = !args.includes("--editor");
  const to = all ? fresh : dist;
  try {
    if (all) {
      if (!compile()) {
        err.write("The runtime half does not compile. What was built before is still there.\n");
        return 1;
      }
      await shorten();
      // Unchanged: PowerShell reads them. Beside `lib` they are found both from the sources and from the package.
      cpSync(join(root, "powershell"), join(to, "powershell"), { recursive: true });
    }
    const halves = Object.entries(nodes).map(([type, js]) => buildNode(type, js, to));
    await Promise.all([...halves, ...Object.values(plugins).map((js) => buildPlugin(js, to))]);
    if (all) putInPlace();
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Two renames: nobody waits for a file in between. */
function putInPlace(): void {
  const before = `${fresh}-before`;
  try {
    if (existsSync(dist)) renameSync(dist, before);
    renameSync(fresh, dist);
  } catch {
    // Windows renames no folder whose files somebody has open: then they are replaced one by one.
    cpSync(fresh, dist, { recursive: true, force: true });
  } finally {
    rmSync(before, { recursive: true, force: true });
  }
}

main(buildPackage);
