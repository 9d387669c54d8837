/** A copy of the repository on which a page of docs/contributing is played, and the programs that judge it there. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import should from "should";
import { copyCheckout } from "../shared/checkout";
import type { Change } from "./recipe";
import { apply, changesIn, takeBack } from "./recipe";

const root = resolve(__dirname, "../..");
const LIMIT_MS = 280_000;

/** How a program ended, and what it printed. */
export interface Ended {
  readonly ends: number | null;
  readonly says: string;
}

/** What the programs of the package do in the copy. */
export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), "recipe-"));
  readonly changes: readonly Change[];

  /** Copies what is in the repository, and does what the page says. @param page below docs/contributing @param part of it */
  constructor(page: string, part?: string) {
    this.changes = changesIn(readFileSync(join(root, "docs/contributing", page), "utf8"), part);
    copyCheckout(this.folder);
    for (const change of this.changes) apply(change, this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The files that the page writes or changes, in its order. */
  get places(): readonly string[] {
    return [...new Set(this.changes.map(({ path }) => path))];
  }

  /** What a check says when one place of the page was forgotten. */
  without(path: string, check: () => Ended): Ended {
    const own = this.changes.filter((change) => change.path === path);
    for (const change of own) takeBack(change, this.folder, root);
    try {
      return check();
    } finally {
      for (const change of own) apply(change, this.folder);
    }
  }

  /** What a check says of a file in which something stands otherwise. */
  edited(path: string, what: RegExp, otherwise: string, check: () => Ended): Ended {
    const file = join(this.folder, path);
    const before = readFileSync(file, "utf8");
    if (!what.test(before)) throw new Error(`${path} has nothing like ${what.source}.`);
    writeFileSync(file, before.replace(what, otherwise));
    try {
      return check();
    } finally {
      writeFileSync(file, before);
    }
  }

  build(): Ended {
    return this.run("--require", "tsx/cjs", "tools/build.ts");
  }

  docs(): Ended {
    return this.run("--require", "tsx/cjs", "tools/docs.ts");
  }

  types(config = "tsconfig.json"): Ended {
    return this.run("node_modules/typescript/bin/tsc", "-p", config, "--noEmit");
  }

  /** Specs of the copy; all but those that plant forbidden arrows, which say nothing about a recipe. */
  specs(...args: readonly string[]): Ended {
    return this.run("node_modules/mocha/bin/mocha.js", "--reporter", "dot", "--recursive", "--exclude", "**/arrows_spec.ts", ...args);
  }

  /** Types, form, lint and arrows, as CI has them looked at. */
  looksGood(): void {
    for (const config of ["tsconfig.json", "tsconfig.editor.json", "tsconfig.test.json"]) goesWell(this.types(config));
    const ours = ["lib", "nodes", "simulation", "test/unit", "test/powershell"];
    goesWell(this.run("node_modules/@biomejs/biome/bin/biome", "format", ...ours, "examples", "package.json"));
    goesWell(this.run("node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", ...ours));
    goesWell(this.run("node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "lib", "nodes"));
  }

  private run(...args: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.folder, encoding: "utf8", timeout: LIMIT_MS });
    return { ends: status, says: `${stdout}${stderr}` };
  }
}

export const goesWell = ({ ends, says }: Ended): void => void should(ends).equal(0, says.slice(-4000));
