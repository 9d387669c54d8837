import type { z } from "zod";
import type { ChangeData, ChangeOp, OperationName } from "../../server/catalogue";
import { changeOf, operationOf, summaryOf } from "../../server/catalogue";
import { OperationFailed, OutcomeUnknown, ServerError } from "../../server/errors";
import { dryRun } from "../../server/layers/dry-run";
import type { Layer, ReadableServer } from "../../server/server";
import { Server } from "../../server/server";
import { seen } from "../../server/settled";
import type { Clock } from "../../time/clock";
import { minutes, seconds } from "../../time/duration";
import type { Text, Words } from "../../texts";
import { joined, text, wordsOf } from "../../texts";
import type { Cause } from "../record/entry";
import { reasonOf } from "../record/reason";
import { noticeBoot } from "./boots";
import { showFence } from "./fence";
import type { Guard } from "./guard";
import type { Recorder } from "../store/recorder";
import type { MemberState } from "../record/state";
import { memberOf, nextChange } from "../record/state";
import { StepFailed } from "../step";

type Json = z.core.util.JSONType;

/** How long to look for a change whose answer was lost. */
const READ_BACK_MS = minutes(2);

interface Parts {
  readonly recorder: Recorder;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly cause: Cause;
}

interface Guarding extends Omit<Parts, "clock"> {
  /** Why it is too late to start the update of a member; null: it is not. */
  readonly tooLate: (member: MemberState) => Text | null;
  /** @throws StepFailed where an installer of an earlier step by hand is still at work on it */
  readonly jobEnded: (member: string) => Promise<void>;
}

/**
 * Refuses the changes of a step on a member of which it is not known how it was found, to start an update for which it is too late or beside another,
 * and to bring in one whose update is not verified. Asks the guard before each change that needs it. What makes the array converge has a turn of its own, and waits until the array has come to rest.
 */
export const guarded =
  ({ recorder, guard, cause, tooLate, jobEnded }: Guarding): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const operation = operationOf(op);
    if (operation.kind === "change") {
      if (call.startsUpdate === true) {
        refuseLate(tooLate(memberOf(recorder.state, server)));
        await jobEnded(server);
      }
      if (cause === "step" && !recorder.state.plan.byHand) refuseUnknown(memberOf(recorder.state, server));
      if (operation.bringsIn) {
        await noticeBoot(recorder, new Server(server, next), call.signal);
        refuseUnverified(memberOf(recorder.state, server));
      }
      const taken = { state: recorder.state, member: server, signal: call.signal };
      // Nothing that waits comes between this look and the change, but for the entry that announces it.
      const look = async () => (needsLook(op, cause, call) ? await guard.check(taken) : undefined);
      const send = async () => {
        await look();
        return await next(server, op, args, call);
      };
      return operation.unsettlesArray && call.atOnce !== true ? await guard.quietly(call.signal, send) : await send();
    }
    return await next(server, op, args, call);
  };

/** What brings a member back needs no permission, what must not wait asks for none, and upkeep takes nobody out. */
const needsLook = (op: OperationName, cause: Cause, { atOnce }: { readonly atOnce?: boolean }): boolean => {
  const operation = operationOf(op);
  return operation.kind === "change" && cause === "step" && operation.bringsIn !== true && atOnce !== true;
};

/** Who does not know how a member was found cannot put it back. By hand there is a person who does. */
function refuseUnknown({ name: member, found }: MemberState): void {
  if (found === null || found.unknown.length === 0) return;
  const parts = joined(found.unknown.map(({ what }) => what));
  throw new StepFailed("found-not-known", text("change.found-not-known", { member, parts }), text("change.found-not-known.hint"));
}

function refuseLate(late: Text | null): void {
  if (late !== null) throw new StepFailed("window-closed", late, text("run.too-late.hint"));
}

function refuseUnverified(member: MemberState): void {
  const begun = member.updateStarted || member.wouldChange.some(({ startsUpdate }) => startsUpdate);
  if (!begun || member.verified) return;
  throw new StepFailed("not-verified", text("change.unverified", { member: member.name }), text("change.unverified.hint"));
}

/** Shows the run's number to the members before its first change. */
export const fenced =
  ({ recorder, guard }: Pick<Parts, "recorder" | "guard">): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const first = operationOf(op).kind === "change" && recorder.state.members.every(({ changes }) => changes.length === 0);
    if (first) await showFence(guard.members, recorder.state, call.signal);
    return await next(server, op, args, call);
  };

/** Announces each change in the journal, sends it once, and records how it went. A lost answer is looked for in the read that the change names. */
export const journaled =
  ({ recorder, guard, clock, cause }: Parts): Layer =>
  (next) =>
  async (server, op, args, call) => {
    if (operationOf(op).kind !== "change") return await next(server, op, args, call);
    let change = 0;
    const outcome = (how: "done" | "failed" | "unknown", said: Words | null) =>
      recorder.record({ type: "did change", member: server, change, outcome: how, text: said });
    await recorder.record((state) => {
      call.signal?.throwIfAborted();
      change = nextChange(state);
      return {
        type: "will change",
        member: server,
        change,
        op,
        args: args as Json,
        cause,
        undo: call.undo ?? null,
        startsUpdate: call.startsUpdate === true,
      };
    });
    const last = () => guard.stillGood({ state: recorder.state, member: server, signal: call.signal });
    const why = await notToBeSent(needsLook(op, cause, call) ? last : null, call.signal);
    if (why !== null) {
      await outcome("failed", why.said);
      throw why.error;
    }
    // From here on without the signal: once a change is sent, its answer is waited for; its time limit bounds that.
    const { signal: _, ...sent } = call;
    let answer: Awaited<ReturnType<typeof next>>;
    try {
      answer = await next(server, op, args, { ...sent, fence: recorder.state.fence });
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) {
        await outcome(await refusedBy(error, new Server(server, next), [op, args] as ChangeData), wordsOf(reasonOf(error)));
        throw error;
      }
      if (!(await readBack(new Server(server, next), { clock }, [op, args] as ChangeData))) {
        await outcome("unknown", wordsOf(error.reason));
        throw error;
      }
      const found = text("change.answer-lost", { operation: summaryOf(op as ChangeOp) });
      await outcome("done", found);
      recorder.note({ type: "warning", member: server, text: found });
      return undefined as never; // a change answers nothing
    }
    await outcome("done", null);
    return answer as never;
  };

/** Why a change that was announced must not be sent: on a slow disk the look gets old on which it was allowed, and the run may have been stopped. */
async function notToBeSent(look: (() => Promise<void>) | null, signal?: AbortSignal): Promise<{ error: unknown; said: Words } | null> {
  try {
    signal?.throwIfAborted();
    await look?.();
    signal?.throwIfAborted();
    return null;
  } catch (error) {
    const stopped = signal?.aborted === true;
    return { error, said: stopped ? text("change.not-sent") : text("change.not-sent-since", { why: wordsOf(reasonOf(error)) }) };
  }
}

/** Leaves changes out and records them as what a real run would do. */
export const planned = ({ recorder, cause }: Parts): Layer =>
  dryRun(async (server, op, args, call) => {
    await recorder.record({
      type: "would change",
      member: server,
      op,
      args: args as Json,
      onlyIf: call.onlyIf ?? null,
      startsUpdate: call.startsUpdate === true,
      cause,
    });
  });

/** What became of a change that was refused. It may have been made all the same: Windows may give up waiting for what then goes on. */
async function refusedBy(error: unknown, server: Server, [op, args]: ChangeData): Promise<"failed" | "unknown"> {
  if (!(error instanceof OperationFailed)) return "failed";
  try {
    return (await seen(server, op, args)) === "not" ? "failed" : "unknown";
  } catch (unseen) {
    if (!(unseen instanceof ServerError)) throw unseen;
    return "unknown";
  }
}

/** Whether a change whose answer was lost has been made, as far as the read in which it is seen shows it within some time. */
export async function readBack(
  server: ReadableServer,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
  [op, args]: ChangeData,
): Promise<boolean> {
  const limit = clock.elapsed() + Math.max(READ_BACK_MS, op === "system.restart" ? changeOf(op).settlesWithinMs : 0);
  for (;;) {
    try {
      if ((await seen(server, op, args)) !== "not") return true;
    } catch (error) {
      // During a boot a server may say anything: only what shows the change ends the search.
      if (!(error instanceof ServerError)) throw error;
    }
    if (clock.elapsed() >= limit) return false;
    await clock.sleep(seconds(5), signal);
  }
}
