import { isDeepStrictEqual } from "node:util";
import type { LabOptions } from "../../lib/adapters/lab";
import { Lab, worldName } from "../../lib/adapters/lab";
import type { Text } from "../../lib/texts";
import { text } from "../../lib/texts";

/** A connection node that has opened labs. */
interface User {
  warn(what: Text): void;
}

interface Opened {
  readonly lab: Lab;
  readonly options: LabOptions;
  readonly users: Set<User>;
}

/** Labs that are open. Each world is open only once: two that write the same log would contradict each other. */
export class Labs {
  private readonly opened = new Map<string, Opened>();

  /**
   * The lab of an array: the open one, so that a redeployed node finds its array as it was, or a new one on the same log.
   * @param busy a run is at work: it keeps the lab that it has, and changed options count from the next time on
   */
  open(user: User, options: LabOptions, busy: boolean): Lab {
    const world = worldOf(options);
    const known = this.opened.get(world);
    if (known !== undefined && (busy || isDeepStrictEqual(known.options, options))) {
      known.users.add(user);
      return known.lab;
    }
    // The log is closed before this call returns; only the truth is still being written then.
    if (known !== undefined) void this.close(world, known, user);
    const lab = new Lab(options);
    this.opened.set(world, { lab, options, users: new Set([user]) });
    return lab;
  }

  /** A node no longer needs its labs of this array; the last node closes them. Resolves when they are closed. */
  async leave(user: User, array: string): Promise<void> {
    const left = [...this.opened].filter(([, { options, users }]) => options.array === array && users.delete(user) && users.size === 0);
    await Promise.all(left.map(([world, opened]) => this.close(world, opened, user)));
  }

  private async close(world: string, { lab }: Opened, user: User): Promise<void> {
    this.opened.delete(world);
    await lab.close().catch((error: unknown) => {
      user.warn(text("lab.truth-not-written", { error: error instanceof Error ? error.message : String(error) }));
    });
  }
}

/** What says which world it is, and which log (see lib/adapters/lab). */
const worldOf = (options: LabOptions): string => JSON.stringify([options.folder ?? "", worldName(options)]);
