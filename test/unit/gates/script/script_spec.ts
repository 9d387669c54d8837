import { saidServing } from "../../../shared/english";
import "should";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { servingByScript } from "../../../../lib/gates/script/script";
import { operationOf } from "../../../../lib/server/catalogue";
import { AnsweringServer } from "../../../shared/answering";

const file = "C:\\Scripts\\serves.ps1";
const ending = (exitCode: number, output = "") => new AnsweringServer("APP1", { "script.look": { exitCode, output } });
const failing = (error: Error) => new AnsweringServer("APP1", { "script.look": error });
const verdictOn = async (server: AnsweringServer) => (await saidServing(servingByScript(file))([server]))[0]!;

describe("A member that is told by a script of the user's own", () => {
  it("serves when the script ends with 0", async () => {
    const server = ending(0, "all fine");
    (await verdictOn(server)).should.eql({
      member: "APP1",
      serves: true,
      converging: false,
      code: "serves",
      why: "its own script says that it serves",
    });
    server.asked.should.eql([{ op: "script.look", args: { file } }]);
  });

  it("counts as not serving when the script has failed, but is not told to be out", async () => {
    for (const code of [1, -1, 3])
      (await verdictOn(ending(code))).should.have.properties({
        serves: false,
        code: "no-answer",
        why: `its own script does not say whether it serves (exit code ${code})`,
      });
    const { why } = await verdictOn(ending(1, "no such module\r\n"));
    why.should.equal("its own script does not say whether it serves (exit code 1): no such module");
  });

  it("is out when it ends with 2, which is told together with the beginning of its output", async () => {
    (await verdictOn(ending(2))).should.have.properties({
      serves: false,
      code: "out",
      why: "its own script says that it does not serve (exit code 2)",
    });
    const { why } = await verdictOn(ending(2, `  3 queues are full ${"x".repeat(1000)}`));
    why.should.startWith("its own script says that it does not serve (exit code 2): 3 queues are full xxx");
    why.length.should.be.below(300);
  });

  it("is unreachable when it does not answer", async () => {
    (await verdictOn(failing(new Unreachable({ server: "APP1", operation: "script.look", what: "gone" })))).code.should.equal(
      "unreachable",
    );
  });

  it("is unreachable when its script takes longer than a look, and the limit is named", async () => {
    const late = new Unreachable({ server: "APP1", operation: "script.look", what: "no answer within 10 s" });
    const { code, why } = await verdictOn(failing(late));
    code.should.equal("unreachable");
    why.should.match(/no answer within 10 s; its own script has 10 s to say whether it serves/);
  });

  it("has an operation whose limit is not longer than that of the other looks", () => {
    operationOf("script.look").withinMs.should.be.belowOrEqual(operationOf("nlb.host").withinMs);
  });

  it("does not serve when the script cannot be run", async () => {
    const missing = new OperationFailed({ server: "APP1", operation: "script.look", what: `there is no ${file}`, errorId: "no-file" });
    (await verdictOn(failing(missing))).should.have.properties({
      serves: false,
      code: "no-answer",
      why: `cannot tell whether it serves: there is no ${file}`,
    });
  });

  it("brings our own mistakes and the end of the run to light", async () => {
    const ended = new Error("the run has stopped");
    await verdictOn(failing(ended)).should.be.rejectedWith(ended);
  });
});
