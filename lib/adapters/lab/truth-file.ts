import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Truth } from "./truth";

/** Between two writes, on the wall clock. */
const EVERY_MS = 1000;

/** Keeps a file up to date with the truth. Readers always find a complete one. */
export class TruthFile {
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly truth: () => Truth,
  ) {}

  /** Something may have changed. */
  touch(): void {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      // The next write tries again; the last one reports its failure.
      this.write().catch(() => {});
    }, EVERY_MS).unref();
  }

  /** Writes a last time. */
  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    await this.write();
  }

  private write(): Promise<void> {
    const text = `${JSON.stringify(this.truth(), null, 1)}\n`;
    const next = this.writing.then(async () => {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(`${this.path}.new`, text);
      await rename(`${this.path}.new`, this.path);
    });
    this.writing = next.catch(() => {});
    return next;
  }
}
