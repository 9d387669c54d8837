import "should";
import { controllerOf } from "../../../../lib/adapters/controller";
import type { ServerError } from "../../../../lib/server/errors";
import type { TellOp } from "../../../../lib/server/catalogue";
import { arrivesOf, tells, toldTo } from "../../../shared/tells";
import { Receiver } from "../../../shared/receiver";

const invoke = controllerOf([{ name: "CAS1", address: "10.0.0.1" }]);
const failureOf = async (attempt: Promise<unknown>): Promise<ServerError> => {
  try {
    await attempt;
  } catch (error) {
    return error as ServerError;
  }
  throw new Error("It did not fail.");
};

for (const op of tells) isPosted(op);

function isPosted(op: TellOp): void {
  const post = (url: string, signal?: AbortSignal): Promise<unknown> =>
    invoke("CAS1", op, toldTo(op, { url }), signal === undefined ? {} : { signal });

  describe(`What ${op} posts`, () => {
    it("is JSON as the catalogue says, with its id as the key by which a receiver knows it again", async () => {
      await using receiver = await Receiver.open();
      await post(receiver.url);
      const { id, body } = arrivesOf(op);
      receiver.received.map((one) => one.body).should.eql([body]);
      receiver.received[0]!.headers.should.containEql({ "idempotency-key": id, "content-type": "application/json" });
    });

    for (const status of [302, 404, 500])
      it(`that is answered with ${status} was refused: it has not been told`, async () => {
        await using receiver = await Receiver.open();
        receiver.status = status;
        (await failureOf(post(receiver.url))).should.match({ code: "operation-failed", errorId: /-refused$/, server: "CAS1" });
        receiver.received.should.have.length(1);
      });

    it("to which no answer comes may have been received", async () => {
      await using receiver = await Receiver.open();
      receiver.status = 0;
      (await failureOf(post(receiver.url))).code.should.equal("outcome-unknown");
    });

    it("to nobody was not sent", async () => {
      const receiver = await Receiver.open();
      const { url } = receiver;
      await receiver[Symbol.asyncDispose]();
      (await failureOf(post(url))).code.should.equal("unreachable");
    });

    it("names in its errors the host alone: the rest of a web hook's address is a secret", async () => {
      await using receiver = await Receiver.open();
      for (const status of [0, 500]) {
        receiver.status = status;
        const { message } = await failureOf(post(receiver.url));
        message.should.match(/127\.0\.0\.1/).and.not.match(/a-secret/);
      }
    });

    it("ends with its caller", async () => {
      await using receiver = await Receiver.open();
      const ended = new Error("the run has ended");
      await post(receiver.url, AbortSignal.abort(ended)).should.be.rejectedWith("the run has ended");
      receiver.received.should.have.length(0);
    });
  });
}
