import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Rehearsal } from "../../windows/rehearsal";

/** How long something may take that is to come about on the other side; on the clock of the wall. */
const COMES_MS = 20_000;

export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const late = Date.now() + COMES_MS; !isSo(); await pause(20)) {
    if (Date.now() > late) throw new Error(`${what}: not within ${COMES_MS / 1000} s.`);
  }
}

/** A script of the user's on CAS1 that leaves a mark and then does something that does not end. */
export function endless(rehearsal: Rehearsal, name: string, text: string) {
  const real = rehearsal.windows.folders.real("CAS1", `C:\\${name}`);
  const mark = `${real}.runs`;
  rmSync(mark, { force: true });
  // With another name first: who sees it reads the whole number.
  writeFileSync(real, `[IO.File]::WriteAllText('${mark}.new', $PID); [IO.File]::Move('${mark}.new', '${mark}'); ${text}`);
  return {
    args: { file: `C:\\${name}`, arguments: [] },
    /** Resolves when the server is really at it, with the id of the process. */
    async runs(): Promise<number> {
      await until(`${name} runs`, () => existsSync(mark));
      return Number(readFileSync(mark, "utf8"));
    },
  };
}

export const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export const endIfThere = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
};
