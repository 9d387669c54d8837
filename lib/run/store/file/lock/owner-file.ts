import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Holder } from "../../store";
import { placeHere } from "./place";

/**
 * An owner whose last sign is so old counts as gone whatever the clocks of the two computers say. Those of a domain differ by five minutes at most, or
 * nobody could sign on (Microsoft Learn, "Maximum tolerance for computer clock synchronization").
 */
const LONG_GONE_MS = 10 * 60_000;

const Owner = z.object({
  run: z.string(),
  since: z.string(),
  host: z.string(),
  pid: z.number().int(),
  mark: z.string(),
  seenAt: z.number(),
  /** Where its process number means something: two containers of one name may both have a process 1. */
  place: z.string().default(""),
  /** Goes up with each sign that it gives. */
  beat: z.number().default(0),
});
type Owner = z.output<typeof Owner>;

/** Marks of the owners that live in this process. */
const alive = new Set<string>();

/** What this process has seen of owners whose death it cannot see: the sign they gave last, and since when it is the last one. */
export class Sightings {
  private readonly seen = new Map<string, { readonly sign: string; readonly since: number }>();

  /** @param elapsed a clock that nobody sets, in milliseconds */
  constructor(private readonly elapsed: () => number = () => performance.now()) {}

  /** For how long an owner has given no new sign, in milliseconds, as far as this process has looked on. */
  silence(path: string, { mark, beat, seenAt }: Owner): number {
    const sign = JSON.stringify([mark, beat, seenAt]);
    const before = this.seen.get(path);
    const since = before?.sign === sign ? before.since : this.elapsed();
    this.seen.set(path, { sign, since });
    return this.elapsed() - since;
  }
}

/** What an owner file needs besides its path. */
export interface About {
  readonly sightings: Sightings;
  /** So long after its last sign an owner counts as gone. */
  readonly goneAfterMs: number;
  /** So long two who take an array at the same moment wait to see which of them has it. */
  readonly settleMs: number;
  readonly now?: () => number;
}

/** An owner with a mark that tells it from one with the same run: chance. */
export type Marked = Holder & { readonly mark: string };

/**
 * Who has an array, written into the folder itself: a socket is seen on one host, and in one container, only, and the folder may be shared by several.
 * Its owner renews it. One whose process is seen to have died is gone at once; any other when somebody has looked on for a minute without a new sign,
 * since clocks of two computers differ.
 */
export class OwnerFile {
  private beat = 0;

  constructor(
    private readonly path: string,
    private readonly owner: Marked,
    private readonly about: About,
  ) {}

  /**
   * Writes itself into the file.
   * @param after only in place of an owner that is gone: somebody has the array, and no owner in the file says nothing about him
   * @returns who has it instead, if that is known; null if it is ours now
   */
  async take({ after = false } = {}): Promise<Holder | "somebody" | null> {
    const other = await this.read();
    if (other === null && after) return "somebody";
    if (other !== null && other.mark !== this.owner.mark && !this.isGone(other, await placeHere())) return other;
    await this.write();
    alive.add(this.owner.mark);
    if (other !== null) await delay(this.about.settleMs);
    const now = await this.read();
    if (now !== null && now.mark !== this.owner.mark) {
      alive.delete(this.owner.mark);
      return now;
    }
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
    alive.delete(this.owner.mark);
    const owner = await this.read();
    if (owner?.mark === this.owner.mark) await rm(this.path, { force: true });
  }

  private isGone(other: Owner, place: string): boolean {
    if (other.place === place && (other.pid === process.pid ? !alive.has(other.mark) : !isAlive(other.pid))) return true;
    const now = (this.about.now ?? Date.now)();
    return now - other.seenAt > LONG_GONE_MS || this.about.sightings.silence(this.path, other) >= this.about.goneAfterMs;
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
    const seenAt = (this.about.now ?? Date.now)();
    const owner: Owner = { ...this.owner, place: await placeHere(), seenAt, beat: this.beat++ };
    const next = `${this.path}.${this.owner.mark}`;
    await writeFile(next, JSON.stringify(owner));
    await replace(next, this.path);
  }
}

/** What Windows answers while somebody else has the file open, or is just replacing it too. */
const IN_USE = new Set(["EPERM", "EACCES", "EBUSY"]);
const TRIES = 6;
const AGAIN_MS = 15;

async function replace(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tries === TRIES || !IN_USE.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await delay(tries * AGAIN_MS);
    }
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
