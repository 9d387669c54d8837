import should from "should";
import { AccessDenied, BadReply, Fenced, OperationFailed, OutcomeUnknown, ServerError, Unreachable } from "../../../lib/server/errors";

const about = { server: "CAS1", operation: "nlb.drain", what: "it said no" } as const;

describe("An error between us and a server", () => {
  it("is told apart by a stable code, not by its text", () => {
    [
      new Unreachable(about),
      new AccessDenied(about),
      new OutcomeUnknown(about),
      new OperationFailed({ ...about, errorId: "nlb-suspended" }),
      new BadReply(about),
      new Fenced(about),
    ]
      .map(({ code, name }) => [code, name])
      .should.eql([
        ["unreachable", "Unreachable"],
        ["access-denied", "AccessDenied"],
        ["outcome-unknown", "OutcomeUnknown"],
        ["operation-failed", "OperationFailed"],
        ["bad-reply", "BadReply"],
        ["fenced", "Fenced"],
      ]);
  });

  it("says on which server, what happened, what was asked and what to do", () => {
    const error = new Unreachable({ ...about, what: "no answer within 30 s", hint: "Is WinRM running?" });
    error.message.should.equal("CAS1: no answer within 30 s (asked: Drain in NLB). Is WinRM running?");
    error.should.have.properties({ server: "CAS1", operation: "nlb.drain", what: "no answer within 30 s", hint: "Is WinRM running?" });
  });

  it("says nothing of what to do where nobody knows", () => {
    const error = new Unreachable(about);
    error.message.should.equal("CAS1: it said no (asked: Drain in NLB).");
    should(error.hint).be.undefined();
  });

  it("carries the server's own error id and the error behind it", () => {
    const cause = new Error("behind");
    const error = new OperationFailed({ ...about, errorId: "nlb-suspended", cause });
    error.errorId.should.equal("nlb-suspended");
    should(error.cause).equal(cause);
  });

  it("is an Error and a ServerError", () => {
    new Fenced(about).should.be.instanceof(ServerError).and.instanceof(Error);
  });
});
