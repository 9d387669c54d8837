import should from "should";
import { credentialsOf, numbers, textOf, words } from "../../../nodes/shared/fields";
import { asNew, fieldsFileOf, inEnglish, nodeTypes, textsOf } from "../../shared/node-fields";

/** What a node shows that has no name of its own. @param chosen the names of config nodes, by the field that chooses them */
function labelOf(type: string, settings: Readonly<Record<string, unknown>> = {}, chosen: Readonly<Record<string, string>> = {}): string {
  const saved: Readonly<Record<string, unknown>> = { ...asNew(type), ...settings };
  const shown = {
    text: (name: string) => textOf(saved[name]) ?? "",
    list: (name: string) => (saved[name] ?? []) as readonly unknown[],
    named: (name: string) => chosen[name] ?? null,
  };
  return words(type, fieldsFileOf(type).definition.label(shown), inEnglish(type));
}

describe("What a node shows on the canvas", () => {
  for (const [type, settings, said] of [
    ["backup-server", {}, "no backup"],
    ["backup-server", { file: "wbadmin.exe" }, "backup: wbadmin.exe"],
    ["backup-server", { file: "C:\\Windows\\System32\\wbadmin.exe" }, "backup: wbadmin.exe"],
    ["fscutility", { action: "enable" }, "Forefront on"],
    ["install-update", {}, "install the run's update"],
    ["nlb-drainstop", { mode: "drain", limitMinutes: 20 }, "drainstop, 20 min"],
    ["nlb-drainstop", { mode: "stop" }, "NLB stop, clients are cut"],
    ["nlb-set-default-state", { state: "stopped" }, "default state: Stopped"],
    ["restart-server", { when: "always" }, "restart always"],
    ["rolling-update", {}, "rolling update: no array"],
    ["scom-maintenance", { action: "begin", minutes: 240 }, "SCOM maintenance on, 240 min"],
    ["scom-maintenance", { action: "end" }, "SCOM maintenance off"],
    ["server-connection", { kind: "winrm" }, "WinRM"],
    ["service-control", { action: "stop" }, "stop services"],
    ["service-control", { action: "stop", services: ["W3SVC"] }, "stop W3SVC"],
    ["service-control", { action: "start", services: ["W3SVC", "WAS", "IISADMIN"] }, "start W3SVC + 2"],
    ["service-control", { action: "restore", services: ["W3SVC"] }, "services as found"],
    ["verify-health", {}, "verify health"],
    ["verify-health", { tcpPorts: [25] }, "verify health, 1 probe"],
    ["verify-health", { httpProbes: [{}, {}], tcpPorts: [25] }, "verify health, 3 probes"],
  ] as const)
    it(`${type} ${JSON.stringify(settings)}: ${said}`, () => labelOf(type, settings).should.equal(said));

  it("is the name of what is chosen in it", () => {
    labelOf("install-update", {}, { update: "Rollup 6" }).should.equal("install Rollup 6");
    labelOf("rolling-update", {}, { array: "cas" }).should.equal("rolling update: cas");
  });

  it("is a text that there is, for each node as it is new", () => {
    for (const type of nodeTypes) labelOf(type).should.not.match(/\.|__/, type);
  });
});

describe("The outputs of a node", () => {
  it("have a text each: the loop says of all five what they send", () => {
    for (const type of nodeTypes) {
      const { palette } = fieldsFileOf(type).definition;
      for (const key of palette?.outputs ?? []) inEnglish(type)(key.startsWith("shared.") ? key : `${type}.${key}`).should.not.equal(key);
    }
    const said = inEnglish("rolling-update");
    const outputs = fieldsFileOf("rolling-update").definition.palette!.outputs.map((key) => said(`rolling-update.${key}`));
    outputs.should.eql(Object.values(portsOfTheLoop()).slice(1));
  });

  const portsOfTheLoop = () => (textsOf("rolling-update") as { "rolling-update": { port: Record<string, string> } })["rolling-update"].port;
});

describe("What a node keeps apart from the flow", () => {
  it("are names that can be read again, and passwords that cannot", () => {
    const kept = nodeTypes.flatMap((type) => {
      const credentials = Object.entries(credentialsOf(fieldsFileOf(type).definition.fields));
      return credentials.length === 0 ? [] : [[type, Object.fromEntries(credentials.map(([name, { type: as }]) => [name, as]))] as const];
    });
    Object.fromEntries(kept).should.eql({
      "server-connection": { user: "text", password: "password", setupUser: "text", setupPassword: "password" },
      "verify-health": { signOnUser: "text", signOnPassword: "password" },
    });
  });
});

describe("A list of numbers in a form", () => {
  it("is typed as numbers, and has a text for whatever can be wrong with it", () => {
    const { look, reasons, limits } = numbers({ by: "comma", from: 1, to: 20 });
    look.should.eql({ as: "list", by: "comma", numbers: true });
    should(limits).eql({ from: 1, to: 20 });
    for (const reason of reasons) inEnglish("verify-health")(reason).should.not.equal(reason);
    reasons.should.eql(["shared.reason.list", "shared.reason.entryBetween"]);
  });
});
