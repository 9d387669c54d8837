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
  (server, op, args, call) =>
    new Promise((resolve, reject) => {
      const { withinMs, kind } = operationOf(op);
      const ended = new AbortController();
      const timer = start(withinMs, () => {
        givenUp.unfollow();
        const what = text("server.no-answer", { limit: duration(withinMs) });
        // The caller hears of this first, whatever the adapter makes of being given up.
        reject(kind === "read" ? new Unreachable({ server, operation: op, what }) : new OutcomeUnknown({ server, operation: op, what }));
        ended.abort();
      });
      const givenUp = followed(call.signal, ended, () => timer.letGo());
      const over = () => {
        timer.stop();
        givenUp.unfollow();
      };
      next(server, op, args, { ...call, signal: ended.signal }).then(
        (answer) => {
          over();
          resolve(answer);
        },
        (error: unknown) => {
          over();
          reject(error as Error);
        },
      );
    });

/** On the real clock: in an accelerated run servers are not any faster. */
export const timeLimit: Layer = timeLimitBy(realTimer);
