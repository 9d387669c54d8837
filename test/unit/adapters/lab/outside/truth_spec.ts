import should from "should";
import type { Fact, OutsideEvent } from "../../../../../lib/adapters/lab";
import { packages } from "../../../../../lib/adapters/lab";
import { minutes, seconds } from "../../../../../lib/time/duration";
import { aLab, ended, installing } from "../a-lab";

const told = (facts: readonly Fact[], member: string, ...names: readonly Fact["fact"][]) =>
  facts.filter((fact) => fact.member === member && names.includes(fact.fact)).map(({ fact, is, by }) => `${fact} ${String(is)} (${by})`);
const events = (...named: readonly (readonly [OutsideEvent["name"], string])[]) =>
  named.map(([name, when]) => ({ name, when, member: "CAS1" }));

describe("The truth of the lab", () => {
  it("keeps every fact of every member from its moment on, and by whose hand it is so", async () => {
    const { lab, clock, cas1, cas2 } = aLab({ events: events(["nlb-start", "+20"], ["management-away", "+25"]) });
    await cas1.change("nlb.stop", {});
    await cas1.change("nlb.setDefaultState", { state: "stopped" });
    await cas2.change("forefront.disable", {}).should.be.rejected();
    await clock.sleep(minutes(60));
    const { facts } = lab.truth();
    told(facts, "CAS1", "nlb").should.eql([
      "nlb converged (itself)",
      "nlb stopped (asked)",
      "nlb converging (somebody)",
      "nlb converged (itself)",
    ]);
    told(facts, "CAS1", "takes").should.eql(["takes true (itself)", "takes false (asked)", "takes true (itself)"]);
    told(facts, "CAS1", "defaultState").should.eql(["defaultState started (itself)", "defaultState stopped (asked)"]);
    told(facts, "CAS1", "manageable").should.eql([
      "manageable true (itself)",
      "manageable false (surroundings)",
      "manageable true (itself)",
    ]);
    told(facts, "CAS2", "forefront", "defaultState", "up").should.have.length(3);
    const times = facts.map(({ atMs }) => atMs);
    times.should.eql([...times].sort((a, b) => a - b));
  });

  it("keeps what an installer and a boot do to services, but nothing that Windows does by itself", async () => {
    const { lab, clock, cas1 } = aLab({ events: events(["power-cut", "+90"], ["sign-on", "+1"]) });
    await cas1.change("nlb.stop", {});
    await cas1.change("job.start", installing(packages.rollup6));
    await ended(lab, cas1);
    const { facts } = lab.truth();
    told(facts, "CAS1", "service:W3SVC").should.eql([
      "service:W3SVC running automatic (itself)",
      "service:W3SVC stopped disabled (itself)",
      "service:W3SVC starting automatic (itself)",
      "service:W3SVC running automatic (itself)",
    ]);
    told(facts, "CAS1", "version").should.have.length(2);
    await clock.sleep(minutes(120));
    const later = lab.truth().facts;
    told(later, "CAS1", "up").should.eql(["up true (itself)", "up false (surroundings)", "up true (itself)"]);
    told(later, "CAS1", "service:edgeupdate").should.eql(["service:edgeupdate automatic (itself)"]);
    later.filter(({ fact }) => /_[0-9a-f]{5}/.test(fact)).should.eql([]);
  });

  it("keeps what failed, and why, and when it was asked", async () => {
    const { lab, clock, cas1, cas3 } = aLab({ events: events(["power-cut", "+1"]), found: { CAS3: { nlb: "suspended" } } });
    await clock.sleep(minutes(2));
    await cas1.read("nlb.host", {}).should.be.rejected();
    await cas3.change("nlb.start", {}).should.be.rejected();
    lab.loseNextAnswer("CAS3");
    await cas3.change("nlb.resume", {}).should.be.rejected();
    const { failed, operations } = lab.truth();
    failed
      .map(({ member, op, kind, why }) => `${member} ${op} ${kind} ${why}`)
      .should.eql(["CAS1 nlb.host read no-answer", "CAS3 nlb.start change refused", "CAS3 nlb.resume change answer-lost"]);
    const [silent] = failed;
    should(silent!.atMs - silent!.askedAtMs).be.within(0, seconds(5));
    operations
      .filter(({ kind }) => kind === "change")
      .map(({ op }) => op)
      .should.eql(["nlb.resume"]);
  });

  it("keeps when each read was answered, all night", async () => {
    const { lab, clock, cas1 } = aLab();
    for (let n = 0; n < 5000; n++) {
      await cas1.read("nlb.host", {});
      await clock.sleep(seconds(5));
    }
    const times = lab.truth().reads["CAS1"]?.["nlb.host"] ?? [];
    times.should.have.length(5000);
    should(times[1]! - times[0]!).be.within(seconds(5), seconds(6));
  });
});
