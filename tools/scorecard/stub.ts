/**
 * Preloaded into node-red-dev, so that it needs no network: the catalogue comes from a file, and what it wants to know about Node-RED comes from
 * its caller (which asks npm as configured). Its two checks of dependencies are left to the caller too, since one stops after the first
 * dependency and the other needs an installed tree.
 */
import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";

const given = (name: "SCORECARD_TOOL" | "SCORECARD_CATALOGUE" | "SCORECARD_NODE_RED"): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The stub needs ${name}.`);
  return value;
};

const inTool = createRequire(given("SCORECARD_TOOL"));
const answers: Readonly<Record<string, () => unknown>> = {
  "/catalogue.json": () => JSON.parse(readFileSync(given("SCORECARD_CATALOGUE"), "utf8")) as unknown,
  "/node-red": () => JSON.parse(given("SCORECARD_NODE_RED")) as unknown,
};

(inTool("axios") as { get: unknown }).get = async (url: string) => {
  const answer = answers[new URL(url).pathname];
  if (answer === undefined) throw new Error(`node-red-dev asked for ${url}, which the stub does not know.`);
  return { data: answer() };
};

function replace(name: string, exports: unknown): void {
  const path = inTool.resolve(name);
  inTool.cache[path] = Object.assign(new Module(path), { filename: path, loaded: true, exports });
}
replace("npm-remote-ls", {
  ls: (_name: string, _version: string, _flat: boolean, then: (list: readonly string[]) => void) => then([]),
  config: () => undefined,
});
replace("npm-check", async () => ({ get: () => [] }));
