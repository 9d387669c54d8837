import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { isAmong } from "../../../lib/gates/statuses";
import { lookAt } from "../../../nodes/shared/fields";
import { asNew, fieldsFileOf, nodeTypes } from "../../shared/node-fields";

const folder = join(__dirname, "../../../examples");
type Node = Readonly<Record<string, unknown>> & { readonly id: string };

describe("The examples", () => {
  const all = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Node[]);

  it("have every node of the package, so that each can be looked at working", () => {
    for (const type of nodeTypes)
      all.some((node) => node["type"] === type).should.be.true(`${type} is in no example: put it into a flow in examples/`);
  });
});

for (const file of readdirSync(folder)) {
  describe(`The example ${file}`, () => {
    const nodes = JSON.parse(readFileSync(join(folder, file), "utf8")) as Node[];

    it("has no id that is also an ordinary value: Node-RED takes such a value for a reference to the node", () => {
      const references = new Set(["id", "z", "g", "array", "update", "connection"]);
      const ids = new Set(nodes.map(({ id }) => id));
      const taken = nodes.flatMap((node) =>
        Object.entries(node).flatMap(([key, value]) =>
          !references.has(key) && typeof value === "string" && ids.has(value) ? [`${node.id}.${key}`] : [],
        ),
      );
      taken.should.eql([]);
    });

    const ours = nodes.filter(({ type }) => nodeTypes.includes(type as string));

    it("takes a page that sends on to another for an answer, as IIS and OWA have it at the paths that it asks", () => {
      const asked = ours.flatMap(({ httpProbes, servingStatus }) => [
        ...((httpProbes ?? []) as { status: string }[]).map(({ status }) => status),
        ...(servingStatus === undefined ? [] : [servingStatus as string]),
      ]);
      asked.filter((statuses) => ![200, 301, 302].every((status) => isAmong(status, statuses))).should.eql([]);
    });

    it("has nothing in its nodes that their fields refuse", () => {
      const problems = ours.flatMap(({ id, type, ...saved }) =>
        lookAt(fieldsFileOf(type as string).definition.fields, saved).problems.map(
          ({ field, problem }) => `${id}.${field}: ${problem.reason}`,
        ),
      );
      problems.should.eql([]);
    });

    it("has every field of its nodes, so that it shows what there is, and config nodes of today's version", () => {
      const lacking = ours.flatMap(({ id, type, ...saved }) =>
        Object.entries(asNew(type as string)).flatMap(([field, value]) => {
          if (!(field in saved)) return [`${id}.${field}`];
          return field === "version" && saved["version"] !== value ? [`${id}.version`] : [];
        }),
      );
      lacking.should.eql([]);
    });

    it("gives back, and as it was found, whatever it has taken from a member", () => {
      const settings = (type: string, field: string) => ours.filter((node) => node["type"] === type).map((node) => node[field]);
      const pairs = [
        [settings("scom-maintenance", "action"), ["begin", "end"]],
        [settings("nlb-set-default-state", "state"), ["stopped", "as-found"]],
        [settings("fscutility", "action"), ["disable", "as-found"]],
        [settings("service-control", "action"), ["stop", "restore"]],
      ] as const;
      for (const [found, pair] of pairs) if (found.length > 0) found.should.eql(pair);
      settings("nlb-drainstop", "mode").should.have.length(settings("nlb-start", "type").length);
    });

    it("watches over a run as the package does by itself, and is open to nobody", () => {
      for (const loop of ours.filter((node) => node["type"] === "rolling-update")) {
        const usual = asNew("rolling-update");
        for (const field of ["watchdogMinutes", "guardSeconds", "openHttp"]) should(loop[field]).eql(usual[field]);
      }
      for (const array of ours.filter((node) => node["type"] === "server-array")) {
        const members = array["members"] as readonly unknown[];
        (array["minInService"] as number).should.be.within(1, members.length - 1);
      }
    });

    it("leads every wire and every link somewhere", () => {
      const ids = new Set(nodes.map(({ id }) => id));
      const ends = nodes.flatMap(({ wires = [], links = [] }) => [...(wires as string[][]).flat(), ...(links as string[])]);
      ends.filter((id) => !ids.has(id)).should.eql([]);
    });
  });
}
