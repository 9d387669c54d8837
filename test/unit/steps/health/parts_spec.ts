import should from "should";
import type { LoggedEvent } from "../../../../lib/server/operations";
import { NewErrors } from "../../../../lib/steps/health/events";
import type { VerifyOptions } from "../../../../lib/steps/health/options";
import { pendingRestart } from "../../../../lib/steps/health/pending-restart";
import { probes } from "../../../../lib/steps/health/probes";
import { servicesAgainstBefore } from "../../../../lib/steps/health/services";
import { restarted, setupResult } from "../../../../lib/steps/health/update";
import { notListed } from "../../../../lib/steps/health/windows-updates";
import { AccessDenied, BadReply, Fenced, OperationFailed, OutcomeUnknown, Unreachable } from "../../../../lib/server/errors";
import { said } from "../../../shared/english";
import { optionsOf } from "../../../shared/node-fields";
import { answering, packageOf, world } from "../harness";
import { service } from "../services/service";
import { installation, picture, seeing } from "../seeing";

const options = (differently: Partial<VerifyOptions> = {}) => ({ ...(optionsOf("verify-health") as VerifyOptions), ...differently });
const at = (time: string) => `2026-01-10T${time}.000Z`;
const moved = (time: string, byMs: number) => new Date(Date.parse(time) + byMs).toISOString();
const restart = (bootedAt: string | null, settledAt: string | null) => ({ changed: bootedAt !== null, bootedAt, settledAt });

describe("The errors after the boot", () => {
  const [first, second] = [at("22:10:00"), at("23:10:00")];
  const settled = at("23:20:00");
  const restarts: readonly (readonly [what: string, results: readonly object[], since: string])[] = [
    ["one boot", [restart(second, settled)], settled],
    ["two boots: those since the last one count", [restart(first, at("22:20:00")), restart(second, settled)], settled],
    ["a boot, and a restart that had nothing to do", [restart(second, settled), restart(null, null)], settled],
    ["services that never settled: those since the boot count", [restart(second, null)], second],
  ];
  for (const [what, results, since] of restarts)
    it(`are those since the services had settled, that very moment included (${what})`, async () => {
      for (const [byMs, counts] of [
        [-1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const event: LoggedEvent = {
          log: "System",
          record: 1,
          id: 1,
          provider: "p",
          level: "error",
          at: moved(since, byMs),
          message: "words",
        };
        const { context } = seeing(
          { "events.since": { events: [event], more: false } },
          { before: picture(), earlier: { "restart-server": results } },
        );
        should((await new NewErrors(context, options()).look()).counts).eql({ all: 1, afterBoot: counts, complete: true });
      }
    });

  it("are all where nothing was restarted", async () => {
    const event = { log: "System", record: 1, id: 1, provider: "p", level: "error", at: first, message: "" } as const;
    const { context } = seeing({ "events.since": { events: [event], more: false } }, { before: picture() });
    should((await new NewErrors(context, options()).look()).counts?.afterBoot).equal(1);
  });
});

describe("A restart that waits for another reason than before the work", () => {
  it("is a finding, and the old reason is only told", async () => {
    const strong = (cause: "windows-update" | "component-servicing") => ({ cause, weight: "strong" as const, text: cause });
    const { context } = seeing(
      { "system.pendingReboot": { reasons: [strong("windows-update"), strong("component-servicing")] } },
      { before: picture({ pendingReboot: [strong("windows-update")] }) },
    );
    const { findings, remarks } = await pendingRestart(context);
    findings.map(said).should.matchEach(/component-servicing/);
    remarks.map(said).should.matchEach(/windows-update/);
    [findings.length, remarks.length].should.eql([1, 1]);
  });
});

describe("A service that is worse than before", () => {
  const one = (status: "running" | "stopped", startType: "automatic" | "manual" | "disabled") => ({
    ...service("MSExchangeX"),
    status,
    startType,
  });
  for (const [what, before, now, says] of [
    ["gone", one("running", "automatic"), null, /^MSExchangeX was running before and is no longer there$/],
    ["disabled", one("running", "manual"), one("stopped", "disabled"), /^MSExchangeX is disabled, was manual/],
    ["stopped", one("running", "manual"), one("stopped", "manual"), /^MSExchangeX was running before and is stopped now$/],
    ["not automatic", one("running", "automatic"), one("running", "manual"), /^MSExchangeX is running, but no longer starts automatically/],
    ["new and stopped", null, one("stopped", "automatic"), /^MSExchangeX starts automatically, but is stopped$/],
  ] as const)
    it(`is told by what has become of it: ${what}`, async () => {
      const { context } = seeing(
        { "services.list": { services: now === null ? [] : [now] } },
        { before: picture({ services: before === null ? [] : [before] }) },
      );
      const { findings } = await servicesAgainstBefore(context, options());
      should(findings.map(said)).match([says]);
      should(findings).have.length(1);
    });
});

describe("A restart that is pending after the work", () => {
  const reason = (weight: "strong" | "medium" | "weak") => ({ cause: "windows-update" as const, weight, text: "it waits" });
  const works: readonly (readonly [what: string, earlier: Record<string, object[]>, ours: boolean])[] = [
    ["nothing", {}, false],
    ["an installer", { "install-update": [installation(at("22:30:00"))] }, true],
    ["an installer that had nothing to do", { "install-update": [installation(null)] }, false],
    ["a restart", { "restart-server": [restart(at("23:00:00"), null)] }, true],
    ["a restart that was not needed", { "restart-server": [restart(null, null)] }, false],
    ["two installers, of which one had nothing to do", { "install-update": [installation(at("22:30:00")), installation(null)] }, true],
  ];
  const befores: readonly (readonly [what: string, before: unknown, isNew: boolean])[] = [
    ["nobody looked before", undefined, false],
    ["there was none before", picture(), true],
    ["it was there before", picture({ pendingReboot: [reason("strong")] }), false],
  ];
  for (const [what, earlier, ours] of works)
    for (const [when, before, isNew] of befores)
      it(`is a finding by its weight, if it is ours or new (${what}; ${when})`, async () => {
        for (const weight of ["strong", "medium", "weak"] as const) {
          const { context } = seeing({ "system.pendingReboot": { reasons: [reason(weight)] } }, { earlier, before });
          const { findings, remarks } = await pendingRestart(context);
          const bad = weight === "strong" && (ours || isNew);
          [findings.length, remarks.length].should.eql(bad ? [1, 0] : [0, 1], weight);
        }
      });
});

describe("A part of the health that cannot be read", () => {
  const about = { server: "CAS1", operation: "system.pendingReboot", what: "why not" } as const;
  const told = [
    new AccessDenied(about),
    new OperationFailed({ ...about, errorId: "x" }),
    new BadReply(about),
    new OutcomeUnknown(about),
    new Fenced(about),
  ];
  const update = packageOf("rollup6", { kind: "windows-updates", expectedBuild: null, kbs: ["KB1"] });
  const earlier = { "install-update": [installation(at("22:30:00"), { package: update.name, kind: "windows-updates" })] };
  const parts: readonly (readonly [what: string, look: (error: Error) => Promise<{ readonly remarks: readonly unknown[] }>])[] = [
    ["a pending restart", (error) => pendingRestart(seeing({ "system.pendingReboot": error }).context)],
    ["the history of updates", (error) => notListed(seeing({ "update.history": error }, { earlier }).context, update, [])],
  ];
  for (const [what, look] of parts) {
    it(`is told where the server says why (${what})`, async () => {
      for (const error of told) (await look(error)).remarks.should.have.length(1, error.code);
    });

    it(`is looked at again where the server does not answer, and a mistake of ours is no remark (${what})`, async () => {
      await look(new Unreachable(about)).should.be.rejectedWith(Unreachable);
      await look(new TypeError("ours")).should.be.rejectedWith(TypeError);
    });
  }

  it("does not make what the update agent did at the very start of the installation one of an earlier night", async () => {
    // A minute of grace: the agent and the job are stamped by different programs.
    for (const [byMs, remarks] of [
      [-60_001, 1],
      [-60_000, 0],
      [0, 0],
    ] as const) {
      const entry = { name: "KB1", kb: "KB1", at: moved(at("22:30:00"), byMs), operation: "installation", result: "succeeded" } as const;
      const { context } = seeing({ "update.history": { entries: [entry] } }, { earlier });
      (await notListed(context, update, [])).remarks.should.have.length(remarks, String(byMs));
    }
  });
});

describe("A service that a step keeps stopped", () => {
  const service = (name: string, status: "running" | "stopped", startType: "automatic" | "disabled" | "manual") => ({
    name,
    displayName: name,
    status,
    startType,
    dependsOn: [],
    delayed: false,
    trigger: false,
    perUser: "no" as const,
  });
  const stopped = { action: "stop", services: [{ name: "MSEXCHANGEFBA", status: "running", startType: "automatic" }] };
  const kept = { "service-control": [stopped] };
  const was = service("MSExchangeFBA", "running", "automatic");
  const cases: readonly (readonly [what: string, before: typeof was | null, now: typeof was | null, excused: boolean])[] = [
    ["ran before", was, service("MSExchangeFBA", "stopped", "automatic"), true],
    ["has become automatic", service("MSExchangeFBA", "stopped", "manual"), service("MSExchangeFBA", "stopped", "automatic"), true],
    ["was disabled meanwhile", was, service("MSExchangeFBA", "stopped", "disabled"), false],
    ["is gone", was, null, false],
  ];
  for (const [what, before, now, excused] of cases)
    it(`is excused for not running, and for nothing else (${what})`, async () => {
      const list = (one: typeof was | null) => ({ services: one === null ? [] : [one] });
      const look = async (earlier: Record<string, object[]>) =>
        (
          await servicesAgainstBefore(
            seeing({ "services.list": list(now) }, { found: { "services.list": list(before) }, earlier }).context,
            options(),
          )
        ).findings.length;
      (await look({})).should.equal(1);
      (await look(kept)).should.equal(excused ? 0 : 1);
      const givenBack = { ...stopped, action: "restore" };
      (await look({ "service-control": [stopped, givenBack] })).should.equal(1);
    });
});

describe("Each port and each page", () => {
  it("is asked for, and found wanting by itself", async () => {
    const http = (path: string) => ({ scheme: "https", port: 443, path, host: "", status: "200" }) as const;
    const wanted = options({ tcpPorts: [25, 135, 443], httpProbes: [http("/a"), http("/b"), http("/c")] });
    for (const bad of [0, 1, 2]) {
      const { context } = seeing({
        "probe.tcp": ({ port }) => ({ open: port !== wanted.tcpPorts[bad], ms: 1, error: null }),
        "probe.http": ({ path }) => ({ status: path === wanted.httpProbes[bad]?.path ? 503 : 200, location: null, ms: 1, error: null }),
      });
      const findings = (await probes(context, wanted)).map((finding) => said(finding));
      findings.should.have.length(2);
      findings[0]!.should.containEql(String(wanted.tcpPorts[bad]));
      findings[1]!.should.containEql(String(wanted.httpProbes[bad]?.path));
    }
  });
});

describe("After two installers", () => {
  const [one, two] = [at("21:00:00"), at("23:00:00")];
  const log = (hour: string, end: string) =>
    `[01/10/2026 ${hour}:00:10.0000] [0] Starting Microsoft Exchange Server 2010 Setup\r\n[01/10/2026 ${hour}:20:00.0000] [0] The Microsoft Exchange Server setup operation ${end}\r\n[01/10/2026 ${hour}:20:01.0000] [0] End of Setup\r\n`;
  const [good, bad] = ["completed successfully.", "did not complete."];

  it("the setup that was run last decides", async () => {
    const setups = [installation(one, { kind: "setup" }), installation(two, { kind: "setup" })];
    for (const [text, findings] of [
      [log("21", bad) + log("23", good), 0],
      [log("21", good) + log("23", bad), 1],
      [log("21", good), 1],
    ] as const) {
      const { context } = seeing(
        {
          "files.stat": { exists: true, size: text.length, sha256: null, signature: "none" },
          "files.tail": ({ offset }) => ({ exists: true, offset: text.length, text: text.slice(offset) }),
        },
        { before: picture(), earlier: { "install-update": setups } },
      );
      (await setupResult(context, options())).should.have.length(findings);
    }
  });

  it("each one gets the restart that it has asked for; a boot at the very end of an installer is none", async () => {
    const both = [installation(one), installation(two)];
    const info = (bootedAt: string) => ({ computer: "CAS1", os: "", powershell: "2.0", bootedAt, clock: bootedAt, freeDiskMb: 1 });
    for (const [bootedAt, missing] of [
      [at("20:00:00"), 2],
      [at("21:30:00"), 2],
      [moved(at("21:30:00"), 1), 1],
      [at("23:30:00"), 1],
      [moved(at("23:30:00"), 1), 0],
    ] as const) {
      const { context } = seeing({ "system.info": info(bootedAt) }, { earlier: { "install-update": both } });
      (await restarted(context)).should.have.length(missing, bootedAt);
    }
  });
});

describe("A member that does not answer now and then", () => {
  it("is looked at again until it does", async () => {
    let silent = 2;
    const instead = answering("services.list", async (real) => {
      if (silent-- > 0) throw new Unreachable({ server: "CAS1", operation: "services.list", what: "no answer" });
      return await real();
    });
    const work = await world().work();
    const again = await world().work({ instead });
    silent = 2;
    should((await again.do("verify-health", { settleMinutes: 5 })).text).equal((await work.do("verify-health", { settleMinutes: 5 })).text);
    silent.should.be.below(0);
  });
});
