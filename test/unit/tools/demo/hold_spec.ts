import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import should from "should";
import { Asking, askOnTerminal, Typed } from "../../../../tools/demo/hold";

const question = {
  question: "CAS2-1",
  member: "CAS2",
  step: "nlb-drainstop",
  reasonCode: "drain-limit",
  text: "The run holds at CAS2.",
  answers: ["retry", "skip", "put-back"],
  askedAt: "",
  until: null,
  otherwise: "put-back",
  answer: null,
};

describe("A question of a run, on the terminal of the demo", () => {
  let server: Server;
  const answers: unknown[] = [];
  const asked = async (written: string): Promise<string> => {
    answers.length = 0;
    const [input, out] = [new PassThrough(), new PassThrough()];
    input.end(written);
    const { port } = server.address() as AddressInfo;
    const { signal } = new AbortController();
    const statusUrl = new URL(`http://127.0.0.1:${port}/runs/1`);
    await askOnTerminal(question, { statusUrl, out, typed: new Typed(input, signal), signal });
    return String(out.read());
  };

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        const given = JSON.parse(body) as { answer: string; why?: string };
        answers.push({ url: request.url, ...given });
        const refused = given.answer === "skip" && given.why === undefined;
        const error = refused
          ? { code: "no-reason", message: "skip needs a reason." }
          : given.answer === "abandon"
            ? { code: "run-ended", message: "The run has ended." }
            : undefined;
        response.end(JSON.stringify({ error }));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => void server.close());

  it("is shown with what can be answered; what is typed is passed on, with its reason", async () => {
    (await asked("skip drained by hand\n")).should.match(
      /The run holds at CAS2\.\n\nThe run waits for you.*\nCAS2-1 – type retry, skip, put-back \(skip with a reason: "skip nobody is connected"\), and press Enter: /,
    );
    answers.should.eql([{ url: "/runs/1/answers", question: "CAS2-1", answer: "skip", by: "demo", why: "drained by hand" }]);
  });

  it("is asked again where the answer was not taken, and says why", async () => {
    (await asked("skip\nretry\n")).should.match(/skip needs a reason\.\nCAS2-1 – /);
    answers.should.match([{ answer: "skip" }, { answer: "retry" }]);
  });

  it("names no answer that it does not take, and is asked again where nothing was typed", async () => {
    const said = await asked("\nretry\n");
    said.should.not.match(/done-by-hand/);
    (said.match(/CAS2-1 – type/g) ?? []).length.should.equal(2);
    answers.length.should.equal(1);
  });

  it("is answered by putting the member back where nobody is there", async () => {
    (await asked("")).should.match(/put-back, since nobody answers/);
    answers.should.match([{ answer: "put-back" }]);
  });

  it("is asked no more where the run has ended meanwhile, by the answer to another question", async () => {
    (await asked("abandon\nretry\n")).should.match(/The run has ended\.\n$/);
    answers.should.match([{ answer: "abandon" }]);
    answers.length.should.equal(1);
  });

  it("waits beside what else goes on, is told of again from time to time, and is asked no more once somebody else has answered", () => {
    const [input, out] = [new PassThrough(), new PassThrough()];
    const { signal } = new AbortController();
    const asking = new Asking({ statusUrl: new URL("http://127.0.0.1:1/"), out, typed: new Typed(input, signal), signal });
    const shown = (): string => String(out.read() ?? "");
    const running = { state: "running" as const };
    asking.see({ ...running, questions: [question] }, 100);
    shown().should.match(/^\nThe run holds at CAS2\./);
    asking.see({ ...running, questions: [question] }, 200);
    shown().should.equal("");
    asking.isOpen.should.be.true();
    should(asking.reminder(3699)).be.null();
    should(asking.reminder(3700)).equal("CAS2  still waits for an answer to CAS2-1");
    should(asking.reminder(3701)).be.null();
    asking.again();
    shown().should.startWith("CAS2-1 – type retry");
    const given = { answer: "retry", by: "Ada", why: null, at: "" };
    asking.see({ ...running, questions: [{ ...question, answer: given }] }, 3800);
    shown().should.match(/Nobody needs to answer CAS2-1 any more/);
    asking.isOpen.should.be.false();
    asking.see({ state: "stopping", questions: [{ ...question, question: "CAS3-1" }] }, 3900);
    shown().should.equal("");
  });
});
