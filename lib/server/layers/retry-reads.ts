import type { Clock } from "../../time";
import { seconds } from "../../time";
import { operationOf } from "../catalogue";
import { Unreachable } from "../errors";
import { mayAskAgain } from "../operation";
import type { Layer } from "../server";

/** Asks again when a read was not answered: a lost packet must not stop a run. A change is never sent twice. */
export const retryReads =
  ({ times = 2, pauseMs = seconds(1), clock }: { readonly times?: number; readonly pauseMs?: number; readonly clock: Clock }): Layer =>
  (next) =>
  async (server, op, args, call) => {
    for (let left = mayAskAgain(operationOf(op)) && call.once !== true ? times : 0; ; left--) {
      try {
        return (await next(server, op, args, call)) as never;
      } catch (error) {
        if (left <= 0 || !(error instanceof Unreachable) || call.signal?.aborted === true) throw error;
        await clock.sleep(pauseMs, call.signal);
      }
    }
  };
