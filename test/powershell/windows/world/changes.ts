import type { Truth } from "../../../../lib/adapters/lab/truth";
import { TruthLog, truthOf } from "../../../../lib/adapters/lab/truth";
import type { Resident, World } from "../../../../lib/adapters/lab/world";
import type { ChangeOp } from "../../../../lib/server/catalogue";
import type { Given } from "./handlers";

/** What becomes of the answer to a change that was made. */
export type Fate = "answered" | "lost" | "kept back";

/** Makes changes in the world, takes them down for the truth, and tells what becomes of their answers. */
export class Changes {
  private readonly noted = new TruthLog();
  /** Who waits for a change whose answer is to be kept back, by member. */
  private readonly keptBack = new Map<string, () => void>();

  constructor(private readonly world: World) {}

  make(resident: Resident, op: ChangeOp, args: Given, effect: () => void): Fate {
    const { machine } = resident;
    this.noted.note(this.world, resident, { op, args });
    this.world.change(effect);
    const made = this.keptBack.get(machine.name);
    if (made === undefined) return resident.line.losesAnswer(op) ? "lost" : "answered";
    this.keptBack.delete(machine.name);
    made();
    return "kept back";
  }

  /** Never answers a member's next change: who has asked for it waits. Resolves when the change has been made. */
  keepBackNextAnswer(member: string): Promise<void> {
    return new Promise((resolve) => void this.keptBack.set(member, resolve));
  }

  /** What really happened, and how it really is. */
  truth(): Truth {
    return truthOf(this.world, this.noted);
  }
}
