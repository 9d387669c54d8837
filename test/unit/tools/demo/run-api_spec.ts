import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import "should";
import { run } from "./documents";
import { lookAtRun, startRun, waitMs } from "../../../../tools/demo/run-api";

const PATH = "/rolling-update/exchange-cas-array/runs";
const BODY = { dryRun: true, requestedBy: "demo" };

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

describe("The endpoint of a flow, as the demo uses it", () => {
  let server: Server;
  let base: string;
  let asked: Asked[];
  let answer: { status: number; body: string } | "break" | "wait";
  const never = new AbortController().signal;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        asked.push({ method: request.method, url: request.url, body });
        if (answer === "break") request.socket.destroy();
        else if (answer !== "wait") response.writeHead(answer.status).end(answer.body);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });

  it("starts a run and tells where to look at it", async () => {
    answer = json(202, { runId: "x", state: "running", statusUrl: `${PATH}/x` });
    (await startRun(new URL(PATH, base), BODY, never)).href.should.equal(`${base.slice(0, -1)}${PATH}/x`);
    asked.should.eql([{ method: "POST", url: PATH, body: JSON.stringify(BODY) }]);
  });

  it("tells in the flow's own words why a start is refused", async () => {
    answer = json(409, { error: { code: "array-busy", message: "Run y holds the array." }, runId: "y" });
    await startRun(new URL(PATH, base), BODY, never).should.be.rejectedWith({
      code: "array-busy",
      message: /refused \(array-busy\): Run y holds/,
    });
  });

  it("says in words that a flow has no such endpoint", async () => {
    answer = { status: 404, body: "<html>Cannot POST</html>" };
    await startRun(new URL(PATH, base), BODY, never).should.be.rejectedWith({
      code: "no-endpoint",
      message: /no endpoint POST .*http in node/,
    });
    await lookAtRun(new URL(PATH, base), never).should.be.rejectedWith({ code: "no-endpoint", message: /no endpoint GET/ });
  });

  it("does not take any other answer for a run", async () => {
    for (const odd of [{ status: 500, body: "oops" }, json(200, {}), json(202, { runId: "x", statusUrl: null })]) {
      answer = odd;
      await startRun(new URL(PATH, base), BODY, never).should.be.rejectedWith({ code: "bad-answer" });
    }
  });

  it("reads the document of a run", async () => {
    const document = run([]);
    answer = json(200, document);
    (await lookAtRun(new URL("x", base), never)).should.eql(document);
    answer = json(404, { error: { code: "no-such-run", message: "There is no run x." } });
    await lookAtRun(new URL("x", base), never).should.be.rejectedWith({ code: "no-such-run", message: /There is no run x/ });
  });

  it("never starts twice: a start whose answer is lost is not repeated", async () => {
    answer = "break";
    await startRun(new URL(PATH, base), BODY, never).should.be.rejected();
    asked.length.should.equal(1);
  });

  it("gives up at once, with the reason, when the demo is stopped", async () => {
    const stopping = new AbortController();
    answer = "wait";
    const looking = lookAtRun(new URL("x", base), stopping.signal);
    await once(server, "request");
    stopping.abort(new Error("Node-RED ended"));
    await looking.should.be.rejectedWith("Node-RED ended");
    await waitMs(60_000, stopping.signal).should.be.rejectedWith("Node-RED ended");
    asked.length.should.be.below(2);
  });
});
