import { inspect, types } from "node:util";
import type { Node, NodeMessageInFlow } from "node-red";
import type { Say } from "../../../lib/texts";
import { Failure, sayReason, text } from "../../../lib/texts";

/** A message as it travels: it may carry anything. */
export type Message = NodeMessageInFlow & Record<string, unknown>;
export type Send = (message: Message | readonly (Message | null)[]) => void;

/**
 * Waits for the message's handler, answers Node-RED once, and lets no rejection escape: an escaped one would end the Node-RED process.
 * @param say makes text of a failure, for Catch nodes and the log
 */
export function onInput(node: Node, say: Say, handle: (message: Message, send: Send) => Promise<void>): void {
  node.on("input", (message, send, done) => {
    void Promise.resolve()
      .then(() => handle(message as Message, send as unknown as Send))
      .then(
        () => answer({ node, say, done }),
        (thrown: unknown) => answer({ node, say, done }, errorOf(thrown, say)),
      );
  });
}

/** Who waits for the end of a message. */
interface Asked {
  readonly node: Node;
  readonly say: Say;
  readonly done: (error?: Error) => void;
}

/** Node-RED copies a message that it passes on with an error, and not every message can be copied: then the error goes only to the log. */
function answer({ node, say, done }: Asked, error?: Error): void {
  try {
    done(error);
  } catch (thrown) {
    const why = say(text("message.not-answered", { why: errorOf(thrown, say).message }));
    node.error(error === undefined ? why : `${error.message} ${why}`);
  }
}

/** Anything can be thrown, even nothing at all; Node-RED takes a missing error for success. */
function errorOf(thrown: unknown, say: Say): Error {
  if (thrown instanceof Failure) return sayable(thrown, say);
  if (types.isNativeError(thrown)) return thrown;
  if (thrown === undefined || thrown === null || thrown === "") return new Error(say(text("message.no-reason")));
  return new Error(typeof thrown === "string" ? thrown : inspect(thrown));
}

/** A failure as Node-RED passes it on: its code, and a message that does not begin with the name of a class. */
const sayable = (failure: Failure, say: Say): Error =>
  Object.assign(new Error(sayReason(say, failure.reason), { cause: failure }), { name: "", code: failure.code });

/** What was thrown, as text. */
export const sayThrown = (thrown: unknown, say: Say): string => errorOf(thrown, say).message;
