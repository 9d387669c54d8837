import { basename, join } from "node:path";
import { buildSync } from "esbuild";

/** What a Node is given before a program in TypeScript. The quickest way: tsx's other one starts a thread of its own for modules. */
export const typeScript: readonly string[] = ["--require", require.resolve("tsx/cjs")];

/**
 * A program of ours with what it imports of ours as one file of JavaScript, for a Node in which something else is to run: every file of
 * that would go through tsx as well.
 * @param folder where the file goes
 * @returns its path
 */
export function compiled(program: string, folder: string): string {
  const outfile = join(folder, `${basename(program, ".ts")}.cjs`);
  buildSync({ entryPoints: [program], outfile, bundle: true, packages: "external", platform: "node", format: "cjs", target: "node20" });
  return outfile;
}
