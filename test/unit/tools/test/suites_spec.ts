import "should";
import { partsOf, specsOf, suitesThere } from "../../../../tools/test/index";

describe("The parts of suites", () => {
  const parts = suitesThere().flatMap(partsOf);

  it("have every spec of every suite, and have it once", () => {
    const specs = parts.flatMap((part) => part.specs);
    [...specs].sort().should.eql(suitesThere().flatMap(specsOf).sort());
    specs.length.should.equal(new Set(specs).size);
  });

  it("are told apart by their titles, also where these become names of files", () => {
    const names = parts.map(({ title }) => title.replaceAll(/\W+/g, "-"));
    names.length.should.equal(new Set(names).size);
  });

  it("are folders of one suite, specs of another, or the whole of it", () => {
    const titles = parts.map(({ title }) => title);
    titles.should.containDeep(["runtime/flows", "powershell/module/jobs", "contract/lab", "unit"]);
  });
});
