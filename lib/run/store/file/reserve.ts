import { randomBytes } from "node:crypto";
import type { Disk } from "./disk";
import { isFull, realDisk } from "./disk";

/** Kept free for undo, rest and report on a full disk. */
const BYTES = 4 * 1024 * 1024;

/** A file that has no other purpose than to be given up when the disk is full. */
export class Reserve {
  /** It was needed, and there is none now. */
  givenUp = false;

  constructor(
    private readonly path: string,
    private readonly disk: Disk = realDisk,
  ) {}

  /** Of random bytes: a disk that compresses would make nothing of blanks. */
  async setAside(): Promise<void> {
    const there = await this.disk.stat(this.path).catch(() => null);
    if (there?.size !== BYTES) await this.write();
    this.givenUp = false;
  }

  async giveUp(): Promise<void> {
    this.givenUp = true;
    await this.disk.rm(this.path, { force: true });
  }

  /** Writes something; on a full disk once more, when the reserve has been given up and what there is of it has been cleared away. */
  async orGivenUp<T>(write: () => Promise<T>, clear: () => Promise<unknown>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.giveUp();
      await clear();
      return await write();
    }
  }

  private async write(): Promise<void> {
    const file = await this.disk.open(this.path, "w");
    try {
      await file.writeFile(randomBytes(BYTES));
      await file.datasync();
    } catch (error) {
      await this.disk.rm(this.path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }
}
