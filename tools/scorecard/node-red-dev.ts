import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "../program";
import { compiled } from "../program/typescript";
import type { Syntax } from "./registered-types";

const manifest = join(root, "test", "runtime", "node_modules", "node-red-dev", "package.json");

/** What it found, by the code of its check. */
export type Card = Readonly<
  Record<string, { readonly test?: boolean; readonly nodes?: readonly string[]; readonly [detail: string]: unknown }>
>;

/** The names in Node-RED's catalogue of packages. */
export interface Catalogue {
  readonly modules: readonly { readonly id: string }[];
}

/** What node-red-dev would ask of the network. */
interface Known {
  /** What the registry says about Node-RED. */
  readonly nodeRed: unknown;
  readonly catalogue: Catalogue;
}

/** Package versions known to be bad. */
export type BadPackages = Readonly<Record<string, string>>;

/** Whether a version is in a range. */
export type Satisfies = (version: string, range: string) => boolean;

/** Node-RED's own tool for the scorecard, and packages that come with it. */
export class NodeRedDev {
  private readonly load: NodeJS.Require;
  private readonly folder: string;

  private constructor() {
    this.load = createRequire(manifest);
    this.folder = dirname(manifest);
  }

  /** Undefined if it is not installed. */
  static found(): NodeRedDev | undefined {
    return existsSync(manifest) ? new NodeRedDev() : undefined;
  }

  get satisfies(): Satisfies {
    return (this.load("semver") as { readonly satisfies: Satisfies }).satisfies;
  }

  /** A JavaScript parser, and a walker for its syntax trees. */
  get syntax(): Syntax {
    const { parse } = this.load("acorn") as Pick<Syntax, "parse">;
    const { simple } = this.load("acorn-walk") as Pick<Syntax, "simple">;
    return { parse, simple };
  }

  get badPackages(): BadPackages {
    return JSON.parse(readFileSync(join(this.folder, "src", "badpackages.json"), "utf8")) as BadPackages;
  }

  /** @returns the folder of the unpacked package */
  async unpack(tarball: string, folder: string): Promise<string> {
    await (this.load("tar") as { x(options: { file: string; cwd: string }): Promise<void> }).x({ file: tarball, cwd: folder });
    return join(folder, "package");
  }

  /**
   * Looks at an unpacked package.
   * @param scratch a folder for temporary files
   * @returns its scorecard, and what it printed
   */
  validate(folder: string, scratch: string, { nodeRed, catalogue }: Known): { readonly card: Card; readonly printed: string } {
    const output = join(scratch, "scorecard.json");
    const catalogueFile = join(scratch, "catalogue.json");
    writeFileSync(catalogueFile, JSON.stringify(catalogue));
    const stub = compiled(join(__dirname, "stub.ts"), scratch);
    const args = ["--require", stub, join(this.folder, "bin", "run"), "validate", "--path", folder, "--output", output];
    const env = {
      ...process.env,
      SCORECARD_TOOL: manifest,
      SCORECARD_CATALOGUE: catalogueFile,
      SCORECARD_NODE_RED: JSON.stringify(nodeRed),
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: scratch, encoding: "utf8", env, input: "" });
    const printed = `${stdout}${stderr}`;
    if (!existsSync(output)) throw new Error(`node-red-dev wrote no scorecard (exit code ${status}):\n${printed}`);
    return { card: JSON.parse(readFileSync(output, "utf8")) as Card, printed };
  }
}
