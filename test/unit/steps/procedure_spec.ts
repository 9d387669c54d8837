import "should";
import { packageOf, world } from "./harness";
import type { WorkOnMember, SmallWorld } from "./harness";
import { inShort } from "./work-on-member";
import type { Sent } from "./work-on-member";

type Doing = readonly [step: string, options?: Readonly<Record<string, unknown>>];

/** The order of the bundled flow. */
export const bundled = (update = packageOf("rollup6")): readonly Doing[] => [
  ["preflight-check", { package: update }],
  ["scom-maintenance", { action: "begin" }],
  ["nlb-drainstop", { limitMinutes: 60 }],
  ["nlb-set-default-state", { state: "stopped" }],
  ["fscutility", { action: "disable" }],
  ["service-control", { action: "stop", services: ["MSExchangeMailboxReplication", "MSExchangeADTopology"] }],
  ["backup-server", { file: "C:\\Backup\\backup.cmd", arguments: ["/proof:C:\\Backup\\proof.txt"], proofFile: "C:\\Backup\\proof.txt" }],
  ["install-update", { package: update }],
  ["restart-server"],
  ["verify-health", { package: update, tcpPorts: [443], httpProbes: [{ path: "/owa" }] }],
  ["service-control", { action: "restore" }],
  ["fscutility", { action: "as-found" }],
  ["nlb-start"],
  ["nlb-set-default-state", { state: "as-found" }],
  ["scom-maintenance", { action: "end" }],
];

async function all(work: WorkOnMember, doings: readonly Doing[]): Promise<void> {
  for (const [step, options] of doings) await work.do(step, options);
}

/** What of a plan was not done; throws for what was done and not planned, or in another order. */
function leftOver(planned: readonly Sent[], done: readonly Sent[]): Sent[] {
  const left: Sent[] = [];
  const open = done.map(inShort);
  for (const sent of planned) {
    if (inShort(sent) === open[0]) open.shift();
    else left.push(sent);
  }
  open.should.eql([]);
  return left;
}

/** But for the services that Windows starts, stops and renames by itself. */
const asFound = ({ member }: SmallWorld): unknown => {
  const { nlb, defaultState, forefront, scom, services } = member;
  const others = Object.entries(services).filter(([name]) => !/^(edgeupdate$|BITS$|WpnUserService)/.test(name));
  return { nlb, defaultState, forefront, scom: scom.on, services: Object.fromEntries(others) };
};

describe("The procedure in the order of the bundled flow", function () {
  this.timeout(60_000);

  it("updates a member and leaves everything else as it was found", async () => {
    const at = world();
    const before = asFound(at);
    const work = await at.work();
    await all(work, bundled());
    at.member.version.should.equal("14.3.195.1");
    at.member.should.containEql({ nlb: "converged" });
    (asFound(at) as object).should.eql(before);
    at.lab.truth().clientsCut.should.eql([]);
    at.lab.truth().alerts.should.eql([]);
    work.upkeep.size.should.equal(0);
  });

  for (const seed of [1, 2, 3, 4]) {
    it(`is planned by a dry run as the real run then does it (seed ${seed})`, async () => {
      const dry = await world({ seed }).work({ dry: true });
      await all(dry, bundled());
      const real = await world({ seed }).work();
      await all(real, bundled());
      leftOver(dry.sent, real.sent).should.matchEach((sent: Sent) => sent.onlyIf !== null);
    });
  }

  it("changes nothing in a dry run", async () => {
    const at = world();
    const before = asFound(at);
    await all(await at.work({ dry: true }), bundled());
    (asFound(at) as object).should.eql(before);
    at.lab
      .truth()
      .operations.filter(({ kind }) => kind === "change")
      .should.eql([]);
  });

  it("changes nothing when each step is done a second time", async () => {
    const at = world();
    const work = await at.work();
    for (const [step, options] of bundled()) {
      await work.do(step, options);
      const sent = work.sent.length;
      // A backup has no state to be read: only the same job is not started twice.
      const second = step === "backup-server" ? await work.again(step, options) : await work.do(step, options);
      work.changes.slice(sent).should.eql([], step);
      second.changed.should.equal(false, step);
    }
  });

  it("is put back as it was found from wherever it was before the update", async () => {
    const untilInstall = bundled().findIndex(([step]) => step === "install-update");
    for (let done = 1; done <= untilInstall; done++) {
      const at = world();
      const before = asFound(at);
      const work = await at.work();
      await all(work, bundled().slice(0, done));
      await work.putBack();
      (asFound(at) as object).should.eql(before, `after ${bundled()[done - 1]?.[0]}`);
    }
  });

  it("marks the start of the update with the job that installs, and with nothing else", async () => {
    const work = await world().work();
    await all(work, bundled());
    work.sent
      .filter(({ startsUpdate }) => startsUpdate)
      .map(({ op }) => op)
      .should.eql(["job.start"]);
  });

  it("finishes all the same when the answer to a change is lost", async () => {
    const at = world({ faults: ["answer-lost"] });
    await all(await at.work(), bundled());
    at.member.should.containEql({ nlb: "converged", version: "14.3.195.1" });
  });

  it("installs two packages with one restart", async () => {
    for (const seed of [1, 2, 3]) {
      const at = world({ seed, found: { build: "14.2.247.5" } });
      const work = await at.work();
      const sp3 = packageOf("servicePack3");
      const both = bundled().flatMap((doing): Doing[] =>
        doing[0] === "install-update"
          ? [
              ["install-update", { package: sp3 }],
              ["install-update", { package: packageOf("rollup6") }],
            ]
          : [doing],
      );
      await all(work, [["preflight-check", { package: sp3 }], ...both.slice(1)]);
      at.member.version.should.equal("14.3.195.1");
      work.changes.filter((change) => change === "system.restart").should.have.length(1);
    }
  });
});
