import { saidReason } from "../../shared/english";
import should from "should";
import { brokenBy, playFlow } from "./play";

describe("the bundled flow on the lab", () => {
  it("takes four members through the full procedure, and keeps every promise at every instant", async () => {
    const played = await playFlow();
    const { run, lab } = played;
    should(run.state.outcome).equal("finished");
    run.state.members.map(({ outcome }) => outcome).should.eql(["updated", "updated", "updated", "updated"]);
    (await brokenBy(played)).should.eql([]);
    const truth = lab.truth();
    for (const member of Object.values(truth.members)) {
      should(member).match({ nlb: "converged", defaultState: "started", forefront: "enabled", version: "14.3.195.1", scom: { on: false } });
    }
  });

  it("keeps them with other seeds too", async () => {
    for (const seed of [2, 3, 4, 5, 6, 7, 8]) {
      const played = await playFlow({ seed });
      const { run } = played;
      should(run.state.outcome).equal("finished", `seed ${seed}: ${saidReason(run.state.reason)}`);
      (await brokenBy(played)).should.eql([]);
    }
  }).timeout(30_000);

  it("would change in a dry run what the real run then changes, in this order, but for what only the real run can know", async () => {
    for (const seed of [1, 2, 3]) {
      const dry = await playFlow({ seed, dryRun: true });
      const real = await playFlow({ seed });
      should(dry.run.state.outcome).equal("dry-run");
      dry.lab
        .truth()
        .operations.filter(({ kind }) => kind === "change")
        .should.eql([]);
      real.run.document().members.forEach((member, index) => {
        const made = member.changes.filter(({ cause }) => cause === "step").map(({ op, args }) => ({ op, args }));
        const would = dry.run.document().members[index]?.wouldChange.filter(({ cause }) => cause === "step") ?? [];
        const cameTrue = would.filter((change) => change.if === undefined || made.some(({ op }) => op === change.op));
        made.should.eql(cameTrue.map(({ op, args }) => ({ op, args })));
      });
    }
  }).timeout(30_000);

  it("tells in a dry run what would be, once for each step that would change something", async () => {
    const { run } = await playFlow({ dryRun: true });
    const told = run.document().members.map(({ steps }) => steps.filter(({ outcome }) => outcome === "done").map(({ text }) => text));
    for (const texts of told) {
      texts.should.containEql("would install rollup 6");
      texts.should.containEql("would restart if the installer asks for it");
      texts.should.containEql("in a real run: hooks taken out");
      texts.should.matchEach(/^(would|in a real run:) (?!.*(would|in a real run))/);
    }
  });

  it("plays the same night again with the same seed", async () => {
    const [one, other] = [await playFlow({ seed: 4 }), await playFlow({ seed: 4 })];
    const night = ({ lab }: typeof one) => lab.truth().operations.map(({ atMs, member, op }) => `${atMs} ${member} ${op}`);
    night(one).should.eql(night(other));
  });

  it("names for a member that rests the commands that bring it back, in an order that works", async () => {
    const { run } = await playFlow({ faults: [{ name: "service-stays-down", member: "CAS2" }] });
    const commands =
      run.state.members[1]?.toMend.map(({ command }) => command.replace(/^Invoke-Command -ComputerName CAS2 \{ (.*) \}$/, "$1")) ?? [];
    commands[0]?.should.equal("Stop-Service MSExchangeTransport");
    commands.indexOf("Start-Service MSExchangeTransport").should.be.above(commands.findIndex((command) => command.includes("fscutility")));
    commands.at(-1)?.should.match(/StopMaintenanceMode/);
  });

  it("does not pass over a member that an earlier run left out, though it has the update", async () => {
    const { run, lab } = await playFlow({ lab: { found: { CAS1: { build: "14.3.195.1", nlb: "stopped" } } } });
    should(run.state.reason?.code).equal("not-fit");
    saidReason(run.state.reason).should.match(/CAS1 has rollup 6 already, but is stopped in NLB/);
    lab
      .truth()
      .operations.filter(({ kind }) => kind === "change")
      .should.eql([]);
  });

  it("finds an array that has the update already up to date, and changes nothing", async () => {
    const found = Object.fromEntries(["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => [name, { build: "14.3.195.1" }]));
    const { run, lab } = await playFlow({ lab: { found } });
    run.state.members.map(({ outcome }) => outcome).should.eql(Array(4).fill("already-updated"));
    lab
      .truth()
      .operations.filter(({ kind }) => kind === "change")
      .should.eql([]);
  });
});

describe("the flow is what drives", () => {
  const ops = (played: Awaited<ReturnType<typeof playFlow>>) =>
    played.lab
      .truth()
      .operations.filter(({ kind, member }) => kind === "change" && member === "CAS1")
      .map(({ op }) => op);
  type Nodes = Parameters<NonNullable<NonNullable<Parameters<typeof playFlow>[0]>["rewire"]>>[0];
  const wired = (nodes: Nodes, from: string, to: readonly string[]): Nodes => {
    const node = nodes.get(from);
    if (node === undefined) throw new Error(`The bundled flow has no node ${from}.`);
    return new Map([...nodes, [from, { ...node, wires: [[...to], ...(node.wires ?? []).slice(1)] }]]);
  };

  it("two steps swapped are done in the other order", async () => {
    const swapped = await playFlow({
      rewire: (nodes) =>
        wired(wired(wired(nodes, "cas-preflight", ["cas-drain"]), "cas-drain", ["cas-scom-on"]), "cas-scom-on", ["cas-stay-out"]),
    });
    const order = ops(swapped);
    order.indexOf("nlb.drain").should.be.below(order.indexOf("scom.begin"));
    swapped.lab.truth().alerts.length.should.be.above(0);
  });

  it("without fscutility nothing of Forefront is changed", async () => {
    const without = await playFlow({
      rewire: (nodes) => wired(wired(nodes, "cas-l-updating", ["cas-services-off"]), "cas-services-on", ["cas-start"]),
    });
    should(without.run.state.outcome).equal("finished");
    ops(without)
      .filter((op) => op.startsWith("forefront."))
      .should.eql([]);
  });

  it("a wire cut ends the run by the watchdog, and the member is put back", async () => {
    const cut = await playFlow({ rewire: (nodes) => wired(nodes, "cas-drain", []) });
    should(cut.run.state.reason?.code).equal("message-lost");
    ops(cut).should.eql(["scom.begin", "nlb.drain", "nlb.start", "scom.end"]);
  });

  it("without the restart that the installer asks for, the member is not called healthy", async () => {
    const faults = [{ name: "reboot-hangs" as const, member: "CAS1" }]; // its installer asks for a restart
    const without = await playFlow({ faults, rewire: (nodes) => wired(nodes, "cas-install", ["cas-verify"]) });
    should(without.run.state.reason?.code).equal("verify-failed");
    saidReason(without.run.state.reason).should.match(/asked for a restart, but CAS1 has not booted since/);
  });

  it("without the step that starts it again, the member is not called updated, and no other is taken", async () => {
    const without = await playFlow({ rewire: (nodes) => wired(nodes, "cas-forefront-on", ["cas-default-state"]) });
    should(without.run.state.reason?.code).equal("not-as-found");
    without.lab
      .truth()
      .operations.filter(({ kind, member }) => kind === "change" && member !== "CAS1")
      .should.eql([]);
    should(without.lab.truth().members["CAS1"]?.nlb).equal("converged");
  });

  it("says once what to look for where the array does not stop converging, and how the member really stands", async () => {
    const { run, lab } = await playFlow({ faults: [{ name: "never-converges", member: "CAS1" }] });
    const [member] = run.document().members;
    should(member?.left["nlb"]).equal("converging");
    should(lab.truth().members["CAS1"]?.nlb).equal("converging");
    (member?.reason?.match(/Look for the reason in the System logs/g) ?? []).should.have.length(1);
  });
});
