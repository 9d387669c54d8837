import { dirname } from "node:path";
import { nodeRedFive } from "../../../tools/node-red/second-runtime";
import { requireTool } from "../../shared/tools";

/** A Node-RED and the Node it runs on. */
export interface Runtime {
  readonly name: string;
  /** Major version of Node-RED. */
  readonly major: 4 | 5;
  /** Path of the Node executable; undefined where it was not found. */
  readonly node: string | undefined;
  /** Folder of the package `node-red`; undefined where it was not found. */
  readonly nodeRed: string | undefined;
  /** What to do to get it. */
  readonly how: string;
}

/** Both majors that this package supports: the older one on the Node of the tests, the newer one on Node 24. */
export const runtimes: readonly Runtime[] = [
  { name: "Node-RED 4.1", major: 4, node: process.execPath, nodeRed: dirname(require.resolve("node-red/package.json")), how: "npm ci" },
  { name: "Node-RED 5", major: 5, node: nodeRedFive.node, nodeRed: nodeRedFive.nodeRed, how: nodeRedFive.how },
];

/** A mocha hook: without this runtime the tests of the suite are skipped, or fail where everything is required. */
export const requireRuntime = (runtime: Runtime): ((this: Mocha.Context) => void) =>
  requireTool(runtime.name, runtime.node === undefined ? undefined : runtime.nodeRed, runtime.how);
