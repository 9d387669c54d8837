import should from "should";
import { hours, minutes, seconds } from "../../../../../lib/time/duration";
import { doing, procedure } from "../../small-steps";
import { endAll, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;

describe("a run that is paused", () => {
  afterEach(endAll);

  const begun = async (): Promise<Held> => {
    const slow = doing("slow", (context) => context.wait.pause(minutes(5)));
    const held = await new Held([slow, stop, stay, install, verify, start, usual]).start(null);
    while (held.run.state.members[0]!.phase !== "at work") await held.array.clock.sleep(seconds(1));
    return held;
  };

  it("takes no further member until it goes on; what is at work comes to its end", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.array.clock.sleep(hours(1));
    held.run.state.members.map(({ outcome }) => outcome).should.eql(["updated", "untouched", "untouched"]);
    should(held.run.state.paused).match({ by: "alice" });
    await held.run.pause("bob");
    should(held.run.state.paused).match({ by: "alice" });
    await held.run.goOn("bob");
    (await held.ended).members.map(({ outcome }) => outcome).should.eql(["updated", "updated", "updated"]);
    await held.run.pause(null).should.be.rejectedWith({ status: 409 });
  });

  it("is neither paused twice nor let go on twice: its journal says each once", async () => {
    const held = await begun();
    const told = async () => {
      const entries = await held.array.store.journals.read(held.run.id);
      return entries!.flatMap(({ type }) => (type === "paused" || type === "went on" ? [type] : []));
    };
    await held.run.goOn("alice");
    (await told()).should.eql([]);
    for (const by of ["alice", "bob"]) await held.run.pause(by);
    (await told()).should.eql(["paused"]);
    for (const by of ["alice", "bob"]) await held.run.goOn(by);
    (await told()).should.eql(["paused", "went on"]);
  });

  it("cannot be paused, nor go on, once it stops", async () => {
    const held = await begun();
    await held.run.stop("now", "alice");
    for (const told of [held.run.pause("bob"), held.run.goOn("bob")])
      await told.should.be.rejectedWith({ code: "run-ended", status: 409, message: new RegExp(held.run.id) });
    await held.ended;
    should(held.run.state.paused).be.null();
  });

  it("ends where it is asked to stop after this member, without being let go on", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.run.stop("after-member", "alice");
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "stopped-by-operator" } });
  });

  it("is still paused after a restart", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.array.clock.sleep(hours(1));
    await held.takeUp();
    await held.array.clock.sleep(hours(1));
    held.run.state.members.map(({ phase }) => phase).should.eql(["ended", "waiting", "waiting"]);
    await held.run.goOn("alice");
    (await held.ended).outcome!.should.equal("finished");
  });
});
