import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Truth } from "../../lib/adapters/lab";
import type { RunDocument } from "../../lib/run/record/document";
import { Lab } from "../../lib/adapters/lab";
import { brokenOnStandIns, userDirOf } from "../shared/audited";
import { expected, leftOf } from "../shared/faults";
import { needsPowerShell, needsSshServer } from "../shared/powershell";
import { Demo } from "../runtime/demo/demo-process";
import type { Night, Played, PlayedTwice } from "./nights";
import { inTurn, playTwice, told } from "./nights";
import { changesOn, truthIn } from "../runtime/flows/run-in-node-red";
import { requireRuntime, runtimes } from "../runtime/node-red/runtimes";

/** With this one the installer of CAS1 asks for a restart. */
const SEED = 1;
/** Most of the time they wait for computers that take their time on a clock of their own. */
const AT_ONCE = 2;
/** Of the demo. */
const MEMBERS = ["CAS1", "CAS2"];

/** A run that is stopped with a member out of service is the last of its night: the array cannot spare another member. */
const nights = {
  local: {
    kind: "local",
    seed: SEED,
    members: ["CAS1", "CAS2"],
    turns: [
      { fault: "scom-refuses", members: ["CAS1"] },
      { fault: "installer-fails", members: ["CAS2"] },
    ],
  },
  "local, with a member that is lost": {
    kind: "local",
    seed: SEED,
    members: ["CAS1", "CAS2"],
    turns: [{ fault: "vanishes", members: ["CAS1"] }],
  },
  "over SSH": {
    kind: "ssh",
    seed: SEED,
    members: ["CAS1", "CAS2", "CAS3"],
    allSayDraining: true,
    turns: [
      { fault: "answer-lost", members: ["CAS1"] },
      { fault: "vanishes", members: ["CAS2"] },
    ],
  },
} as const satisfies Record<string, Night>;
type NightName = keyof typeof nights;
const names = Object.keys(nights) as NightName[];

/** What Windows starts, stops and renames by itself (one sort each in the lab). */
const ofWindowsItself = /^(MSDTC|edgeupdate|BITS|WpnUserService(_[0-9a-f]+)?)$/;

/** What somebody who was not told of the update would find on a member: how it is set, and what runs. */
const settingsIn = (truth: Truth) =>
  Object.fromEntries(
    Object.entries(truth.members).map(([name, { nlb, defaultState, forefront, scom, services }]) => [
      name,
      {
        nlb,
        defaultState,
        forefront,
        scom: scom.on,
        services: Object.fromEntries(Object.entries(services).filter(([service]) => !ofWindowsItself.test(service))),
      },
    ]),
  );

/** The changes that a dry run lists, without what differs between two that are alike: WMI knows boot times to the second only. */
const wouldChange = ({ members }: RunDocument) =>
  members.map((member) =>
    member.wouldChange.map((change) => {
      const { bootedAt, ...args } = change.args as { readonly bootedAt?: string };
      return { ...change, args: bootedAt === undefined ? args : { ...args, bootedAt: bootedAt.slice(0, 19) } };
    }),
  );

const [runtime] = runtimes;
if (runtime === undefined) throw new Error("There is no Node-RED to test in.");

describe("The bundled flow on real PowerShell", function () {
  this.timeout(600_000);
  const turn = inTurn(AT_ONCE);
  let folder: string;
  const demos: Demo[] = [];
  before(needsPowerShell);
  before(needsSshServer);
  before(requireRuntime(runtime));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rolling-update-powershell-"));
  });
  after(async () => {
    await Promise.all(demos.map((one) => one.clear()));
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const play = async (...args: readonly string[]) => {
    const one = new Demo(["--no-build", "--json", "--members", "2", "--seed", String(SEED), ...args]);
    demos.push(one);
    return { code: await one.ended, result: one.document() as RunDocument, said: one.stderr };
  };
  const truthFile = (name: string) => join(folder, `${name}.json`);

  let playing: ReadonlyMap<NightName, Promise<PlayedTwice>>;
  let whole: ReturnType<typeof play>;
  let wholeOnLab: ReturnType<typeof play>;
  let dry: ReturnType<typeof play>;
  let dryOnLab: ReturnType<typeof play>;
  before("play them all, a few at once", () => {
    const begin = <T>(what: () => Promise<T>): Promise<T> => {
      const begun = turn(what);
      // Its own test tells how it went.
      begun.catch(() => undefined);
      return begun;
    };
    const fault = ["--fault", "installer-restarts@CAS2"] as const;
    whole = begin(() => play("--connection", "powershell", "--speed", "150", ...fault, "--truth", truthFile("whole")));
    wholeOnLab = begin(() => play("--speed", "600", ...fault, "--truth", truthFile("lab")));
    playing = new Map(names.map((name) => [name, begin(() => playTwice(runtime, nights[name]))]));
    dry = begin(() => play("--connection", "ssh", "--dry-run", "--speed", "150", "--truth", truthFile("dry")));
    dryOnLab = begin(() => play("--dry-run", "--speed", "600"));
  });
  const played = async (name: NightName): Promise<PlayedTwice> => (await playing.get(name)) as PlayedTwice;

  it("as the demo: every member is updated and serves, one that its installer restarts as well, all as on the lab", async () => {
    const { code, result, said } = await whole;
    should(code).equal(0, said);
    result.should.match({ outcome: "finished", reasonCode: null });
    const truth = truthIn(truthFile("whole"));
    told({ run: result, truth }).should.eql(told({ run: (await wholeOnLab).result, truth: truthIn(truthFile("lab")) }));
    MEMBERS.map((name) => leftOf(truth, name)).should.eql(["updated", "updated"]);
    const lab = new Lab({ array: truth.array, members: MEMBERS, seed: SEED, speed: 1, faults: [] });
    settingsIn(truth).should.eql(settingsIn(lab.truth()));
    await lab.close();
    brokenOnStandIns(truth, userDirOf(String(result.report))).should.eql([]);
  });

  for (const name of names) {
    const { kind, turns } = nights[name];
    for (const [at, { fault, members }] of turns.entries()) {
      const { code, left, says } = expected[fault];
      const member = members.at(-1) as string;
      it(`${name}, ${fault}: ${code === null ? "gets over it" : `stops with ${code}`}, leaves ${member} ${left}, all as on the lab`, async () => {
        const { lab, powershell } = await played(name);
        const [real, simulated] = [powershell[at] as Played, lab[at] as Played];
        told(real).should.eql(told(simulated));
        told(real).should.match({ outcome: code === null ? "finished" : "stopped", reasonCode: code });
        told(real).really.should.eql(members.map((one) => (one === member ? left : "updated")));
        if (says !== undefined) [real.run.reason ?? "", ...real.run.warnings].join("\n").should.match(says);
      });
    }

    it(`${name}: no member is touched but in its turn, and none of the promises is broken`, async () => {
      const { truth, broken } = await played(name);
      const inOrder = changesOn(truth, ...nights[name].members).map(({ member }) => member);
      const touched = inOrder.filter((member, at) => member !== inOrder[at - 1]);
      should(turns.flatMap(({ members }) => members).filter((member) => touched.includes(member))).eql(touched);
      broken.should.eql([]);
    });

    if (kind === "ssh")
      it(`${name}: members restart in between, and are reached again`, async () => {
        const { powershell, truth, before, sshd } = await played(name);
        for (const { name: member, outcome } of powershell.flatMap(({ run }) => run.members)) {
          const servers = sshd[member] as { before: number; after: number };
          should(servers.before).be.above(0);
          if (outcome !== "updated") {
            should(servers.after).equal(0);
            continue;
          }
          should(servers.after).be.above(0).and.not.equal(servers.before);
          changesOn(truth, member)
            .filter(({ op }) => op === "system.restart")
            .length.should.equal(1);
          const [booted, bootedBefore] = [truth, before].map(({ members }) => Date.parse(members[member]?.bootedAt ?? ""));
          should(booted).be.above(bootedBefore as number);
          settingsIn(truth)[member]?.should.eql(settingsIn(before)[member]);
        }
      });
  }

  it("in a dry run, of the demo over SSH, nothing is changed, and what would be changed is what the lab would", async () => {
    const [{ code, result, said }, lab] = await Promise.all([dry, dryOnLab]);
    should(code).equal(0, said);
    should(result.outcome).equal("dry-run");
    wouldChange(result).should.eql(wouldChange(lab.result));
    for (const { wouldChange: changes } of result.members)
      changes.map(({ op }) => op).should.containDeep(["scom.begin", "nlb.drain", "job.start", "system.restart", "nlb.start"]);
    result.members.map(({ found }) => found).should.eql(lab.result.members.map(({ found }) => found));
    for (const { changes } of result.members) changes.should.eql([]);
    const truth = truthIn(truthFile("dry"));
    truth.operations.filter(({ kind }) => kind === "change").should.eql([]);
    MEMBERS.map((member) => leftOf(truth, member)).should.eql(["as found", "as found"]);
  });

  it("leaves no process behind on any of the computers", async () => {
    for (const name of names) (await played(name)).processesLeft.should.eql([], name);
  });
});
