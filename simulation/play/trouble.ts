import type { Call, Invoke, OperationName } from "../../lib/server";
import { operationOf, OperationFailed, OutcomeUnknown, Unreachable } from "../../lib/server";
import { seconds } from "../../lib/time";
import type { Dice, OperationFaults } from "../plan";
import type { NightClock } from "./night-clock";

/**
 * What goes wrong with an operation. `before`: it was sent and does not arrive. `lost`: it is done, and the answer does not arrive. `slow`: it is
 * done at once and answered late; `late`: it arrives late, perhaps when nobody waits for it any more. `half`: the server says no, and has done it.
 */
const kinds = ["before", "lost", "slow", "late", "half"] as const;
export type Trouble = (typeof kinds)[number];

interface Parts {
  readonly clock: NightClock;
  readonly dice: Dice;
  readonly chances: OperationFaults;
  readonly noted: (member: string, op: OperationName, trouble: Trouble) => void;
}

/** A connection on which operations go wrong now and then. */
export const troubled =
  (invoke: Invoke, { clock, dice, chances, noted }: Parts): Invoke =>
  async (server, op, args, call) => {
    const { kind, on } = operationOf(op);
    const isChange = kind !== "read";
    if (on === "controller" || !dice.chance(isChange ? chances.change : chances.read)) return await invoke(server, op, args, call);
    // A read that is half done is none.
    const trouble = dice.pick(isChange ? kinds : (["before", "slow"] as const));
    const ms = seconds(dice.pick([5, 12, 40, 100]));
    noted(server, op, trouble);
    const about = { server, operation: op, what: "trouble on the line" };
    const silent = () => (isChange ? new OutcomeUnknown(about) : new Unreachable(about));
    switch (trouble) {
      case "before":
        await clock.sleep(seconds(4), call.signal);
        throw silent();
      case "lost":
        await invoke(server, op, args, call);
        throw silent();
      case "slow": {
        const answer = await invoke(server, op, args, call);
        await clock.sleep(ms, call.signal);
        return answer;
      }
      case "late":
        // Nobody can call back what is on its way.
        await clock.sleep(ms);
        return await invoke(server, op, args, withoutSignal(call));
      case "half":
        await invoke(server, op, args, call);
        throw new OperationFailed({ ...about, errorId: "half-done" });
    }
  };

function withoutSignal<C extends Call>(call: C): Omit<C, "signal"> {
  const { signal: _, ...others } = call;
  return others;
}
