import { operationOf } from "../catalogue";
import { OutcomeUnknown, Unreachable } from "../errors";
import type { Layer } from "../server";
import type { StartTimer } from "../../time";
import { realTimer } from "../../time";
import { duration, text } from "../../texts";

/** Gives every operation the time limit of its catalogue entry. */
export const timeLimitBy =
  (start: StartTimer): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const { withinMs, kind } = operationOf(op);
    const late = new AbortController();
    const timer = start(withinMs, () => late.abort());
    const signal = call.signal === undefined ? late.signal : AbortSignal.any([call.signal, late.signal]);
    // Who has given up waits for nothing, and the process may end.
    const letGo = () => timer.letGo();
    if (call.signal?.aborted === true) letGo();
    else call.signal?.addEventListener("abort", letGo, { once: true });
    const overdue = new Promise<never>((_, reject) => {
      late.signal.addEventListener("abort", () => {
        const what = text("server.no-answer", { limit: duration(withinMs) });
        reject(kind === "read" ? new Unreachable({ server, operation: op, what }) : new OutcomeUnknown({ server, operation: op, what }));
      });
    });
    try {
      return (await Promise.race([next(server, op, args, { ...call, signal }), overdue])) as never;
    } finally {
      timer.stop();
      call.signal?.removeEventListener("abort", letGo);
    }
  };

/** On the real clock: in an accelerated run servers are not any faster. */
export const timeLimit: Layer = timeLimitBy(realTimer);
