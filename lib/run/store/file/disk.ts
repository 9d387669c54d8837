import * as fs from "node:fs/promises";
import type { Reason, Words } from "../../../texts";
import { Failure, reason, text } from "../../../texts";

/** What the store asks of a disk. */
export type Disk = Pick<
  typeof fs,
  "access" | "mkdir" | "open" | "readdir" | "readFile" | "rename" | "rm" | "stat" | "truncate" | "writeFile"
>;

/** The disks of this computer. */
export const realDisk: Disk = fs;

/** What the operating system calls an error. */
export const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | null)?.code ?? "");

/** No space left, or no more for this account. */
export const isFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes(codeOf(error));

export const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error));

/** Thrown when the disk does not do what it is asked, in words for whoever has to put it right. */
export class DiskFailed extends Failure {
  /** @param path the file or folder */
  constructor(path: string, error: unknown) {
    super(reasonFor(path, error), { cause: error });
  }
}

function reasonFor(path: string, error: unknown): Reason {
  if (isFull(error)) return reason("disk-full", text("disk.full", { path }), text("disk.full.hint"));
  if (["EROFS", "EACCES", "EPERM"].includes(codeOf(error)))
    return reason("disk-read-only", text("disk.read-only", { path }), text("disk.read-only.hint"));
  const cause: Words = error instanceof Error ? error.message : String(error);
  return reason("disk-failed", text("disk.failed", { path, cause }), text("disk.failed.hint"));
}

/** Does something with a file or a folder. @throws DiskFailed for what the disk says, and what is a reason already as it is */
export async function on<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure ? error : new DiskFailed(path, error);
  }
}

/** That there is a new file in a folder is on the disk. Windows has no such thing, and needs none. */
export async function syncFolder(disk: Disk, path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await disk.open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Some file systems of other computers know nothing of it.
    if (!["EINVAL", "ENOTSUP", "EBADF", "EISDIR"].includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}
