import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(__dirname, "../..");
const git = (...args: readonly string[]): Promise<unknown> => promisify(execFile)("git", ["-C", root, ...args]);

/**
 * Lets work be done with the code of another commit, which must have this bench, in a worktree that is gone afterwards. It uses the packages
 * that are installed here.
 */
export async function besideCommit<T>(commit: string, work: (root: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-commit-"));
  const tree = join(folder, "tree");
  try {
    await git("worktree", "add", "--detach", tree, commit);
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
    return await work(tree);
  } finally {
    await git("worktree", "remove", "--force", tree).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}
