import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import type { Holder } from "../store";

/** So long after its last sign an owner on another host, or in another container, counts as gone. */
const GONE_AFTER_MS = 60_000;

const Owner = z.object({
  run: z.string(),
  since: z.string(),
  host: z.string(),
  pid: z.number().int(),
  mark: z.string(),
  seenAt: z.number(),
});
type Owner = z.output<typeof Owner>;

/**
 * Who has an array, written into the folder itself: a socket is seen on one host, and in one container, only, and the folder may be shared by several.
 * Its owner renews it; one that has died on this host is known to be gone at once, any other when it has not been renewed for a minute.
 */
export class OwnerFile {
  /** @param owner with a mark that tells it from one with the same run: chance */
  constructor(
    private readonly path: string,
    private readonly owner: Holder & { readonly mark: string },
    private readonly now: () => number = Date.now,
  ) {}

  /** Writes itself into the file. @returns who has it instead; null if it is ours now */
  async take(): Promise<Holder | null> {
    const other = await this.read();
    if (other !== null && other.mark !== this.owner.mark && !this.isGone(other)) return other;
    await this.write();
    return null;
  }

  /** Renews it. @returns false when somebody else has it, and then leaves it alone */
  async renew(): Promise<boolean> {
    const owner = await this.read();
    // One that somebody has cleared away is ours as long as nobody else has written it.
    if (owner !== null && owner.mark !== this.owner.mark) return false;
    await this.write();
    return true;
  }

  async release(): Promise<void> {
    const owner = await this.read();
    if (owner?.mark === this.owner.mark) await rm(this.path, { force: true });
  }

  private isGone({ host, pid, seenAt }: Owner): boolean {
    if (host === hostname() && (pid === process.pid || !isAlive(pid))) return true;
    return this.now() - seenAt > GONE_AFTER_MS;
  }

  /** Null for none, and for one that nobody could have written whole. */
  private async read(): Promise<Owner | null> {
    const text = await readFile(this.path, "utf8").catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    });
    try {
      return Owner.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  /** Never half-written. */
  private async write(): Promise<void> {
    const owner: Owner = { ...this.owner, seenAt: this.now() };
    const next = `${this.path}.${this.owner.mark}`;
    await writeFile(next, JSON.stringify(owner));
    await rename(next, this.path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
