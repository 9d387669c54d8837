import { operationOf } from "../../server/catalogue";
import { OperationFailed, Unreachable } from "../../server/errors";
import type { Layer } from "../../server/server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { minutes } from "../../time/duration";

/** A restart with updates takes this long and longer, and so does a server that is dead: a person has to hear of it. */
const SILENT_MS = minutes(10);

/** What a person should hear of a member at once, and by what it is known to programs. */
export interface Heard {
  readonly member: string;
  readonly code: "not-answering" | "answers-again";
  readonly text: Text;
}

/** Notices when members at work have not answered for ten minutes, and when they answer again: whoever asks them, and whatever for. */
export function hearing(clock: Clock, say: (heard: Heard) => void): Layer {
  const silent = new Map<string, { readonly since: number; said: boolean }>();
  const answers = (member: string): void => {
    const was = silent.get(member);
    silent.delete(member);
    if (was?.said !== true) return;
    const time = duration(clock.elapsed() - was.since);
    say({ member, code: "answers-again", text: text("heard.answers-again", { member, time }) });
  };
  const isSilent = (member: string): void => {
    const was = silent.get(member) ?? { since: clock.elapsed(), said: false };
    silent.set(member, was);
    const ms = clock.elapsed() - was.since;
    if (was.said || ms < SILENT_MS) return;
    was.said = true;
    say({ member, code: "not-answering", text: text("heard.not-answering", { member, time: duration(ms) }) });
  };
  return (next) => async (server, op, args, call) => {
    if (operationOf(op).on !== "member") return await next(server, op, args, call);
    try {
      const answer = await next(server, op, args, call);
      answers(server);
      return answer;
    } catch (error) {
      // Whoever refuses has answered. A question that was given up tells nothing.
      if (error instanceof OperationFailed) answers(server);
      else if (error instanceof Unreachable) isSilent(server);
      throw error;
    }
  };
}
