import { text } from "../../../lib/texts";
import type { Status } from "./status";

/** By whom something was written under a node. */
export interface Writer {
  readonly array: string;
  /** The id of the run; null for a step by hand. */
  readonly run: string | null;
  readonly member: string;
}

interface Written {
  readonly status: Status;
  /** Null: by a message that belongs to no run. */
  readonly by: Writer | null;
}

/**
 * What stands under the step nodes, and by whom it was written. A reader takes it for the state of the run that she looks at: so it is cleared
 * when a run starts, and put right when what it tells of has been taken back.
 */
export class Statuses {
  /** By node id. */
  private readonly written = new Map<string, Written>();

  wrote(node: string, status: Status, by: Writer | null): void {
    this.written.set(node, { status, by });
  }

  forget(node: string): void {
    this.written.delete(node);
  }

  /**
   * A run starts on an array. What others wrote that are still at work stays: two arrays may share their steps.
   * @param atWork the run that works on an array now
   */
  runStarts(array: string, atWork: (array: string) => string | undefined): void {
    for (const [node, { status, by }] of this.written) {
      const stays = by !== null && by.array !== array && (by.run === null || atWork(by.array) === by.run);
      if (stays) continue;
      status.nothing();
      this.written.delete(node);
    }
  }

  /** What a step has changed is as it was again. Nothing is said if another run, or another member, has been there since. */
  tookBack(run: string, { node, member }: { readonly node: string; readonly member: string }): void {
    const there = this.written.get(node);
    if (there?.by?.run === run && there.by.member === member) there.status.unchanged(text("step.taken-back", { member }));
  }
}
