import should from "should";
import { deployed, nodeRed, requestOfStart } from "../in-node-red";

const http = { req: requestOfStart(), res: {} };

describe("what moves a run that is there, over HTTP on real servers", () => {
  nodeRed();
  const answer = { question: "CAS1-1", answer: "retry" };

  for (const [command, payload] of [
    ["answer", answer],
    ["go-on", {}],
  ] as const) {
    it(`is refused like a start where anybody in the network could give it: ${command}`, async () => {
      const flow = await deployed({ kind: "winrm" });
      (await flow.command(command, payload, http)).should.match({ statusCode: 403, payload: { error: { code: "http-not-protected" } } });
    });

    it(`is taken where the loop says that it may be open: ${command}`, async () => {
      const flow = await deployed({ kind: "winrm", loop: { openHttp: true } });
      (await flow.command(command, payload, http)).should.match({ statusCode: 404 });
    });
  }

  for (const command of ["stop", "pause", "questions", "status"])
    it(`is not refused where it only holds a run back, or looks: ${command}`, async () => {
      const flow = await deployed({ kind: "winrm" });
      (await flow.command(command, {}, http)).should.match({ statusCode: 404 });
    });
});

describe("a start over HTTP on real servers", () => {
  nodeRed();

  it("is refused where anybody in the network could give it", async () => {
    const flow = await deployed({ kind: "winrm" });
    const answer = await flow.command("start", {}, http);
    answer.should.match({
      statusCode: 403,
      payload: { error: { code: "http-not-protected", message: /httpNodeAuth.*under Starts and answers over HTTP/ } },
    });
    should(flow.registry.runs.runningOn(flow.array)).be.undefined();
  });

  for (const [why, wanted] of [
    ["Node-RED asks for a password", { settings: { httpNodeAuth: { user: "ops", pass: "x" } } }],
    ["Node-RED has a middleware before its HTTP nodes", { settings: { httpNodeMiddleware: () => undefined } }],
    ["the loop says that it may be open", { loop: { openHttp: true } }],
  ] as const) {
    it(`is taken where ${why}`, async () => {
      const flow = await deployed({ kind: "winrm", ...wanted });
      (await flow.command("start", {}, http)).should.match({ statusCode: 202 });
    });
  }

  it("is taken on the lab, which can hurt nobody", async () => {
    const flow = await deployed({ kind: "lab" });
    (await flow.command("start", {}, http)).should.match({ statusCode: 202 });
  });

  it("is no matter of a start by a message in the flow", async () => {
    const flow = await deployed({ kind: "winrm" });
    (await flow.command("start")).should.match({ statusCode: 202 });
  });

  it("is not opened by what a message claims", async () => {
    const flow = await deployed({ kind: "winrm" });
    const answer = await flow.command("start", {}, { ...http, openHttp: true, httpNodeAuth: {} });
    answer.should.match({ statusCode: 403 });
  });
});
