import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../program";
import type { Mutant } from "./mutant";

/** A copy of a mutated file, beside the file itself, so that its imports are found. */
const nameOf = (file: string, n: number): string => join(dirname(file), `${basename(file, ".ts")}.mutant-${n}.ts`);

/**
 * Those of some mutants that do not compile: `npm run types` notices them. All are looked at by one run of the compiler, so what a mutant would break in the files
 * that import it is not seen.
 * @param folder for a copy of the source
 */
export function refusedByTheCompiler(mutants: readonly Mutant[], folder: string): ReadonlySet<Mutant> {
  const copy = join(folder, "types");
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of ["lib", "nodes", "tsconfig.json"]) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  writeFileSync(
    join(copy, "tsconfig.mutants.json"),
    JSON.stringify({ extends: "./tsconfig.json", include: ["lib/**/*.ts", "nodes/**/*.ts"] }),
  );
  for (const [n, { file, source }] of mutants.entries()) writeFileSync(join(copy, nameOf(file, n)), source);
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.mutants.json", "--noEmit", "--pretty", "false"], {
    cwd: copy,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const broken = new Set([...stdout.matchAll(/\.mutant-(\d+)\.ts\(\d+,\d+\): error/g)].map(([, n]) => Number(n)));
  rmSync(copy, { recursive: true, force: true });
  return new Set(mutants.filter((_, n) => broken.has(n)));
}
