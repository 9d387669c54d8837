import should from "should";
import { OperationFailed, Unreachable } from "../../../lib/server/errors";
import { takePicture } from "../../../lib/server/picture";
import { AnsweringServer } from "../../shared/answering";
import { maintenance, nlbHost } from "../../shared/readings";

const installed = { product: "Exchange 2010", build: "14.3.123.4", updates: [] };
const answers = {
  "nlb.host": nlbHost(),
  "scom.maintenance": maintenance(),
  "forefront.status": { state: "enabled" as const, rollupScript: false },
  "update.installed": installed,
  "services.list": { services: [] },
};

describe("The picture of a member", () => {
  it("holds the facts of all reads that have some, in the words of reports", async () => {
    const { facts, unknown } = await takePicture(new AnsweringServer("CAS1", answers));
    facts.should.eql({ nlb: "converged", defaultState: "started", scom: "monitored", forefront: "enabled", version: "14.3.123.4" });
    unknown.should.eql([]);
  });

  it("keeps the whole answers too, for those who have to restore them", async () => {
    const { readings } = await takePicture(new AnsweringServer("CAS1", answers));
    readings.should.eql(answers);
  });

  it("says what could not be read and why, and shows the rest", async () => {
    const gone = new Unreachable({ server: "CAS1", operation: "scom.maintenance", what: "the management server does not answer" });
    const { facts, readings, unknown } = await takePicture(new AnsweringServer("CAS1", { ...answers, "scom.maintenance": gone }));
    should(readings["scom.maintenance"]).be.null();
    facts.should.have.property("scom", null);
    facts.should.have.property("nlb", "converged");
    unknown.should.eql([gone.reason]);
  });

  it("leaves out what the server has nothing of, though an earlier look could not tell, and does not call that unknown", async () => {
    const failing = (op: "nlb.host" | "scom.maintenance", errorId: string) =>
      new OperationFailed({ server: "CAS1", operation: op, what: "said", errorId });
    const none = { "nlb.host": failing("nlb.host", "nlb-no-node"), "scom.maintenance": failing("scom.maintenance", "no-scom-server") };
    const without = await takePicture(new AnsweringServer("CAS1", { ...answers, ...none }));
    without.readings.should.have.keys("forefront.status", "update.installed", "services.list");
    without.readings.should.not.have.any.keys("nlb.host");
    without.facts.should.not.have.any.keys("nlb", "defaultState");
    without.unknown.should.eql([]);
    const other = await takePicture(new AnsweringServer("CAS1", { ...answers, "nlb.host": failing("nlb.host", "busy") }));
    should(other.readings["nlb.host"]).be.null();
    other.facts.should.match({ nlb: null, defaultState: null });
    other.unknown.should.have.length(1);
    const again = await takePicture(new AnsweringServer("CAS1", { ...answers, ...none }), {}, other);
    again.facts.should.not.have.any.keys("nlb", "defaultState");
  });

  it("is completed by reading only what could not be read before", async () => {
    const gone = new Unreachable({ server: "CAS1", operation: "nlb.host", what: "gone" });
    const first = await takePicture(new AnsweringServer("CAS1", { ...answers, "nlb.host": gone }));
    const server = new AnsweringServer("CAS1", answers);
    const second = await takePicture(server, {}, first);
    server.asked.map(({ op }) => op).should.eql(["nlb.host"]);
    second.unknown.should.eql([]);
    second.facts.should.have.property("nlb", "converged");
  });

  it("is not taken where the mistake is ours, or the run has ended", async () => {
    const ended = new Error("the run has stopped");
    await takePicture(new AnsweringServer("CAS1", { ...answers, "forefront.status": ended })).should.be.rejectedWith(ended);
  });

  it("is taken with the caller's signal", async () => {
    const { signal } = new AbortController();
    const signals: unknown[] = [];
    const server = new AnsweringServer("CAS1", {
      ...answers,
      "nlb.host": (_args, call) => {
        signals.push(call.signal);
        return nlbHost();
      },
    });
    await takePicture(server, { signal });
    should(signals[0]).equal(signal);
  });
});
