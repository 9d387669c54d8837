import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import type { StepResult } from "../../../../lib/run/step";
import { keptStopped } from "../../../../lib/steps/services";
import { serviceControl } from "../../../../lib/steps/services/service-control";
import { withDependents } from "../../../../lib/steps/services/services-order";
import { said, saidIfAny } from "../../../shared/english";
import { answering, world } from "../harness";
import { seeing } from "../seeing";
import { service } from "./service";

const found = (name: string, status = "running", startType = "automatic") => ({ name, status, startType });
const did = (action: "stop" | "start" | "restore", ...services: readonly object[]) => ({ action, services });

describe("The services that are kept stopped", () => {
  for (const [what, work, forefront, kept] of [
    ["stopped", [did("stop", found("A"), found("B"))], [], ["A", "B"]],
    ["stopped in two steps", [did("stop", found("A")), did("stop", found("B"))], [], ["A", "B"]],
    ["one of two given back", [did("stop", found("A"), found("B")), did("restore", found("a"))], [], ["B"]],
    ["one of two started", [did("stop", found("A"), found("B")), did("start", found("b"))], [], ["A"]],
    ["given back and stopped again", [did("stop", found("A")), did("restore", found("A")), did("stop", found("A"))], [], ["A"]],
    ["had not run", [did("stop", found("A", "stopped"), found("B"))], [], ["B"]],
    ["Forefront's beside", [did("stop", found("A"))], [{ leftStopped: ["F"] }], ["A", "F"]],
    ["of Forefront's two turns the last one counts", [], [{ leftStopped: ["F", "G"] }, { leftStopped: ["G"] }], ["G"]],
    ["Forefront has given all back", [], [{ leftStopped: ["F"] }, { leftStopped: [] }], []],
  ] as const)
    it(`are those that were stopped and not given back since (${what})`, () => {
      const { context } = seeing({}, { earlier: { "service-control": work, fscutility: forefront } });
      keptStopped(context).should.eql(kept);
    });
});

describe("A service that was stopped twice in a run", () => {
  it("is given back as it was found the first time", async () => {
    const at = world();
    const work = await at.work();
    // Without a picture: what the step itself has seen is all that there is.
    const results: StepResult[] = [];
    const doing = async (action: "stop" | "restore") => {
      const earlier = (step: string) => (step === "service-control" ? [...results] : []);
      const context = { ...work.context(), found: () => undefined, before: undefined, earlier };
      results.push(await serviceControl.run(context, { action, services: action === "stop" ? ["MSExchangeFBA"] : [], limitMinutes: 5 }));
    };
    for (const action of ["stop", "stop", "restore"] as const) await doing(action);
    should(at.member.services["MSExchangeFBA"]?.status).equal("running");
  });
});

describe("A service that is given back after a boot", () => {
  const stopped = (startType: "automatic" | "manual") => ({ ...service("A"), status: "stopped" as const, startType });
  for (const [startType, restarts, onlyIf] of [
    ["automatic", [true], true],
    ["automatic", [false, true], true],
    ["automatic", [true, false], true],
    ["automatic", [false], false],
    ["automatic", [], false],
    ["manual", [true], false],
    ["manual", [], false],
  ] as const)
    it(`is started only if the boot has not, where it starts by itself (${startType}, ${restarts.join(" and ") || "no restart"})`, async () => {
      let lists = 0;
      const { context, sent } = seeing(
        { "services.list": () => ({ services: [{ ...stopped(startType), status: lists++ === 0 ? "stopped" : "running" }] }) },
        {
          earlier: {
            "service-control": [did("stop", found("A", "running", startType))],
            "restart-server": restarts.map((changed) => ({ changed })),
          },
        },
      );
      await serviceControl.run(context, { action: "restore", services: [], limitMinutes: 5 });
      sent.map(({ op }) => op).should.eql(["services.start"]);
      should(sent[0]?.call.onlyIf !== undefined).equal(onlyIf);
    });
});

describe("What is said where nothing is given back", () => {
  for (const [what, work, says] of [
    ["no step has touched any", [], /nothing was restored/],
    ["all are as they were", [did("stop", found("A"))], /as (they were )?found/],
    ["what was given back before is not work of its own", [did("restore", found("A"))], /nothing was restored/],
  ] as const)
    it(`is why: ${what}`, async () => {
      const { context, sent } = seeing({ "services.list": { services: [service("A")] } }, { earlier: { "service-control": work } });
      const result = await serviceControl.run(context, { action: "restore", services: [], limitMinutes: 5 });
      said(result.text).should.match(says);
      [result.changed, sent.length].should.eql([false, 0]);
    });
});

describe("What depends on a service", () => {
  const chain = [service("A"), service("B", "a"), service("C", "b"), service("D", "C")];
  it("is found through others, in whatever order the list has them", () => {
    for (const list of [chain, [...chain].reverse(), [chain[2]!, chain[0]!, chain[3]!, chain[1]!]])
      withDependents(list, ["a"])
        .map(({ name }) => name)
        .sort()
        .should.eql(["A", "B", "C", "D"]);
  });
});

describe("A service that Windows refuses to start or to stop", () => {
  for (const [op, action, says] of [
    ["services.stop", "stop", /MSExchangeFBA/],
    ["services.start", "restore", /MSExchangeFBA/],
  ] as const)
    it(`is named in the failure, with what Windows says and advises (${op})`, async () => {
      const instead = answering(op, () => {
        throw new OperationFailed({ server: "CAS1", operation: op, what: "the handle is invalid", hint: "Look at it.", errorId: "x" });
      });
      const work = await world().work({ instead });
      if (action === "restore") await work.do("service-control", { action: "stop", services: ["MSExchangeFBA"] });
      const refusal = await work.refusalOf("service-control", { action, services: ["MSExchangeFBA"] });
      refusal.code.should.equal("service-limit");
      refusal.message.should.match(says).and.match(/the handle is invalid/);
      saidIfAny(refusal.reason.hint).should.match(/Look at it\./);
    });
});
