import type { Lock, Locks } from "../../lib/run/store/store";
import { Held } from "../../lib/run/store/store";
import type { Durable, Holding, Process } from "./durable";

/** The locks of a disk, as one process sees them. */
export class ProcessLocks implements Locks {
  /** What this process has taken, by the name of the array in small letters. */
  private readonly mine = new Map<string, Holding>();

  constructor(
    private readonly disk: Durable,
    private readonly by: Process,
  ) {}

  async take(array: string, run: string): Promise<Lock> {
    const name = array.toLowerCase();
    return await this.by.life.does("lock", () => {
      const other = this.disk.held.get(name);
      if (other !== undefined && (other.by === this.by || other.by.life.state === "alive"))
        throw new Held(array, { run: other.run, since: other.since, host: other.by.host, pid: other.by.pid });
      const since = new Date(this.disk.now()).toISOString();
      const holding: Holding = { run, since, by: this.by, lost: new AbortController() };
      this.disk.held.set(name, holding);
      this.mine.set(name, holding);
      const fence = (this.disk.fences.get(name) ?? 0) + 1;
      this.disk.fences.set(name, fence);
      return { fence, lost: holding.lost.signal, release: () => this.release(name, holding) };
    });
  }

  /** The process has died: what it had is free. */
  free(): void {
    for (const [name, { by }] of this.disk.held) if (by === this.by) this.disk.held.delete(name);
  }

  /** Which arrays others have taken meanwhile. */
  hear(): void {
    for (const [name, holding] of this.mine) if (this.disk.held.get(name) !== holding) this.abort(name, holding);
  }

  lose(array: string): void {
    const name = array.toLowerCase();
    const holding = this.mine.get(name);
    if (holding === undefined) return;
    if (this.disk.held.get(name) === holding) this.disk.held.delete(name);
    this.abort(name, holding);
  }

  private async release(name: string, holding: Holding): Promise<void> {
    await this.by.life.does("lock", () => {
      if (this.mine.get(name) === holding) this.mine.delete(name);
      if (this.disk.held.get(name) === holding) this.disk.held.delete(name);
    });
  }

  private abort(name: string, holding: Holding): void {
    this.mine.delete(name);
    holding.lost.abort(new Error("Somebody else has the lock."));
  }
}
