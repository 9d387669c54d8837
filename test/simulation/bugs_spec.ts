import "should";
import { root } from "../../tools/program";
import { bugsThere, patch } from "../../tools/simulate/bug";

/** Whether the simulation sees them takes minutes: `npm run simulate:bugs` tells it. */
describe("The bugs by which the simulation is tried", () => {
  it("are a dozen and more", () => bugsThere().length.should.be.aboveOrEqual(12));

  for (const bug of bugsThere()) it(`can still be put into this tree: ${bug}`, () => patch(bug, root, ["--check"]));
});
