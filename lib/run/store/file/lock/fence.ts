import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure, reason, text } from "../../../../texts";
import { isMissing, realDisk, syncFolder } from "../disk";

/** Thrown for a number that was spoiled. To begin again below it would let the members refuse every change. */
class NoNumber extends Failure {
  constructor(path: string) {
    super(reason("no-fencing-number", text("lock.no-number", { path }), text("lock.no-number.hint")));
  }
}

/**
 * Counts up while the lock is held; the number is on the disk before it is used. It is never lower than the milliseconds since 1970: the members
 * keep the highest number that they have seen, and a run with a new folder, or another name of the array, must not begin below it.
 */
export async function nextFence(path: string): Promise<number> {
  const last = Number(
    await readFile(path, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return "0";
      throw error;
    }),
  );
  if (!Number.isSafeInteger(last) || !Number.isSafeInteger(last + 1)) throw new NoNumber(path);
  const next = Math.max(last + 1, Date.now());
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(String(next));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(realDisk, dirname(path));
  return next;
}
