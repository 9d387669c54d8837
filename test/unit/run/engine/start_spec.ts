import should from "should";
import { minutes } from "../../../../lib/time/duration";
import { asked, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const all = Object.values(procedure);

describe("the start of a run", () => {
  it("refuses a second start of the same array and says which run is at work", async () => {
    const array = new SmallArray();
    const slow = doing("slow", (c) => c.wait.pause(minutes(10)));
    const first = play(array, [slow, ...all]);
    await array.clock.sleep(minutes(1));
    const error = await play(array).catch((reason: unknown) => reason);
    should(error).have.property("code", "array-busy");
    should(error).have.property("status", 409);
    should(error).have.property("runId", array.runs.runningOn("CAS-ARRAY")?.id);
    should((await first).run.state.outcome).equal("finished");
  });

  it("refuses a start of another array that shares a server with the one at work", async () => {
    const array = new SmallArray();
    const real = { ...array.setup, connection: { ...array.setup.connection, kind: "winrm" as const } };
    const slow = doing("slow", (c) => c.wait.pause(minutes(10)));
    const first = play(array, [slow, ...all], { array: real });
    await array.clock.sleep(minutes(1));
    await play(array, all, { array: { ...real, name: "OTHER" } }).should.be.rejectedWith({
      code: "array-busy",
      message: /CAS1 is also in the array CAS-ARRAY/,
    });
    should((await first).run.state.outcome).equal("finished");
  });

  it("knows a shared server by each of its names: short or full, in any case, as name or as address", async () => {
    const array = new SmallArray();
    const real = { ...array.setup, connection: { ...array.setup.connection, kind: "winrm" as const } };
    const slow = doing("slow", (c) => c.wait.pause(minutes(10)));
    const first = play(array, [slow, ...all], { array: real });
    await array.clock.sleep(minutes(1));
    for (const [name, address] of [
      ["Alias", "CAS1.contoso.example"],
      ["CAS1", "10.0.0.7"],
      ["cas1.contoso.example", "10.0.0.7"],
    ] as const) {
      const members = [
        { name, address },
        ...real.members.slice(1).map((other) => ({ name: `x${other.name}`, address: `x${other.address}` })),
      ];
      await play(array, all, { array: { ...real, name: "OTHER", members } }).should.be.rejectedWith({ code: "array-busy" });
    }
    should((await first).run.state.outcome).equal("finished");
  });

  it("takes no other member beside one that an earlier run has left out, until that one serves again", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    const failing = doing("failing", () => Promise.reject(new Error("It failed.")));
    const { run } = await play(array, [procedure.stop, procedure.install, failing]);
    array.at("CAS1").nlb.should.equal("stopped");
    const refused: unknown = await play(array, all, { members: ["CAS2"] }).catch((error: unknown) => error);
    should(refused).match({ code: "member-left-out", status: 409, runId: run.id });
    (refused as Error).message.should.match(new RegExp(`^CAS1 is OUT of service: run ${run.id} has left it so \\(`));
    array.sent.filter((line) => line.startsWith("CAS2")).should.eql([]);
    // A plan touches nobody.
    should((await play(array, all, { members: ["CAS2"], dryRun: true })).run.state.outcome).equal("dry-run");
    array.at("CAS1").nlb = "converged";
    should((await play(array, all, { members: ["CAS2"] })).run.state.outcome).equal("finished");
  });

  it("starts once for the same key and body, and refuses the key with another body", async () => {
    const array = new SmallArray();
    const ask = { key: "ticket-7", body: { note: "a" } };
    const { run } = await play(array, all, ask);
    const nobody = { changed: () => undefined, ended: () => undefined, member: () => undefined };
    const again = { ...asked, array: array.setup };
    (await array.runs.start({ ...again, ...ask }, nobody)).runId.should.equal(run.id);
    await array.runs.start({ ...again, ...ask, body: { note: "b" } }, nobody).should.be.rejectedWith({ code: "key-reused", status: 422 });
    array.store.journals.kept.size.should.equal(1);
  });

  it("starts once for the same key even when two come at the same instant", async () => {
    const array = new SmallArray();
    const ended: string[] = [];
    const listener = { changed: () => undefined, ended: ({ id }: { id: string }) => ended.push(id), member: () => undefined };
    const ask = { ...asked, array: array.setup, key: "ticket-8" };
    const [one, other] = await Promise.all([array.runs.start(ask, listener), array.runs.start(ask, listener)]);
    one.runId.should.equal(other.runId);
    await array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
    await array.runs.whenIdle("CAS-ARRAY");
    ended.should.eql([one.runId]);
  });

  it("refuses members that are in another array", async () => {
    await play(new SmallArray(), all, { members: ["CAS1", "WEB9"] }).should.be.rejectedWith({
      code: "unknown-member",
      status: 400,
      message: /WEB9/,
    });
  });

  it("refuses an array without members, with members twice, or with nobody to spare", async () => {
    await play(new SmallArray([])).should.be.rejectedWith({ code: "array-not-usable", message: /no members/ });
    await play(new SmallArray(["CAS1"], 1)).should.be.rejectedWith({
      code: "array-not-usable",
      message: /no member could ever be taken out/,
    });
    const twice = new SmallArray(["CAS1", "cas1"]);
    await play(twice).should.be.rejectedWith({ code: "array-not-usable", message: /twice/ });
    const namesakes = new SmallArray(["CAS1.a.example", "cas1.b.example"]);
    await play(namesakes).should.be.rejectedWith({ code: "array-not-usable", message: /have the same host name/ });
  });
});
