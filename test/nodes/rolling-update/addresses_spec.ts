import "should";
import helper from "node-red-node-test-helper";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressProblems } from "../../../nodes/rolling-update/addresses";
import type { FlowNode } from "../../../nodes/rolling-update/flow";
import { said } from "../../shared/english";
import { deployed, nodeRed } from "../in-node-red";

type Nodes = readonly (FlowNode & { readonly url?: string })[];
const example = (name: string) => JSON.parse(readFileSync(join(__dirname, `../../../examples/${name}.json`), "utf8")) as Nodes;
const cas = example("exchange-cas-array");
const found = (nodes: Nodes, array = "exchange-cas-array") => addressProblems(nodes, "cas-loop", array).map(said);
/** As *Import copy* makes it: everything has another id, and nothing else differs. */
const copied = (nodes: Nodes): Nodes => JSON.parse(JSON.stringify(nodes).replaceAll('"cas-', '"copy-')) as Nodes;

describe("the addresses that lead to a loop", () => {
  nodeRed();

  it("are fine in the examples, also where two of them are in one Node-RED", () => {
    found(cas).should.eql([]);
    found([...cas, ...example("web-farm"), ...example("one-server-by-hand")]).should.eql([]);
  });

  it("are named where a copy of the flow answers at the same ones", () => {
    const both = [...cas, ...copied(cas)];
    for (const loop of ["cas-loop", "copy-loop"])
      addressProblems(both, loop, "exchange-cas-array")
        .map(said)
        .should.match([
          /at POST \/rolling-update\/exchange-cas-array\/runs\. /,
          /at GET .*runs\/:id\. /,
          /at POST .*:id\/stop\. /,
          /at GET .*:id\/questions\. /,
          /at POST .*:id\/answers\. /,
          /at POST .*:id\/pause\. /,
          /at POST .*:id\/go-on\. /,
        ]);
  });

  it("are compared as Node-RED's web server does, and not where a flow is disabled", () => {
    const copy = copied(cas).map((node) => (node.url === undefined ? node : { ...node, url: `${node.url.toUpperCase()}/` }));
    found([...cas, ...copy]).should.have.length(7);
    found([...cas, ...copy.map((node) => (node.type === "tab" ? { ...node, disabled: true } : node))]).should.eql([]);
  });

  it("are named where they have the name of another array", () => {
    const other = { id: "muc", type: "server-array", name: "mail-cas-muc" };
    found([...cas, other], "mail-cas-muc").should.match([/runs updates mail-cas-muc, not exchange-cas-array\./]);
    found([...cas, other]).should.eql([]);
  });

  it("are warned of when the flow is deployed", async () => {
    const door = (id: string) => ({ id, type: "http in", z: "flow", method: "post", url: "/rolling-update/x/runs", wires: [["loop"]] });
    await deployed({ nodes: [door("one"), door("two")] });
    const { warn } = helper.getNode("loop") as unknown as { warn: { args: unknown[][] } };
    String(warn.args[0]).should.match(/at POST \/rolling-update\/x\/runs/);
  });
});
