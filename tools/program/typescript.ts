import { basename, join } from "node:path";
import { buildSync } from "esbuild";

/** The arguments of Node before a program in TypeScript. This is the quickest way: tsx's other one starts a separate thread for modules. */
export const typeScript: readonly string[] = ["--require", require.resolve("tsx/cjs")];

/**
 * A program and our files that it imports as one file of JavaScript, for a Node in which something else has to run: otherwise every file of
 * that would go through tsx too.
 * @param folder where the file goes
 * @returns its path
 */
export function compiled(program: string, folder: string): string {
  const outfile = join(folder, `${basename(program, ".ts")}.cjs`);
  buildSync({ entryPoints: [program], outfile, bundle: true, packages: "external", platform: "node", format: "cjs", target: "node20" });
  return outfile;
}
