/**
 * Node-RED's scorecard for packages, on the packed tarball: `npm run scorecard`.
 *
 * node-red-dev exits with 0 whatever it finds, and some of its checks cannot fail (P05, P08, D02) or look at nothing without a word
 * ("Unable to parse"). So its JSON is read here, those checks are made again, and what could not be checked is said.
 * SCORECARD_CATALOGUE names a saved copy of Node-RED's catalogue, against which names are then checked (P08, N01).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const toolManifest = join(root, "test", "runtime", "node_modules", "node-red-dev", "package.json");
if (!existsSync(toolManifest)) {
  process.stderr.write("node-red-dev was not found. To get it: npm ci --prefix test/runtime\n");
  process.exit(1);
}
const inTool = createRequire(toolManifest);
const semver = inTool("semver");
const acorn = inTool("acorn");
const walk = inTool("acorn-walk");

const results = [];
const report = (code, state, text) => results.push({ code, state, text });
const check = (code, good, text) => report(code, good ? "ok" : "FAILED", text);

const npm = (args, cwd = root) => {
  const cli = process.env["npm_execpath"];
  return cli?.endsWith(".js")
    ? spawnSync(process.execPath, [cli, ...args], { cwd, encoding: "utf8" })
    : spawnSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
};

/** What the registry says of a package, by npm as it is configured; undefined where it cannot be asked. */
const view = (name, ...fields) => {
  const { status, stdout } = npm(["view", name, ...fields, "--json", "--fetch-retries=0", "--fetch-timeout=20000"]);
  return status === 0 && stdout.trim() !== "" ? JSON.parse(stdout) : undefined;
};

const unpack = async (scratch) => {
  const packed = npm(["pack", "--ignore-scripts", "--json", "--pack-destination", scratch]);
  if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.stderr}`);
  await inTool("tar").x({ file: join(scratch, JSON.parse(packed.stdout)[0].filename), cwd: scratch });
  return join(scratch, "package");
};

/** Runs node-red-dev on the unpacked package; gives back its scorecard and what it printed. */
const runTool = (folder, scratch, nodeRed, catalogue) => {
  const output = join(scratch, "scorecard.json");
  const stub = join(import.meta.dirname, "scorecard-stub.cjs");
  const args = ["--require", stub, join(dirname(toolManifest), "bin", "run"), "validate", "--path", folder, "--output", output];
  const env = { ...process.env, SCORECARD_TOOL: toolManifest, SCORECARD_CATALOGUE: catalogue, SCORECARD_NODE_RED: JSON.stringify(nodeRed) };
  const ended = spawnSync(process.execPath, args, { cwd: scratch, encoding: "utf8", env, input: "" });
  const printed = `${ended.stdout}${ended.stderr}`;
  if (!existsSync(output)) throw new Error(`node-red-dev wrote no scorecard (exit code ${ended.status}):\n${printed}`);
  return { card: JSON.parse(readFileSync(output, "utf8")), printed };
};

/** Types that the editor half of a node registers in a way that can be read without running it, with the properties that are literal. */
const typesIn = (html) => {
  const found = new Map();
  for (const [, script] of html.matchAll(/<script.+?type=['"]text\/javascript['"].*?>([\S\s]*?)<\/script>/gi))
    walk.simple(acorn.parse(script, { ecmaVersion: "latest" }), {
      CallExpression({ callee, arguments: [type, definition] }) {
        if (callee.property?.name !== "registerType" || type?.type !== "Literal" || definition?.type !== "ObjectExpression") return;
        const literals = definition.properties.filter((property) => property.value?.type === "Literal");
        found.set(type.value, new Map(literals.map((property) => [property.key.name, property.value.value])));
      },
    });
  return found;
};

const ownChecks = (folder, card, printed, catalogue) => {
  const pkg = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const sets = Object.entries(pkg["node-red"].nodes);
  check("P05", pkg.keywords?.includes("node-red"), "keywords has node-red");

  const lastPart = (name) => name.split("/").at(-1);
  const similar = catalogue.modules.map(({ id }) => id).filter((id) => id !== pkg.name && lastPart(id) === lastPart(pkg.name));
  if (catalogue.given)
    check(
      "P08",
      similar.length === 0,
      similar.length === 0 ? "no package of this name in another scope" : `similar: ${similar.join(", ")}`,
    );

  // A spread in the definition is enough for it to give up: `registerType("…", { ...common })`.
  const unread = printed.split("\n").filter((line) => /Unable to (parse|read example)/.test(line));
  check(
    "parse",
    unread.length === 0,
    unread.length === 0 ? "every node and example can be read" : unread.map((line) => line.trim()).join("; "),
  );
  check("types", sets.length > 0, `${sets.length} nodes are registered`);
  const seen = new Map(sets.flatMap(([, js]) => [...typesIn(readFileSync(join(folder, js.replace(/\.js$/, ".html")), "utf8"))]));
  for (const [type] of sets) {
    const literals = seen.get(type);
    const wanted = literals?.get("category") === "config" ? ["category"] : ["category", "color", "icon", "inputs", "outputs"];
    const lacking = wanted.filter((name) => literals?.get(name) === undefined);
    if (literals === undefined) check("types", false, `${type} is not seen: registerType needs a literal type and an object`);
    else if (lacking.length > 0) check("types", false, `${type}: not literal, or missing: ${lacking.join(", ")}`);
  }
  const inExamples = new Set(card.N02.nodes ?? []);
  const without = [...seen]
    .filter(([type, literals]) => literals.get("category") !== "config" && !inExamples.has(type))
    .map(([type]) => type);
  check("N02", without.length === 0, without.length === 0 ? "every node is in an example" : `in no example: ${without.join(", ")}`);
};

/** Dependencies of dependencies too, as the lockfile pins them. */
const noBadPackages = () => {
  const bad = JSON.parse(readFileSync(join(dirname(toolManifest), "src", "badpackages.json"), "utf8"));
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  const found = shipped
    .map(([path, { name, version }]) => ({ name: name ?? path.split("node_modules/").at(-1), version }))
    .filter(({ name, version }) => bad[name] !== undefined && semver.satisfies(version, bad[name]));
  const text =
    found.length === 0
      ? `none of ${shipped.length} shipped packages is known as bad`
      : found.map(({ name, version }) => `${name}@${version}`).join(", ");
  check("D02", found.length === 0, text);
};

/** A newer release upstream must not turn a build red that was green yesterday: a warning only. */
const newestReleases = () => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [name, range] of Object.entries(dependencies)) {
    const newest = view(name, "version");
    if (newest === undefined) report("D03", "NOT CHECKED", `${name}: the registry cannot be asked`);
    else report("D03", semver.satisfies(newest, range) ? "ok" : "warning", `${name} ${range}, newest ${newest}`);
  }
};

const main = async (scratch) => {
  const folder = await unpack(scratch);
  const tags = view("node-red", "dist-tags");
  const engines = tags === undefined ? undefined : view(`node-red@${tags.latest}`, "engines");
  const online = engines !== undefined;
  // Offline the tool gets an answer all the same, or it would not go on; what it makes of it is not counted.
  const latest = online ? tags.latest : "5.0.0";
  const nodeRed = { "dist-tags": online ? tags : { latest }, versions: { [latest]: { engines: engines ?? { node: ">=22.9" } } } };

  const given = process.env["SCORECARD_CATALOGUE"];
  const catalogue = given === undefined ? { modules: [] } : JSON.parse(readFileSync(given, "utf8"));
  const catalogueFile = join(scratch, "catalogue.json");
  writeFileSync(catalogueFile, JSON.stringify(catalogue));

  const { card, printed } = runTool(folder, scratch, nodeRed, catalogueFile);
  const askedOfRegistry = new Set(["P06", "P07"]);
  const askedOfCatalogue = new Set(["P08", "N01"]);
  const madeHere = new Set(["P05", "P08", "N02", "D02", "D03"]);
  for (const code of ["P01", "P03", "P04", "P05", "P06", "P07", "P08", "N01", "N02", "D01", "D02", "D03"]) {
    const { test, ...details } = card[code] ?? {};
    const text = Object.keys(details).length === 0 ? "" : JSON.stringify(details);
    if (askedOfRegistry.has(code) && !online) report(code, "NOT CHECKED", "the registry cannot be asked");
    else if (askedOfCatalogue.has(code) && given === undefined)
      report(code, "NOT CHECKED", "no catalogue: SCORECARD_CATALOGUE names a saved copy");
    else if (!madeHere.has(code)) check(code, test === true, test === undefined ? "node-red-dev did not check it" : text);
  }
  ownChecks(folder, card, printed, { ...catalogue, given: given !== undefined });
  noBadPackages();
  newestReleases();
};

const scratch = mkdtempSync(join(tmpdir(), "rolling-update-scorecard-"));
try {
  await main(scratch);
} catch (error) {
  report("scorecard", "FAILED", error.message);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const { code, state, text } of results.sort((a, b) => a.code.localeCompare(b.code)))
  process.stdout.write(`${code.padEnd(9)} ${state.padEnd(11)} ${text}\n`);
const count = (state) => results.filter((result) => result.state === state).length;
process.stdout.write(
  `Scorecard: ${count("ok")} ok, ${count("warning")} warnings, ${count("NOT CHECKED")} not checked, ${count("FAILED")} failed\n`,
);
process.exitCode = count("FAILED") === 0 ? 0 : 1;
