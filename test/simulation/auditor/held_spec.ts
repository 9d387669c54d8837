import "should";
import { minutes } from "../../../lib/time";
import { found, Scripted } from "./scripted";

/** CAS1 is at work when its process dies, and a step begins on it or on another member after that; what was said in between. */
async function afterRestart(setting: string, said: (run: Scripted) => void, member = "CAS1"): Promise<readonly string[]> {
  const run = new Scripted().begin({ deployed: { settings: { afterRestart: setting } } });
  run.take("CAS1");
  await run.sleep(minutes(1));
  run.write("resumed");
  await run.sleep(minutes(1));
  said(run);
  await run.sleep(minutes(1));
  if (member !== "CAS1") run.take(member);
  run.write("step started", { member, node: "drain", visit: 1 });
  return found(await run.end(), 9);
}

const asks = (run: Scripted): void =>
  run.write("question asked", { member: "CAS1", node: "", visit: 0, question: "CAS1-1", reason: { code: "restarted" } });
const answers = (run: Scripted): void => run.write("question answered", { member: "CAS1", question: "CAS1-1", answer: "retry" });

describe("The auditor on a loop that asks after a restart", () => {
  it("finds a step that begins before somebody has said so", async () => {
    (await afterRestart("ask", () => undefined)).should.matchAny(/A step began on CAS1 after the restart at .*, and nobody had said so/);
    (await afterRestart("ask", asks)).should.matchAny(/nobody had said so/);
    (await afterRestart("ask", (run) => run.write("went on"))).should.matchAny(/nobody had said so/);
  });

  it("is content where somebody has, or where the loop asks nobody", async () => {
    const both = (run: Scripted): void => {
      asks(run);
      answers(run);
    };
    const pauses = (run: Scripted): void => {
      run.write("paused");
      run.write("went on");
    };
    (await afterRestart("resume", () => undefined)).should.eql([]);
    (await afterRestart("ask", both)).should.eql([]);
    (await afterRestart("ask", pauses, "CAS2")).join().should.not.match(/nobody had said so/);
  });

  it("takes no answer about a lost message for a hold that was taken for one", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    run.write("question asked", { member: "CAS1", node: "", visit: 0, question: "CAS1-1", reason: { code: "message-lost" } });
    run.write("question answered", { member: "CAS1", question: "CAS1-1", answer: "put-back" });
    run.write("stopping", { reason: { code: "message-lost" } });
    found(await run.end(), 9).should.eql([]);
  });
});
