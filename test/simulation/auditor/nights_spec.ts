import should from "should";
import type { EventName, Lab, OutsideEvent } from "../../../lib/adapters/lab";
import { eventNames } from "../../../lib/adapters/lab";
import type { Dated } from "../../../lib/run/record";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import { minutes } from "../../../lib/time";
import type { Setting } from "../../unit/procedure/play";
import { brokenBy, playFlow, webFarm } from "../../unit/procedure/play";

/** Nights of two members of four: CAS2 first, whom it mostly happens to, and CAS3 to whom the run goes on. */
const two: Setting = { only: ["CAS2", "CAS3"] };
const farm: Setting = { ...webFarm(), only: ["WEB2", "WEB3"] };

const broken = async (setting: Setting, ...events: readonly OutsideEvent[]) => {
  const played = await playFlow({ ...setting, lab: { events } });
  // Who expects an event must see it.
  played.lab.truth().outside.length.should.equal(events.length);
  return await brokenBy(played);
};
const event = (name: EventName, member: string, when: string): OutsideEvent => ({ name, member, when });
const keyOf = ({ name, member, when }: OutsideEvent): string => `${name}@${member}:${when}`;

const bySteps = ["nlb-drainstop", "install-update", "restart-server", "nlb-start"];
const nights: readonly (readonly [what: string, setting: Setting, events: readonly OutsideEvent[]])[] = [
  ["by step", two, eventNames.flatMap((name) => bySteps.map((when) => event(name, "CAS2", when)))],
  ["by time", two, eventNames.flatMap((name) => [event(name, "CAS2", "+30"), event(name, "CAS4", "+15")])],
  ["on the web farm", farm, eventNames.flatMap((name) => [event(name, "WEB2", "install-update"), event(name, "WEB1", "+25")])],
];

describe("A night on which others act breaks no promise", function () {
  this.timeout(20_000);

  for (const [what, setting, events] of nights) {
    for (const one of events)
      it(`${what}: ${keyOf(one)}`, async () => {
        (await broken(setting, one)).should.eql([]);
      });
  }

  it("though somebody stops two members that the array cannot spare", async () => {
    for (const when of ["+14", "+30"]) (await broken(two, event("nlb-stop", "CAS1", when), event("nlb-stop", "CAS4", when))).should.eql([]);
  });

  it("though two others lose power at once while a member is at work", async () => {
    const played = await playFlow({ ...two, lab: { events: [event("power-cut", "CAS1", "+30"), event("power-cut", "CAS4", "+30")] } });
    (await brokenBy(played)).should.eql([]);
  });

  it("though a member that was updated serves no more while the next one is at work", async () => {
    const bad = new BadUpdate("CAS2");
    const played = await playFlow({ ...two, minInService: 1, store: bad.store, opened: (lab) => (bad.lab = lab) });
    should(played.run.state.reason?.code ?? null).equal("updated-member-out");
    // The lab has no event that stops a service: it is asked for that here, so the auditor takes that, its alerts and the missing service for the run's doing.
    (await brokenBy(played)).filter((finding) => !/^promise [567]\b/.test(finding)).should.eql([]);
  });

  it("on an array of which only one member serves", async () => {
    const found = { WEB1: { nlb: "stopped" }, WEB3: { nlb: "suspended" } } as const;
    const played = await playFlow({ ...farm, lab: { found } });
    (await brokenBy(played)).should.eql([]);
  });
});

/** An update after which the web service of a member dies half a minute after the run has finished it. */
class BadUpdate {
  lab: Lab | null = null;
  readonly store = new MemoryStore();

  constructor(member: string) {
    const { journals } = this.store;
    const append = journals.append.bind(journals);
    journals.append = async (run: string, entry: Dated) => {
      await append(run, entry);
      if (entry.type === "member finished" && entry.member === member) void this.die(member);
    };
  }

  private async die(member: string): Promise<void> {
    await this.lab?.clock.sleep(minutes(0.5));
    await this.lab?.invoke(member, "services.stop", { name: "W3SVC" }, {});
  }
}
