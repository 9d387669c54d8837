import type { Node, NodeMessageInFlow } from "node-red";
import should from "should";
import type { Message, Send } from "../../../nodes/shared/runtime/input";
import { onInput } from "../../../nodes/shared/runtime/input";
import { said } from "../../shared/english";
import { deployed, nodeRed } from "../in-node-red";

type Done = (error?: Error) => void;
type Listener = (message: NodeMessageInFlow, send: unknown, done: Done) => void;

/** A node that hands out what it was given as its listener, and notes what it logs as an error. */
const listened = (handle: (message: Message, send: Send) => Promise<void>) => {
  const logged: unknown[] = [];
  let listener: Listener | undefined;
  const node = { on: (_: string, given: Listener) => (listener = given), error: (text: unknown) => logged.push(text) };
  onInput(node as unknown as Node, said, handle);
  return { listener: listener as unknown as Listener, logged };
};

/** Hands a message in and gives all that `done` was called with, once nothing more can come. */
const doneWith = async (handle: (message: Message, send: Send) => Promise<void>, onDone: Done = () => undefined) => {
  const calls: (Error | undefined)[] = [];
  const { listener, logged } = listened(handle);
  listener(
    { _msgid: "1" },
    () => undefined,
    (error) => {
      calls.push(error);
      onDone(error);
    },
  );
  await new Promise(setImmediate);
  return { calls, logged };
};

describe("the input handler that all nodes share", () => {
  it("has the three arguments by which Node-RED tells that it says when it is done", () => {
    listened(() => Promise.resolve()).listener.should.have.length(3);
  });

  it("is done once when the work is done", async () => {
    (await doneWith(() => Promise.resolve())).should.deepEqual({ calls: [undefined], logged: [] });
  });

  it("turns a synchronous throw into an error of the message", async () => {
    const { calls } = await doneWith(() => {
      throw new Error("at once");
    });
    calls.map(String).should.deepEqual(["Error: at once"]);
  });

  it("turns a late rejection into an error of the message, and keeps the error as it is", async () => {
    const late = Object.assign(new Error("late"), { code: "drain-limit" });
    const { calls } = await doneWith(() => Promise.resolve().then(() => Promise.reject(late)));
    calls.should.have.length(1);
    should(calls[0]).equal(late);
  });

  for (const [what, reason, said] of [
    ["without a reason", undefined, "The node failed without giving a reason."],
    ["with null", null, "The node failed without giving a reason."],
    ["with an empty text", "", "The node failed without giving a reason."],
    ["with a text", "the reason", "the reason"],
    ["with an object that has no words", Object.create(null), "[Object: null prototype] {}"],
    ["with a symbol", Symbol("no"), "Symbol(no)"],
  ] as const) {
    it(`makes an error of a rejection ${what}: without one it would look like success`, async () => {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      const { calls } = await doneWith(() => Promise.reject(reason as Error));
      calls.map((error) => error?.message).should.deepEqual([said]);
    });
  }

  it("is done once for a handler that settles twice", async () => {
    const { calls } = await doneWith(
      () =>
        new Promise((resolve, reject) => {
          resolve();
          reject(new Error("too late"));
        }),
    );
    calls.should.deepEqual([undefined]);
  });

  describe("when Node-RED cannot take the answer, as with a message that cannot be copied", () => {
    const notTaken = () => {
      throw new Error("cannot be copied");
    };

    it("lives on, and says so in the log", async () => {
      const { calls, logged } = await doneWith(() => Promise.resolve(), notTaken);
      calls.should.have.length(1);
      logged.should.match([/cannot be copied/]);
    });

    it("does not lose the error that it was to hand on", async () => {
      const { calls, logged } = await doneWith(() => Promise.reject(new Error("3 clients left.")), notTaken);
      calls.should.have.length(1);
      logged.should.match([/^3 clients left\..*cannot be copied/]);
    });
  });

  describe("in Node-RED", () => {
    nodeRed();

    it("lets Catch see the error, with its message", async () => {
      const flow = await deployed();
      flow.send("loop", { payload: "no command", mark: 7 });
      const { error, mark } = await flow.got("caught").first();
      mark.should.equal(7);
      error.message.should.match(/neither a command/);
      error.code.should.equal("no-command");
      error.source.should.match({ id: "loop", type: "rolling-update" });
    });
  });
});
