import "should";
import type { Part } from "../../../../tools/test/index";
import { sideBySide } from "../../../../tools/test/index";

const part = (suite: string, cores: number, never: readonly string[] = []): Part => ({
  suite,
  title: suite,
  specs: [],
  manner: { cores, never },
});

/** What was begun, and what ran beside it. */
async function played(parts: readonly Part[], cores: number): Promise<readonly string[]> {
  const running = new Set<string>();
  const begun: string[] = [];
  await sideBySide(
    parts,
    async ({ title }) => {
      running.add(title);
      begun.push([...running].join("+"));
      await new Promise(setImmediate);
      running.delete(title);
    },
    cores,
  );
  return begun;
}

describe("Parts of suites side by side", () => {
  it("run as many at a time as keep the cores busy, and a later one passes one that has to wait", async () => {
    (await played([part("a", 0.5), part("b", 2), part("c", 1.5)], 2)).should.eql(["a", "a+c", "b"]);
  });

  it("run alone where one needs more cores than there are", async () => {
    (await played([part("a", 3), part("b", 1)], 2)).should.eql(["a", "b"]);
  });

  it("are kept apart where one must never run beside the other, in either order", async () => {
    const nights = part("nights", 0.5, ["editor"]);
    (await played([nights, part("editor", 0.5)], 2)).should.eql(["nights", "editor"]);
    (await played([part("editor", 0.5), nights, part("unit", 0.5)], 2)).should.eql(["editor", "editor+unit", "unit+nights"]);
  });
});
