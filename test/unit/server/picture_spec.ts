import should from "should";
import { Unreachable } from "../../../lib/server/errors";
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
