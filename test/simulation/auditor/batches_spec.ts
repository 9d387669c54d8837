import "should";
import { minutes } from "../../../lib/time";
import { event, found, Scripted } from "./scripted";

const begun = (setting: ConstructorParameters<typeof Scripted>[0] = {}) => new Scripted(setting).begin({ atOnce: { batches: [1, 2, 1] } });
const through = (run: Scripted, member: string): void => {
  run.take(member);
  run.finish(member, "updated");
};

describe("The auditor on batches", () => {
  it("finds a member that is taken before all of the batch before are through", async () => {
    const run = begun();
    through(run, "CAS1");
    run.take("CAS2");
    through(run, "CAS3");
    await run.sleep(1000);
    found(run.records(), 9).should.eql([]);
    run.take("CAS4");
    found(run.records(), 9).should.eql(["9 CAS4 was taken before CAS2, of an earlier batch, was through."]);
  });

  it("goes by one after the other where the plan says nothing", () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    run.take("CAS2");
    found(run.records(), 9).should.eql(["9 CAS2 was taken before CAS1, of an earlier batch, was through."]);
  });

  it("finds a member that is taken while a soak lasts, and one that is taken after it innocent", async () => {
    for (const early of [true, false]) {
      const run = begun();
      through(run, "CAS1");
      run.write("soak started");
      await run.sleep(minutes(1));
      if (early) run.take("CAS2");
      await run.sleep(minutes(1));
      run.write("soak ended", { reason: null });
      await run.sleep(minutes(1));
      if (!early) run.take("CAS2");
      found(run.records(), 9).should.match(early ? [/^9 CAS2 was taken while the soak lasted that began/] : []);
    }
  });

  it("finds a soak called well though an updated member crashed again and again, unless another one did too, or the run ended", async () => {
    const crashes = (member: string) => event("service-crashes", member, 5);
    const soaked = async (events: readonly ReturnType<typeof crashes>[], reason: unknown = null) => {
      const run = begun({ events });
      through(run, "CAS1");
      run.write("soak started");
      await run.sleep(minutes(30));
      run.write("soak ended", { reason });
      return found(run.records(), 9);
    };
    (await soaked([crashes("CAS1")])).should.match([/A service of CAS1 crashed again and again during the soak, which was called well/]);
    (await soaked([crashes("CAS1")], { code: "soak-worse" })).should.eql([]);
    (await soaked([crashes("CAS1"), crashes("CAS4")])).should.eql([]);
    (await soaked([crashes("CAS2")])).should.eql([]);
    (await soaked([])).should.eql([]);
  });
});
