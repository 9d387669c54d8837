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
        () => {
          done();
        },
        (reason: unknown) => {
          done(reason instanceof Error ? reason : new Error(String(reason)));
        },
      )
      .catch((reason: unknown) => {
        node.error(reason instanceof Error ? reason.message : String(reason), message);
      });
  });
}
