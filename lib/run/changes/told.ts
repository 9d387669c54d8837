import { operationOf } from "../../server/catalogue";
import { OutcomeUnknown } from "../../server/errors";
import type { Layer } from "../../server/server";
import { text, wordsOf } from "../../texts";
import { reasonOf } from "../record/reason";
import { memberOf } from "../record/state";
import type { Recorder } from "../store/recorder";

/**
 * Tells at most once per id, with a journal entry before and after. What was told already, or may have been, is not told again; nobody can look
 * for a lost answer, so it only warns. What was refused has not been told and may be tried again.
 */
export const told =
  ({ recorder }: { readonly recorder: Recorder }): Layer =>
  (next) =>
  async (server, op, args, call) => {
    if (operationOf(op).kind !== "tell") return await next(server, op, args, call);
    const { id } = args as { readonly id: string };
    if (memberOf(recorder.state, server).told.some((one) => one.id === id && one.outcome !== "failed")) return undefined as never;
    call.signal?.throwIfAborted();
    await recorder.record({ type: "will tell", member: server, id, op });
    // From here on without the signal: once it is sent, its answer is waited for; its time limit bounds that.
    const { signal: _, ...sent } = call;
    try {
      await next(server, op, args, sent);
      await recorder.record({ type: "did tell", member: server, id, outcome: "done", text: null });
    } catch (error) {
      const why = wordsOf(reasonOf(error));
      const outcome = error instanceof OutcomeUnknown ? "unknown" : "failed";
      await recorder.record({ type: "did tell", member: server, id, outcome, text: why });
      if (outcome === "failed") throw error;
      recorder.note({ type: "warning", member: server, text: text("tell.answer-lost", { why }) });
    }
    return undefined as never; // a tell answers nothing
  };
