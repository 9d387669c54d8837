import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { FaultName, Truth } from "../../lib/lab";
import { Lab } from "../../lib/lab";
import { audit } from "../shared/auditor";
import { expected, leftOf } from "../shared/faults";
import { needsPowerShell, needsSshServer } from "../shared/powershell";
import { Demo } from "../runtime/demo-process";
import type { Night, PlayedTwice } from "./nights";
import { inTurn, MEMBERS, playTwice, told } from "./nights";
import { changesOn, truthIn } from "../runtime/run-in-node-red";
import { requireRuntime, runtimes } from "../runtime/runtimes";

/** With this one both members' installers ask for a restart. */
const SEED = 1;
/** Most of the time they wait for computers that take their time on a clock of their own. */
const AT_ONCE = 2;
/** The only one that is updated: where the fault is its own, the others add time and nothing else. */
const alone = { members: ["CAS1"] };
/** In minutes of the computers' clock: a member that has vanished is waited for as long as its installer may take. */
const SHORT_LIMIT = 15;

interface Result {
  readonly outcome: string;
  readonly reasonCode: string | null;
  readonly members: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly found: object;
    readonly changes: readonly unknown[];
    readonly steps: readonly { readonly step: string; readonly outcome: string }[];
    readonly wouldChange: readonly { readonly op: string; readonly args: { readonly bootedAt?: string } }[];
  }[];
}

/** What somebody who was not told of the update would find on a member: how it is set, and what runs. */
const settingsIn = (truth: Truth) =>
  Object.fromEntries(
    Object.entries(truth.members).map(([name, { nlb, defaultState, forefront, scom, services }]) => [
      name,
      { nlb, defaultState, forefront, scom: scom.on, services },
    ]),
  );

/** The changes that a dry run lists, without what differs between two that are alike: WMI knows boot times to the second only. */
const wouldChange = ({ members }: Result) =>
  members.map((member) =>
    member.wouldChange.map((change) => {
      const { bootedAt, ...args } = change.args;
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
    const one = new Demo("--no-build", "--json", "--members", "2", "--seed", String(SEED), ...args);
    demos.push(one);
    return { code: await one.ended, result: one.document() as Result, said: one.stderr };
  };
  const truthFile = (name: string) => join(folder, `${name}.json`);

  const nights = {
    "over SSH": { kind: "ssh", seed: SEED, fault: "answer-lost", on: "CAS2" },
    vanishes: { kind: "local", seed: SEED, fault: "vanishes", on: "CAS1", ...alone, installLimitMinutes: SHORT_LIMIT },
    "installer-fails": { kind: "local", seed: SEED, fault: "installer-fails", on: "CAS1", ...alone },
    "installer-restarts": { kind: "local", seed: SEED, fault: "installer-restarts", on: "CAS1", ...alone },
    "answer-lost": { kind: "local", seed: SEED, fault: "answer-lost", on: "CAS1", ...alone },
    "scom-refuses": { kind: "local", seed: SEED, fault: "scom-refuses", on: "CAS1", ...alone },
    "vanishes over SSH": { kind: "ssh", seed: SEED, fault: "vanishes", on: "CAS1", ...alone, installLimitMinutes: SHORT_LIMIT },
  } as const satisfies Record<string, Night>;
  type Name = keyof typeof nights;
  const names = Object.keys(nights) as Name[];
  let playing: ReadonlyMap<Name, Promise<PlayedTwice>>;
  let whole: ReturnType<typeof play>;
  let dry: ReturnType<typeof play>;
  let dryOnLab: ReturnType<typeof play>;
  before("play them all, a few at once", () => {
    const begin = <T>(what: () => Promise<T>): Promise<T> => {
      const begun = turn(what);
      // Its own test tells how it went.
      begun.catch(() => undefined);
      return begun;
    };
    whole = begin(() => play("--connection", "powershell", "--speed", "150", "--truth", truthFile("whole")));
    playing = new Map(names.map((name) => [name, begin(() => playTwice(runtime, nights[name]))]));
    dry = begin(() => play("--connection", "ssh", "--dry-run", "--speed", "150", "--truth", truthFile("dry")));
    dryOnLab = begin(() => play("--dry-run", "--speed", "600"));
  });
  const played = async (name: Name): Promise<PlayedTwice> => (await playing.get(name)) as PlayedTwice;

  it("as the demo: every member is updated and serves, and is otherwise as it was found", async () => {
    const { code, result, said } = await whole;
    should(code).equal(0, said);
    result.should.match({ outcome: "finished", reasonCode: null });
    const truth = truthIn(truthFile("whole"));
    MEMBERS.map((name) => leftOf(truth, name)).should.eql(["updated", "updated"]);
    const lab = new Lab({ array: truth.array, members: MEMBERS, seed: SEED, speed: 1, faults: [] });
    settingsIn(truth).should.eql(settingsIn(lab.truth()));
    await lab.close();
    audit(truth, 1).should.eql([]);
  });

  it("over SSH: restarted in between, every member is updated and serves, though an answer was lost, as on the lab", async () => {
    const { lab, powershell, before, sshd } = await played("over SSH");
    told(powershell).should.eql(told(lab));
    told(powershell).should.match({ outcome: "finished", really: ["updated", "updated"] });
    settingsIn(powershell.truth).should.eql(settingsIn(before));
    powershell.run.warnings.join("\n").should.match(expected["answer-lost"].says as RegExp);
    audit(powershell.truth, 1).should.eql([]);
    for (const [index, name] of MEMBERS.entries()) {
      changesOn(powershell.truth, name)
        .filter(({ op }) => op === "system.restart")
        .length.should.equal(1);
      const [booted, bootedBefore] = [powershell.truth, before].map(({ members }) => Date.parse(members[name]?.bootedAt ?? ""));
      should(booted).be.above(bootedBefore as number);
      should(sshd.before[index]).be.above(0);
      should(sshd.after[index]).be.above(0).and.not.equal(sshd.before[index]);
    }
  });

  for (const name of names.filter((night) => night !== "over SSH")) {
    const { fault, kind } = nights[name];
    const { code, left, says } = expected[fault as FaultName];
    it(`${name}: ${code === null ? "gets over it" : `stops with ${code}`}, leaves CAS1 ${left}, all as on the lab`, async () => {
      const { lab, powershell, sshd } = await played(name);
      told(powershell).should.eql(told(lab));
      told(powershell).should.match({ reasonCode: code, really: [left, "as found"] });
      if (says !== undefined) [powershell.run.reason ?? "", ...powershell.run.warnings].join("\n").should.match(says);
      changesOn(powershell.truth, "CAS2").should.eql([]);
      audit(powershell.truth, 1).should.eql([]);
      if (kind === "ssh" && left === "unreachable") {
        should(sshd.before[0]).be.above(0);
        should(sshd.after[0]).equal(0);
      }
    });
  }

  it("in a dry run, of the demo over SSH, nothing is changed, and what would be changed is what the lab would", async () => {
    const [{ code, result, said }, lab] = await Promise.all([dry, dryOnLab]);
    should(code).equal(0, said);
    result.outcome.should.equal("dry-run");
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
