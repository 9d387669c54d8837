import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../program";
import { typeScript } from "../program/typescript";
import type { Simulated } from "./run-simulate";

const folder = join(root, "simulation", "bugs");
/** What the simulation is made of. */
const needed = ["lib", "nodes", "simulation", "tools", "examples", "package.json", "tsconfig.json", "tsconfig.test.json"];

/** The bugs that are kept, by name. */
export const bugsThere = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".patch"))
    .map((name) => basename(name, ".patch"))
    .sort();

/** The file of a bug: a sentence that says what it is, and the change as `git diff` writes it. */
export const patchOf = (bug: string): string => join(folder, `${bug}.patch`);

/** Puts a bug into a tree. @param only to check whether it can be done */
export const patch = async (bug: string, tree: string, only: readonly "--check"[] = []): Promise<void> =>
  void (await promisify(execFile)("git", ["apply", ...only, patchOf(bug)], { cwd: tree }));

/** Plays nights on a copy of this tree that has this bug. @param args of `simulate` */
export async function withBug(bug: string, args: readonly string[]): Promise<Simulated> {
  const tree = mkdtempSync(join(tmpdir(), "bug-"));
  try {
    for (const name of needed) cpSync(join(root, name), join(tree, name), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
    await patch(bug, tree);
    return await simulated(tree, args);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** @throws where it ends otherwise than with a document */
async function simulated(tree: string, args: readonly string[]): Promise<Simulated> {
  const child = spawn(process.execPath, [...typeScript, join("tools", "simulate", "simulate.ts"), ...args], {
    cwd: tree,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0 && code !== 1) throw new Error(`The simulation ended with ${code}.`);
  return JSON.parse(text) as Simulated;
}
