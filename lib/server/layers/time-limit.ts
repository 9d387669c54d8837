import { operationOf } from "../catalogue";
import { OutcomeUnknown, Unreachable } from "../errors";
import type { Layer } from "../server";
import { duration, text } from "../../texts";

/** Gives every operation the time limit of its catalogue entry, on the real clock: in an accelerated run servers are not any faster. */
export const timeLimit: Layer = (next) => async (server, op, args, call) => {
  const { withinMs, kind } = operationOf(op);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), withinMs);
  const signal = call.signal === undefined ? late.signal : AbortSignal.any([call.signal, late.signal]);
  const overdue = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () => {
      const what = text("server.no-answer", { limit: duration(withinMs) });
      reject(kind === "read" ? new Unreachable({ server, operation: op, what }) : new OutcomeUnknown({ server, operation: op, what }));
    });
  });
  try {
    return (await Promise.race([next(server, op, args, { ...call, signal }), overdue])) as never;
  } finally {
    clearTimeout(timer);
  }
};
