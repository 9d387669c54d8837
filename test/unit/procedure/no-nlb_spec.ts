import should from "should";
import type { FaultName } from "../../../lib/adapters/lab";
import { Lab } from "../../../lib/adapters/lab";
import { servingBy, takenOutBy } from "../../../lib/gates";
import type { RunView } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { Runs } from "../../../lib/run/engine/runs";
import { defaultSettings } from "../../../lib/run/settings";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import { operationOf, OperationFailed } from "../../../lib/server";
import type { Invoke } from "../../../lib/server";
import { steps } from "../../../lib/steps";
import { hours, seconds } from "../../../lib/time";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { english } from "../../shared/english";
import { optionsOf } from "../../shared/node-fields";
import { rollup6 } from "./play";

interface Night {
  /** Steps, and what nodes of the user's own do at the balancer: `out` and `back`. */
  readonly chain: readonly string[];
  readonly otherMeans?: boolean;
  readonly minInService?: number;
  readonly faults?: readonly { readonly name: FaultName; readonly member: string }[];
  /** Whether the page by which members are judged tells what the balancer does; else only whether the server answers. */
  readonly pageTells?: boolean;
  /** The page of a member that the balancer has closed says so at most once in ten seconds. */
  readonly pageFlickers?: boolean;
  /** After this step on this member somebody brings it in at the balancer. */
  readonly comesIn?: { readonly member: string; readonly after: string };
}

const update = ["install-update", "restart-server", "verify-health"];

/** Members behind another balancer: NLB is not there, and the lab's own NLB plays that balancer. */
class OtherBalancer {
  readonly lab: Lab;
  readonly sent: string[] = [];
  readonly said: string[] = [];
  private readonly names = ["WEB1", "WEB2", "WEB3"];
  private readonly toldOut = new Map<string, number>();

  constructor(private readonly night: Night) {
    const { faults = [] } = night;
    this.lab = new Lab({ array: "FARM", members: this.names, seed: 1, speed: 1, faults, clock: new VirtualClock() });
  }

  async play(): Promise<RunView> {
    const { otherMeans = false, minInService = 1 } = this.night;
    const settings = { ...initially(ofAnArray), serving: "http" as const, servingScheme: "http" as const, servingPort: 80, otherMeans };
    const array = {
      name: "FARM",
      members: this.names.map((name) => ({ name, address: name })),
      minInService,
      connection: { kind: "lab" as const, clock: this.lab.clock, close: () => Promise.resolve(), invoke: this.invoke },
      serving: servingBy(settings),
      takenOut: takenOutBy(settings),
    };
    const runs = new Runs(new MemoryStore(), english);
    const ask = { array, update: "rollup 6", dryRun: false, members: null, requestedBy: null, note: null, key: null, body: null };
    return await new Promise<RunView>((resolve, reject) => {
      const member = (name: string, token: string) => void this.walk(runs.runningOn("FARM") as Run, name, token);
      runs
        .start(
          { ...ask, flow: "loop", settings: { ...defaultSettings, watchdogMs: hours(3) } },
          { changed: () => undefined, ended: resolve, member: (message) => member(message.member.name, message.run.token) },
        )
        .catch(reject);
    });
  }

  private readonly invoke: Invoke = async (server, op, args, call) => {
    if (op.startsWith("nlb."))
      throw new OperationFailed({ server, operation: op, errorId: "nlb-no-node", what: "this server is in no NLB cluster" });
    if (operationOf(op).kind === "change") this.sent.push(`${server} ${op}`);
    const answer = await this.lab.invoke(server, op, args, call);
    if (op !== "probe.http" || this.night.pageTells === false) return answer;
    // A page by which the balancer judges the member: it is there while the balancer sends clients.
    const now = this.lab.clock.elapsed();
    const flickers = this.night.pageFlickers === true && now - (this.toldOut.get(server) ?? Number.NEGATIVE_INFINITY) < seconds(10);
    const open = flickers || ["converged", "converging"].includes(this.state(server));
    if (!open) this.toldOut.set(server, now);
    return open ? answer : ({ status: 503, location: null, ms: 1, error: null } as never);
  };

  private state(name: string): string {
    return this.lab.truth().members[name]?.nlb ?? "";
  }

  private async walk(run: Run, member: string, first: string): Promise<void> {
    let token = first;
    for (const type of this.night.chain) {
      if (type === "out" || type === "back") {
        await this.lab.invoke(member, type === "out" ? "nlb.drain" : "nlb.start", {}, {});
        // What a balancer has closed stays closed when the server boots.
        await this.lab.invoke(member, "nlb.setDefaultState", { state: type === "out" ? "stopped" : "started" }, {});
        while (this.state(member) !== (type === "out" ? "stopped" : "converged")) await this.lab.clock.sleep(1000);
        continue;
      }
      try {
        const options = () => optionsOf(type, { package: rollup6, newErrors: "report" });
        const { result, run: next } = await run.step({ token, node: type, step: steps.get(type)!, options, message: {} });
        token = next.token;
        this.said.push(`${member} ${type} ${result.changed ? "done" : "unchanged"}`);
      } catch {
        return; // the run knows
      }
      const { comesIn } = this.night;
      if (comesIn?.member === member && comesIn.after === type) await this.lab.invoke(member, "nlb.start", {}, {});
    }
    await run.returned(token);
  }
}

const played = async (night: Night) => {
  const farm = new OtherBalancer(night);
  const { state } = await farm.play();
  const why = state.reason === null ? "" : english.documents(state.reason.what);
  return { farm, state, why, cuts: farm.lab.truth().clientsCut.length };
};

describe("An array without NLB", () => {
  it("is not touched unless it is said that members are taken out by other means", async () => {
    const { farm, state, why, cuts } = await played({ chain: ["preflight-check", ...update] });
    should(state).have.properties({ outcome: "stopped", phase: "ended" });
    should(state.reason).have.properties({ code: "no-gate" });
    why.should.match(/WEB2: in no NLB cluster, so nothing shows whether it takes traffic/);
    farm.sent.should.eql([]);
    cuts.should.equal(0);
  });

  it("is refused by preflight, before a step of NLB could fail on it", async () => {
    const { farm, state, why } = await played({ chain: ["preflight-check", "nlb-drainstop", ...update], minInService: 0 });
    should(state.reason).have.properties({ code: "not-fit" });
    why.should.match(/NLB: it is in no NLB cluster, so nothing here can take it out of traffic/);
    farm.sent.should.eql([]);
  });

  it("gets nothing installed while nothing shows that the member is out, even without a preflight", async () => {
    const { farm, state, why, cuts } = await played({ chain: update, minInService: 0 });
    should(state.reason).have.properties({ code: "not-out" });
    why.should.match(/nothing shows that it is out of traffic/);
    farm.sent.should.eql([]);
    cuts.should.equal(0);
  });
});

describe("An array whose members are taken out by other means", () => {
  it("is updated once its own probe says that each member is out", async () => {
    const { farm, state, why, cuts } = await played({ otherMeans: true, chain: ["preflight-check", "out", ...update, "back"] });
    should(state.outcome).equal("finished", why);
    farm.said.filter((one) => one.includes("install-update done")).should.have.length(3);
    cuts.should.equal(0);
  });

  it("is refused where the flow does not take the member out", async () => {
    const { farm, state, why, cuts } = await played({ otherMeans: true, chain: ["preflight-check", ...update] });
    should(state.reason).have.properties({ code: "not-out" });
    why.should.match(/WEB1 takes traffic \(answers with status 302/);
    farm.sent.should.eql([]);
    cuts.should.equal(0);
  });

  it("is refused where the page does not say twice in a row that the member is out", async () => {
    const { farm, state } = await played({ otherMeans: true, pageFlickers: true, chain: ["out", ...update], minInService: 0 });
    should(state.reason).have.properties({ code: "not-out" });
    farm.sent.should.eql([]);
  });

  it("is refused where the probe says only that the server works", async () => {
    const { farm, state } = await played({ otherMeans: true, pageTells: false, chain: ["preflight-check", "out", ...update] });
    should(state.reason).have.properties({ code: "not-out" });
    farm.sent.should.eql([]);
  });

  it("says first that a member serves unverified, and that the run cannot stop it", async () => {
    const { farm, state, why } = await played({
      otherMeans: true,
      chain: ["preflight-check", "out", "install-update", "restart-server", "verify-health", "back"],
      faults: [{ name: "service-stays-down", member: "WEB2" }],
      comesIn: { member: "WEB2", after: "restart-server" },
    });
    farm.lab.truth().members["WEB2"]!.nlb.should.match(/^converg/);
    should(state.reason).have.properties({ code: "serves-unverified" });
    why.should.match(/^WEB2 SERVES UNVERIFIED, and this run has no way to stop it/);
    const [, web2] = state.members;
    web2!
      .reason!.since.map(english.documents)
      .join(" ")
      .should.not.match(/left out of service/);
  });
});
