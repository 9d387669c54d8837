import { buildSync } from "esbuild";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const compiled = ["lib", "nodes", "simulation", "tools", "bench", "test"];

/**
 * Compiles the sources and the tests into a folder that looks like the root of the repository, since neither the compiler nor esbuild starts under
 * Wine. What is not compiled is linked: Wine follows the links of this system.
 */
export function compileInto(folder: string): void {
  const sources: string[] = [];
  for (const top of compiled) {
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || path.includes("/node_modules/")) continue;
      if (path.endsWith(".ts")) sources.push(path);
      const link = path.replace(root, folder);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(path, link);
    }
  }
  for (const name of readdirSync(root))
    if (!compiled.includes(name) && !name.startsWith(".")) symlinkSync(join(root, name), join(folder, name));
  buildSync({ entryPoints: sources, outdir: folder, outbase: root, format: "cjs", platform: "node", target: "node20", logLevel: "error" });
}
