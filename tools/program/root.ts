import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of this repository. */
export const root = resolve(__dirname, "..", "..");

/** What our programs read in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Built files by type of node, and by name of plugin. */
  readonly "node-red": { readonly nodes: Readonly<Record<string, string>>; readonly plugins?: Readonly<Record<string, string>> };
}

/** The package.json of a folder. */
export const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
