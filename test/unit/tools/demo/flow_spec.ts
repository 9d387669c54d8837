import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { prepareFlow } from "../../../../tools/demo/flow";
import { readOptions } from "../../../../tools/demo/options";
import type { FlowNode } from "../../../../tools/program/flow-file";
import { readFlow } from "../../../../tools/program/flow-file";

const array = {
  id: "a",
  type: "server-array",
  name: "web",
  connection: "c",
  minInService: 2,
  members: [
    { name: "CAS1", address: "cas1.example.org" },
    { name: "CAS2", address: "other.example.org" },
    { name: "CAS3", address: "cas3.example.org" },
  ],
};
const connection = {
  id: "c",
  type: "server-connection",
  name: "lab",
  kind: "lab",
  speed: "250",
  seed: 1,
  faults: [{ name: "vanishes", member: "CAS3" }],
};
const start = { id: "h", type: "http in", method: "post", url: "/rolling-update/web/runs" };
const update = { id: "u", type: "update-package", name: "Rollup 6" };
const nodes = [{ id: "t", type: "tab" }, start, array, connection, update];

const prepared = (flow: Parameters<typeof prepareFlow>[0], ...args: string[]) => prepareFlow(flow, readOptions(args));
const typed = (flow: ReturnType<typeof prepared>, type: string): FlowNode => {
  const node = flow.nodes.find((candidate) => candidate.type === type);
  if (node === undefined) throw new Error(`The flow has no ${type}.`);
  return node;
};

describe("The flow of the demo", () => {
  it("has the connection and the array that were changed as what leads elsewhere", () => {
    const { nodes: own, updated } = prepared(nodes, "--product", "exchange-2019", "--seed", "3");
    own.should.containEql(updated?.connection);
    own.some((node) => node === updated?.connection).should.be.true();
    own.some((node) => node === updated?.array).should.be.true();
  });

  it("is the file's own without options", () => {
    const { nodes: same, path, speed } = prepared(nodes);
    ({ same, path, speed }).should.eql({ same: nodes, path: "/rolling-update/web/runs", speed: 250 });
  });

  it("gets the lab's options into its server-connection", () => {
    const flow = prepared(nodes, "--speed", "600", "--seed", "9", "--truth", "truth.json", "--fault", "scom-refuses@cas1");
    const { speed, seed, truthFile, faults } = typed(flow, "server-connection");
    should({ speed, seed, faults }).eql({ speed: 600, seed: 9, faults: [...connection.faults, { name: "scom-refuses", member: "cas1" }] });
    should(truthFile).equal(join(process.cwd(), "truth.json"));
    flow.speed.should.equal(600);
  });

  it("goes slower on real PowerShell, whose processes take real time", () => {
    prepared(nodes, "--connection", "powershell").speed.should.equal(120);
    prepared(nodes, "--connection", "ssh", "--speed", "60").speed.should.equal(60);
  });

  it("gets as many members as are asked for, known ones with their address", () => {
    const { members, minInService } = typed(prepared(nodes, "--members", "4"), "server-array");
    should(members).eql([...array.members, { name: "CAS4", address: "cas4.example.org" }]);
    should(minInService).equal(2);
  });

  it("lets a small array have one member out all the same, and drops faults of members that are gone", () => {
    const flow = prepared(nodes, "--members", "2");
    should(typed(flow, "server-array").minInService).equal(1);
    should(typed(flow, "server-connection").faults).eql([]);
  });

  it("refuses a fault on a member that there is not, with those that there are", () => {
    (() => prepared(nodes, "--fault", "vanishes@CAS4")).should.throw({ name: "WrongUsage", message: /Members are CAS1, CAS2, CAS3\./ });
    prepared(nodes, "--fault", "vanishes@CAS4", "--members", "4");
  });

  it("refuses an update that it does not have, with those that it has", () => {
    (() => prepared(nodes, "--update", "x")).should.throw({ name: "WrongUsage", message: /It has "Rollup 6"\./ });
    prepared(nodes, "--update", "Rollup 6");
  });

  it("never leads to real servers", () => {
    const real = nodes.map((node) => (node === connection ? { ...connection, name: "prod", kind: "winrm" } : node));
    (() => prepared(real)).should.throw({ name: "WrongUsage", message: /lab only.*"prod".*winrm/ });
  });

  it("may lack an array as long as no option needs one: its endpoint has the last word", () => {
    prepared([]).path.should.equal("/rolling-update/exchange-cas-array/runs");
    (() => prepared([], "--members", "3")).should.throw({ name: "WrongUsage", message: /--members needs/ });
    (() => prepared([], "--fault", "vanishes@CAS1")).should.throw({ name: "WrongUsage", message: /--fault needs/ });
  });

  it("is refused as a file that is not there, not JSON or no list of nodes", () => {
    const folder = mkdtempSync(join(tmpdir(), "rolling-update-flow-"));
    const file = join(folder, "flow.json");
    try {
      (() => readFlow(file)).should.throw({ name: "WrongUsage", message: /cannot be read/ });
      for (const text of ["{", '{"flows":[]}', "[1]", '[{"id":"x"}]']) {
        writeFileSync(file, text);
        (() => readFlow(file)).should.throw({ name: "WrongUsage" });
      }
      writeFileSync(file, JSON.stringify(nodes));
      readFlow(file).should.eql(nodes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("gets another product with the setup that fits it, another culture, and what happens", () => {
    const loop = { id: "l", type: "rolling-update", array: "a", update: "u" };
    const options = ["--product", "exchange-2019", "--culture", "fi-FI", "--event", "nlb-start@CAS2:install-update"];
    const flow = prepared([...nodes, loop], ...options);
    should(typed(flow, "server-connection")).match({
      product: "exchange-2019",
      culture: "fi-FI",
      events: [{ event: "nlb-start", member: "CAS2", when: "install-update" }],
    });
    should(typed(flow, "update-package")).match({
      id: "u",
      kind: "setup",
      expectedBuild: "15.2.1748.10",
      arguments: ["/Mode:Upgrade", "/IAcceptExchangeServerLicenseTerms_DiagnosticDataON"],
    });
    typed(prepared([...nodes, loop], "--product", "exchange-2010"), "update-package").should.eql(update);
    const bySeed = (seed: string) =>
      (typed(prepared([...nodes, loop], "--product", "by-seed", "--seed", seed), "server-connection") as { product?: string }).product;
    should(bySeed("3")).equal(bySeed("3"));
    new Set(Array.from({ length: 30 }, (_, seed) => bySeed(String(seed)))).size.should.equal(5);
  });

  it("stays as it is where only the lab could play what is asked for", () => {
    const told =
      (...args: string[]) =>
      () =>
        prepared(nodes, ...args);
    told("--connection", "ssh", "--culture", "de-DE").should.throw(/--culture de-DE works on the lab only/);
    told("--connection", "powershell", "--fault", "old-tls@CAS1").should.throw(/--fault old-tls works on the lab only/);
    told("--event", "nlb-start@CAS9:+1").should.throw(/--event nlb-start@CAS9: there is no such member/);
    told("--product", "exchange-2019", "--update", "Rollup 6").should.throw(/--update Rollup 6: servers with exchange-2019 get setup/);
  });

  it("sets the loop of this array: how many at once, the soak, the order, and that it holds; another loop stays as it is", () => {
    const loop = { id: "l", type: "rolling-update", array: "a", howMany: "1" };
    const other = { ...loop, id: "o", array: "b" };
    const loops = (...args: string[]) => prepared([...nodes, loop, other], ...args).nodes.slice(-2);
    loops().should.eql([loop, other]);
    loops("--at-once", "1,2", "--hold").should.eql([{ ...loop, howMany: "1,2", whenStepFails: "hold" }, other]);
    loops("--soak", "30", "--order", "reversed").should.eql([{ ...loop, soakMinutes: 30, order: "reversed" }, other]);
  });
});
