import type { NodeAPI } from "node-red";
import type { Registry } from "../../shared/runtime";
import { topic } from "./topic";

/** A run at work, as the editor hears of it. */
export interface AtWork {
  readonly run: string;
  readonly array: string;
  /** A deploy that interrupts it does not end it. */
  readonly goesOn: boolean;
}

/** Tells all editors which runs are at work, or wait to go on; those that are opened later hear it too. */
export function tellEditors({ comms }: Pick<NodeAPI, "comms">, { runs }: Registry): void {
  const atWork: readonly AtWork[] = [
    ...runs.atWork.map((run) => ({ run: run.id, array: run.array.name, goesOn: run.canBeTakenUp || run.state.phase === "stopping" })),
    ...runs.waiting.map(({ id, array }) => ({ run: id, array: array.name, goesOn: true })),
  ];
  comms.publish(topic, atWork, true);
}
