import { inspect, types } from "node:util";
import type { Node, NodeMessageInFlow } from "node-red";

/** A message as it travels: anything may hang on it. */
export type Message = NodeMessageInFlow & Record<string, unknown>;
export type Send = (message: Message | readonly (Message | null)[]) => void;

/** Waits for the message's handler, answers Node-RED once, and lets no rejection escape: an escaped one would end the Node-RED process. */
export function onInput(node: Node, handle: (message: Message, send: Send) => Promise<void>): void {
  node.on("input", (message, send, done) => {
    void Promise.resolve()
      .then(() => handle(message as Message, send as unknown as Send))
      .then(
        () => answer(node, done),
        (reason: unknown) => answer(node, done, errorOf(reason)),
      );
  });
}

/** Node-RED copies a message where it hands it on with an error, and not every message can be copied: then the log alone hears of it. */
function answer(node: Node, done: (error?: Error) => void, error?: Error): void {
  try {
    done(error);
  } catch (reason) {
    const why = `That could not be handed on with its message: ${errorOf(reason).message}`;
    node.error(error === undefined ? why : `${error.message} ${why}`);
  }
}

/** Anything can be thrown, also nothing at all; Node-RED takes a missing error for success. */
function errorOf(reason: unknown): Error {
  if (types.isNativeError(reason)) return reason;
  if (reason === undefined || reason === null || reason === "") return new Error("The node failed without saying why.");
  return new Error(typeof reason === "string" ? reason : inspect(reason));
}
