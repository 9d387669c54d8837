/**
 * Preloaded into node-red-dev, so that it needs no network of its own: the catalogue comes from a file, what it wants to know of Node-RED
 * from tools/scorecard.mjs (which asks npm as it is configured), and its two looks at dependencies are left to tools/scorecard.mjs too,
 * since one stops after the first dependency and the other wants an installed tree.
 */
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const inTool = createRequire(process.env["SCORECARD_TOOL"]);
const answers = {
  "/catalogue.json": () => JSON.parse(readFileSync(process.env["SCORECARD_CATALOGUE"], "utf8")),
  "/node-red": () => JSON.parse(process.env["SCORECARD_NODE_RED"]),
};

inTool("axios").get = (url) => {
  const answer = answers[new URL(url).pathname];
  return answer === undefined
    ? Promise.reject(new Error(`node-red-dev asked for ${url}, which the stub does not know.`))
    : Promise.resolve({ data: answer() });
};

const replace = (name, value) => {
  const path = inTool.resolve(name);
  require.cache[path] = { id: path, filename: path, path, loaded: true, children: [], paths: [], exports: value };
};
replace("npm-remote-ls", { ls: (_name, _version, _flat, then) => then([]), config: () => undefined });
replace("npm-check", () => Promise.resolve({ get: () => [] }));
