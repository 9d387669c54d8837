import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import "should";

const folder = join(__dirname, "../../../examples");
type Node = Readonly<Record<string, unknown>> & { readonly id: string };

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

    it("leads every wire and every link somewhere", () => {
      const ids = new Set(nodes.map(({ id }) => id));
      const ends = nodes.flatMap(({ wires = [], links = [] }) => [...(wires as string[][]).flat(), ...(links as string[])]);
      ends.filter((id) => !ids.has(id)).should.eql([]);
    });
  });
}
