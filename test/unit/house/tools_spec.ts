import should from "should";
import { requireTool } from "../../shared/tools";

describe("A test that needs a tool", () => {
  const before = process.env["REQUIRE_ALL"];
  afterEach(() => {
    if (before === undefined) delete process.env["REQUIRE_ALL"];
    else process.env["REQUIRE_ALL"] = before;
  });

  /** Runs the hook with a stand-in for mocha's context and tells whether the suite was skipped. */
  const skipped = (found: string | undefined): boolean => {
    let said = false;
    const context = { skip: () => (said = true) } as unknown as Mocha.Context;
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = () => true; // its loud line would be taken for a real one
    try {
      requireTool("A tool", found, "get it").call(context);
    } finally {
      process.stderr.write = write;
    }
    return said;
  };

  it("runs where the tool is", () => {
    skipped("/somewhere").should.be.false();
  });

  it("is skipped where it is not", () => {
    delete process.env["REQUIRE_ALL"];
    skipped(undefined).should.be.true();
  });

  it("fails where everything is required", () => {
    process.env["REQUIRE_ALL"] = "1";
    should(() => skipped(undefined)).throw("A tool was not found. To get it: get it");
  });
});
