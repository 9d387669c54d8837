import { rm, writeFile } from "node:fs/promises";

/** Kept free for undo, rest and report on a full disk. */
const BYTES = 4 * 1024 * 1024;

/** A file that has no other purpose than to be given up when the disk is full. */
export class Reserve {
  constructor(private readonly path: string) {}

  async setAside(): Promise<void> {
    await writeFile(this.path, Buffer.alloc(BYTES, 0x20));
  }

  async giveUp(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
