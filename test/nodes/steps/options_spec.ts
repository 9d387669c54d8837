import should from "should";
import { optionsOf } from "../../shared/node-fields";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "./scripted";
import { quoted } from "../../../lib/texts";

/** What the forms keep, where numbers and lists are texts; and what the step gets. `null` stands for the package of the test's flow. */
const table: Record<string, { readonly config: Record<string, unknown>; readonly options: Record<string, unknown> }> = {
  "preflight-check": {
    config: {
      maxClockSkewSeconds: "60",
      minFreeDiskMb: "1024",
      pendingRestart: "warn",
      differentVersions: "warn",
      foundOut: "leave-out",
    },
    options: {
      maxClockSkewSeconds: 60,
      minFreeDiskMb: 1024,
      pendingRestart: "warn",
      differentVersions: "warn",
      foundOut: "leave-out",
    },
  },
  "scom-maintenance": {
    config: { action: "begin", minutes: "120", reason: "SecurityIssue", comment: "Tonight", effectWithinMinutes: "5", keepMinutes: "20" },
    options: { action: "begin", minutes: 120, reason: "SecurityIssue", comment: "Tonight", effectWithinMinutes: 5, keepMinutes: 20 },
  },
  "nlb-drainstop": {
    config: { mode: "drain", limitMinutes: "30", atLimit: "wait-on", waitOnMinutes: "7" },
    options: { mode: "drain", limitMinutes: 30, atLimit: "wait-on", waitOnMinutes: 7 },
  },
  "nlb-set-default-state": {
    config: { state: "as-found", convergeWithinMinutes: "4" },
    options: { state: "as-found", convergeWithinMinutes: 4 },
  },
  fscutility: { config: { action: "enable", limitMinutes: "8" }, options: { action: "enable", limitMinutes: 8 } },
  "service-control": {
    config: { action: "stop", services: "MSExchangeFBA, W3SVC\nWinRM\n", limitMinutes: "9" },
    options: { action: "stop", services: ["MSExchangeFBA", "W3SVC", "WinRM"], limitMinutes: 9 },
  },
  "backup-server": {
    config: { file: "C:\\backup.exe", arguments: "/quiet\n/to:D:\\My Backups, old\n", limitMinutes: "60", proofFile: "D:\\done.txt" },
    options: { file: "C:\\backup.exe", arguments: ["/quiet", "/to:D:\\My Backups, old"], limitMinutes: 60, proofFile: "D:\\done.txt" },
  },
  "install-update": {
    config: { limitMinutes: "90", busyRetries: "0", busyPauseMinutes: "2" },
    options: { limitMinutes: 90, busyRetries: 0, busyPauseMinutes: 2 },
  },
  "restart-server": {
    config: { when: "always", limitMinutes: "20", settleMinutes: "3", ignoreServices: "BackupAgent*\nMSSQL$PROD" },
    options: { when: "always", limitMinutes: 20, settleMinutes: 3, ignoreServices: ["BackupAgent*", "MSSQL$PROD"] },
  },
  "verify-health": {
    config: {
      settleMinutes: "10",
      tcpPorts: "25, 135",
      httpProbes: [{ scheme: "http", port: "8080", path: "/health", host: "", status: "204" }],
      ignoreServices: "gupdate",
      ignoreEvents: "MSExchange ADAccess\nTcpip/4227",
      newErrors: "fail",
      setupLog: "D:\\Setup.log",
    },
    options: {
      settleMinutes: 10,
      tcpPorts: [25, 135],
      httpProbes: [{ scheme: "http", port: 8080, path: "/health", status: "204" }],
      ignoreServices: ["gupdate"],
      ignoreEvents: ["MSExchange ADAccess", "Tcpip/4227"],
      newErrors: "fail",
      setupLog: "D:\\Setup.log",
    },
  },
  "nlb-start": { config: { limitMinutes: "6" }, options: { limitMinutes: 6 } },
};

const numbersOf = (type: string): string[] =>
  Object.entries(table[type]!.options).flatMap(([name, value]) => (typeof value === "number" ? [name] : []));

describe("what a step node's form keeps", () => {
  nodeRed();
  afterEach(asItIs);

  const given = async (type: string, config: Record<string, unknown>): Promise<Record<string, unknown>> => {
    let options: Record<string, unknown> = {};
    scripted(type, async (_, parsed) => {
      options = parsed;
      return { changed: true, text: quoted("done") };
    });
    const flow = await deployed({ nodes: [aStep(type, config)] });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    return options;
  };

  for (const [type, { config, options }] of Object.entries(table)) {
    it(`reaches the step of ${type} as its options, numbers as numbers`, async () => {
      (await given(type, config)).should.match(options);
    });

    it(`may be left empty where ${type} has a default number`, async () => {
      const names = numbersOf(type);
      const got = await given(type, { ...config, ...Object.fromEntries(names.map((name) => [name, ""])) });
      const byDefault = optionsOf(type) as Record<string, unknown>;
      for (const name of names) should(got[name]).equal(byDefault[name]);
    });
  }

  it("keeps working in a flow of before, where preflight had a time for one member of its own", async () => {
    (await given("preflight-check", { neededMinutes: 240 })).should.not.have.property("neededMinutes");
  });

  it("is refused in words where it is not right, and stops the run before anything is touched", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-drainstop", { limitMinutes: "soon" })] });
    flow.send("step", await flow.start());
    const { error } = await flow.got("caught").first();
    error.message.should.match(
      /The settings of the step are not valid: limitMinutes: A whole number from 1 to 1440 is needed\. It is set to “soon”\.$/,
    );
    const { payload } = await flow.got("stopped").first();
    payload!.should.match({ reasonCode: "bad-options", members: [{ changes: [] }, {}, {}] });
  });

  it("is refused by hand too, before the array is taken", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-drainstop", { atLimit: "pray" })] });
    flow.send("step", { payload: "CAS2" });
    const { error } = await flow.got("caught").first();
    error.should.match({ code: "bad-options", message: /atLimit: “pray” is not one of the choices: put-back, wait-on, cut, ask/ });
    should(flow.registry.runs.runningOn(flow.array)).be.undefined();
    flow.shown("step").all.at(-1)!.should.match({ fill: "red", shape: "ring" });
  });
});
