import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Out } from "../program";
import { root } from "../program";
import { typeScript } from "../program/typescript";

/** Builds dist/ before a Node-RED is started on it. @throws what the signal says, or an error where the build fails */
export async function buildFirst(out: Out, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  out.write("Building …\n");
  // Its output goes to standard error, where it is in nobody's way.
  const child = spawn(process.execPath, [...typeScript, join(root, "tools", "build.ts")], { cwd: root, stdio: ["ignore", 2, 2] });
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Error("The build failed; nothing was started.");
}
