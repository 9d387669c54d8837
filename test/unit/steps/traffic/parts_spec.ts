import should from "should";
import type { TakenOut, Verdict } from "../../../../lib/server/array";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { booted, keepOut } from "../../../../lib/steps/traffic/after-boot";
import { convergedTogether, unconverged } from "../../../../lib/steps/traffic/convergence";
import { isInService, isOut, isToStayOut, mustBeOut } from "../../../../lib/steps/traffic/out-of-service";
import { NlbState, NO_NLB_NODE } from "../../../../lib/server/operations/nlb";
import { quoted } from "../../../../lib/texts";
import { minutes, seconds } from "../../../../lib/time/duration";
import { AnsweringServer } from "../../../shared/answering";
import { nlbHost } from "../../../shared/readings";
import { seeing } from "../seeing";

type Code = Verdict["code"];
type State = ResultOf<"nlb.host">["state"];
/** Every way in which a member can be told to stand; the compiler says which one is missing. */
const codes = Object.keys({
  serves: 0,
  converging: 0,
  out: 0,
  unreachable: 0,
  "split-cluster": 0,
  "no-answer": 0,
  "no-gate": 0,
} satisfies Record<Code, 0>) as Code[];
const verdict = (code: Code, member = "CAS1"): Verdict => ({
  member,
  serves: code === "serves",
  converging: code === "converging",
  code,
  why: code,
});
const none = new OperationFailed({ server: "CAS1", operation: "nlb.host", what: "in no cluster", errorId: NO_NLB_NODE });
/** How it ends: the code of the failure, or `passes`. */
const ending = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) => (error as { code?: string }).code ?? "an error without a code",
  );
const doing = quoted("install");

describe("A member that is to be disturbed", () => {
  const out: readonly State[] = ["stopped", "suspended"];

  for (const state of NlbState.options)
    it(`must be out by what NLB says of it (${state})`, async () => {
      isOut({ state }).should.equal(out.includes(state));
      isInService({ state }).should.equal(state === "converged" || state === "converging");
      const { context } = seeing({ "nlb.host": nlbHost({ state }) });
      (await ending(mustBeOut(context, doing))).should.equal(out.includes(state) ? "passes" : "not-out");
    });

  for (const code of codes)
    for (const host of [none, nlbHost({ state: "stopped" })])
      it(`must be told to be out where it is taken out by other means (${code}, ${host === none ? "without" : "with"} NLB)`, async () => {
        const { context } = seeing({ "nlb.host": host }, { takenOut: "by-other-means", serving: () => [verdict(code)] });
        (await ending(mustBeOut(context, doing))).should.equal(code === "out" ? "passes" : "not-out");
      });

  it("must be told so twice in a row, and of itself", async () => {
    const told: Code[] = ["out", "serves", "out", "out"];
    let looks = 0;
    const { context } = seeing(
      { "nlb.host": none },
      { takenOut: "by-other-means", serving: () => [verdict("out", "CAS2"), verdict(told[looks++] ?? "serves")] },
    );
    (await ending(mustBeOut(context, doing))).should.equal("passes");
    looks.should.equal(4);
    const others = seeing({ "nlb.host": none }, { takenOut: "by-other-means", serving: () => [verdict("out", "CAS2")] });
    (await ending(mustBeOut(others.context, doing))).should.equal("not-out");
  });

  for (const [takenOut, ends] of [
    ["at-gate", "not-out"],
    ["behind-nothing", "passes"],
  ] as const)
    it(`without NLB, and ${takenOut}: ${ends}`, async () => {
      (await ending(mustBeOut(seeing({ "nlb.host": none }, { takenOut }).context, doing))).should.equal(ends);
    });

  it("had NLB before: that it says to have none now is no answer", async () => {
    const { context } = seeing({ "nlb.host": none }, { takenOut: "behind-nothing", found: { "nlb.host": nlbHost() } });
    (await ending(mustBeOut(context, doing))).should.equal("operation-failed");
  });

  it("stays out where preflight or the drain has found it so, and only then", () => {
    const found = { changed: false, foundOut: true };
    isToStayOut(seeing({}, { earlier: { "preflight-check": [found] } }).context).should.be.true();
    isToStayOut(seeing({}, { earlier: { "nlb-drainstop": [found] } }).context).should.be.true();
    isToStayOut(seeing({}, { earlier: { "nlb-drainstop": [found, { changed: true }] } }).context).should.be.true();
    isToStayOut(seeing({}, { earlier: { "preflight-check": [{}], "nlb-drainstop": [{ changed: true }] } }).context).should.be.false();
  });
});

describe("A member after a boot", () => {
  const cases: readonly (readonly [takenOut: TakenOut, code: Code | null, host: typeof none | State, ends: string])[] = [
    ...codes.flatMap((code) =>
      ([none, "stopped"] as const).map(
        (host) => ["by-other-means", code, host, code === "serves" ? "serves-unverified" : "passes"] as const,
      ),
    ),
    ["by-other-means", null, none, "not-out"],
    ["by-other-means", null, "stopped", "passes"],
    ["at-gate", null, none, "not-out"],
    ["behind-nothing", null, none, "passes"],
    ["at-gate", "serves", "suspended", "passes"],
  ];
  for (const [takenOut, code, host, ends] of cases)
    it(`may not serve: ${takenOut}, told ${code ?? "nothing"}, NLB ${host instanceof Error ? "is not there" : host}: ${ends}`, async () => {
      const { context, sent } = seeing(
        { "nlb.host": host instanceof Error ? host : nlbHost({ state: host }) },
        { takenOut, serving: () => (code === null ? [] : [verdict(code)]) },
      );
      (await ending(keepOut(context, minutes(1)))).should.equal(ends);
      sent.should.eql([]);
    });

  for (const state of ["converged", "converging", "draining", "unknown"] as const)
    it(`is stopped at once where NLB has brought it in, though the array converges, and has failed if it took traffic (${state})`, async () => {
      let now: State = state;
      const bootedAt = "2026-01-10T22:00:00.000Z";
      const info = { computer: "", os: "", powershell: "2.0", bootedAt, clock: bootedAt, freeDiskMb: 1 };
      const { context, sent, warnings } = seeing({
        "nlb.host": () => nlbHost({ state: now }),
        "nlb.connections": { clients: 3, total: 5, ports: [] },
        "system.info": info,
      });
      const stopping = ending(keepOut(context, minutes(1)));
      now = "stopped";
      (await stopping).should.equal(state === "converging" ? "passes" : "serves-unverified");
      sent.should.match([{ op: "nlb.stop", args: {}, call: { atOnce: true } }]);
      should(sent[0]?.call.undo).be.undefined();
      warnings.should.have.length(1);
      warnings[0]!.should.match(
        state === "converging" ? /its clients were not counted, since it was still converging/ : /3 clients were cut/,
      );
    });

  const infoAt = {
    computer: "",
    os: "",
    powershell: "2.0",
    bootedAt: "2026-01-10T22:00:00.000Z",
    clock: "2026-01-10T22:00:00.000Z",
    freeDiskMb: 1,
  };
  it("says that a stop has cut nobody where it had no clients, and that it is not known where they could not be counted", async () => {
    const unread = new OperationFailed({ server: "CAS1", operation: "nlb.connections", what: "denied", errorId: "denied" });
    for (const [connections, says] of [
      [{ clients: 0, total: 0, ports: [] }, /it had no clients/],
      [{ clients: 1, total: 1, ports: [] }, /1 client was cut/],
      [unread, /how many clients it had is not known/],
    ] as const) {
      const { context, warnings } = seeing({
        "nlb.host": nlbHost({ state: "converged" }),
        "nlb.connections": connections as never,
        "system.info": infoAt,
      });
      await ending(keepOut({ ...context, wait: { ...context.wait, settled: () => Promise.resolve(true) } } as typeof context, minutes(1)));
      warnings.join().should.match(says);
    }
  });

  it("is looked at until it answers, and the boot is proven by its time alone", async () => {
    const gone = new Unreachable({ server: "CAS1", operation: "system.info", what: "no answer" });
    const info = (bootedAt: string) => ({ computer: "", os: "", powershell: "2.0", bootedAt, clock: bootedAt, freeDiskMb: 1 });
    const [old, fresh] = ["2026-01-01T00:00:00.000Z", "2026-01-10T22:05:00.000Z"];
    const answers = [info(old), gone, gone, info(old), info(fresh)];
    const { context, asked } = seeing({
      "system.info": () => {
        const answer = answers.shift() ?? gone;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    (await booted(context, (at) => at === fresh, minutes(1))).bootedAt.should.equal(fresh);
    asked.should.have.length(5);
  });
});

describe("The members in service are one cluster", () => {
  const host = (name: string, told: Partial<ResultOf<"nlb.host">>) => ({ name, host: nlbHost(told) });
  const seen = { convergedWith: [1, 2] };
  const cases: readonly (readonly [what: string, first: boolean | null, second: boolean | null, problems: number])[] = [
    ["one says that it is the default host", true, false, 0],
    ["two say that they are", true, true, 1],
    ["none is", false, false, 1],
    ["one does not say, since another one drains", null, false, 0],
    ["none says", null, null, 0],
  ];
  for (const [what, first, second, problems] of cases)
    it(`by their default host: ${what}`, () => {
      const hosts = [
        host("CAS1", { ...seen, priority: 1, isDefaultHost: first }),
        host("CAS2", { ...seen, priority: 2, isDefaultHost: second }),
      ];
      unconverged(hosts, "CAS1").should.have.length(problems);
    });

  for (const state of NlbState.options)
    it(`with the one that must serve (${state})`, () => {
      const hosts = [host("CAS1", { priority: 1, state, convergedWith: null }), host("CAS2", { convergedWith: null, isDefaultHost: true })];
      unconverged(hosts, "CAS1").should.have.length(state === "converged" ? 0 : 1);
      unconverged(hosts, null).should.have.length(state === "converging" ? 1 : 0);
      unconverged([{ name: "CAS1", host: null }, ...hosts.slice(1)], "CAS1").should.have.length(1);
    });

  it("in two looks one after the other, of which the limit may come first", async () => {
    const good = (name: string, told: () => boolean) =>
      new AnsweringServer(name, { "nlb.host": () => nlbHost({ state: told() ? "converged" : "converging", isDefaultHost: true }) });
    const looks = async (...told: boolean[]) => {
      const others = [good("CAS2", () => told.shift() ?? false)];
      const { context, asked } = seeing({ "nlb.host": nlbHost({ state: "stopped" }) }, { others });
      const missing = await convergedTogether(context, seconds(15));
      return [missing.length, asked.length];
    };
    should(await looks(true, true)).eql([0, 2]);
    should(await looks(true, false, true, true)).eql([0, 4]);
    should(await looks(true, false, true, false)).eql([1, 4]);
  });
});
