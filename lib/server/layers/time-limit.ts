import { operationOf } from "../catalogue";
import { OutcomeUnknown, Unreachable } from "../errors";
import type { Layer } from "../server";
import type { StartTimer } from "../../time";
import { followed, realTimer } from "../../time";
import { duration, text } from "../../texts";

/** Gives every operation the time limit of its catalogue entry. */
export const timeLimitBy =
  (start: StartTimer): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const { withinMs, kind } = operationOf(op);
    const ended = new AbortController();
    let timer = none;
    const overdue = new Promise<never>((_, reject) => {
      timer = start(withinMs, () => {
        const what = text("server.no-answer", { limit: duration(withinMs) });
        // The caller hears of this first, whatever the adapter makes of being given up.
        reject(kind === "read" ? new Unreachable({ server, operation: op, what }) : new OutcomeUnknown({ server, operation: op, what }));
        ended.abort();
      });
    });
    const givenUp = followed(call.signal, ended, () => timer.letGo());
    try {
      return (await Promise.race([next(server, op, args, { ...call, signal: ended.signal }), overdue])) as never;
    } finally {
      timer.stop();
      givenUp.unfollow();
    }
  };

const none: ReturnType<StartTimer> = { stop: () => undefined, letGo: () => undefined };

/** On the real clock: in an accelerated run servers are not any faster. */
export const timeLimit: Layer = timeLimitBy(realTimer);
