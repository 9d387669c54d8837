import { Durable } from "./durable";
import { ProcessStore } from "./process-store";

/**
 * What outlives processes. `open()` is a process that begins to work with it:
 *
 *   const disk = new Disk();
 *   const first = disk.open();                    // a RunStore: new Runs(first, …)
 *   first.fail({ at: "sync", nth: 12 });          // its 12th sync from now fails, and so on: see `Trouble`
 *   first.crash();                                // nothing that it is still asked for ever answers; what was not synced is lost
 *   const second = disk.open();                   // goes on: the arrays of the first one are free
 */
export class Disk extends Durable {
  private processes = 0;

  constructor(now: () => number = Date.now) {
    super(now);
  }

  /** A process that begins to work with this disk. */
  open(host = "here"): ProcessStore {
    return new ProcessStore(this, { host, pid: ++this.processes });
  }
}
