import { saidServing } from "../../../shared/english";
import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { Unreachable } from "../../../../lib/server/errors";
import { servingByHttp } from "../../../../lib/gates/probe/http";
import type { HttpProbe } from "../../../../lib/gates/answers";
import { whyNoAnswer } from "../../../../lib/gates";
import { probeErrors } from "../../../../lib/server/operations/probe";
import { sayInEnglish } from "../../../../lib/texts/say";
import { AnsweringServer } from "../../../shared/answering";

const probe: HttpProbe = { scheme: "https", port: 8443, path: "/health", statuses: "200" };
const answering = (status: number | null, error: ResultOf<"probe.http">["error"] = null, location: string | null = null) =>
  new AnsweringServer("WEB1", { "probe.http": { status, location, ms: 3, error } });
const verdictOn = async (server: AnsweringServer, differently: Partial<HttpProbe> = {}) =>
  (await saidServing(servingByHttp({ ...probe, ...differently }))([server]))[0]!;

describe("A member that is told by its HTTP answer", () => {
  it("serves when it gives the expected status", async () => {
    (await verdictOn(answering(200))).should.eql({
      member: "WEB1",
      serves: true,
      converging: false,
      code: "serves",
      why: "answers with status 200 (https port 8443, /health)",
    });
    (await verdictOn(answering(401), { statuses: "401" })).serves.should.be.true();
  });

  const sent = async (location: string | null, status = 302) =>
    await verdictOn(answering(status, null, location), { path: "/owa/", statuses: "200-399" });

  it("serves when it sends to the sign-on page or goes on on its own host, as IIS and OWA do", async () => {
    for (const location of [
      "/owa/auth/logon.aspx?url=https://mail.contoso.com/owa/&reason=0",
      "/owa/",
      "/health/",
      "https://mail.contoso.com/owa/auth/logon.aspx",
      "https://mail.contoso.com/owa",
      "https://sts.contoso.com/adfs/ls/?wa=wsignin1.0",
    ])
      for (const status of [301, 302, 307]) (await sent(location, status)).serves.should.be.true(location);
  });

  it("does not serve when it sends to an error page, to another host or nowhere, whatever statuses are expected", async () => {
    for (const [location, why] of [
      ["/owa/auth/errorfe.aspx?httpCode=500", /an error page \(\/owa\/auth\/errorfe\.aspx\)/],
      ["/oops.htm?aspxerrorpath=/owa/", /an error page \(\/oops\.htm\)/],
      ["//error.htm", /an error page/],
      ["https://mail.contoso.com/owa/auth/error.aspx", /an error page/],
      ["https://sorry.contoso.com/", /another host \(sorry\.contoso\.com\)/],
      ["https://owa.contoso.com/", /another host/],
      [null, /without saying where to/],
    ] as const)
      (await sent(location)).should.match({ serves: false, code: "no-answer", why });
    (await verdictOn(answering(302, null, "/Error.aspx"), { statuses: "302" })).serves.should.be.false();
  });

  it("may give one of several statuses", async () => {
    for (const status of [200, 204, 399, 401]) (await verdictOn(answering(status), { statuses: "200-399, 401" })).serves.should.be.true();
    for (const status of [199, 400, 402, 503]) (await verdictOn(answering(status), { statuses: "200-399, 401" })).serves.should.be.false();
  });

  it("says that it is out when it gives another one", async () => {
    (await verdictOn(answering(503))).should.have.properties({
      serves: false,
      code: "out",
      why: "answers with status 503 instead of 200 (https port 8443, /health)",
    });
  });

  it("says nothing when it gives none, and counts as not serving", async () => {
    (await verdictOn(answering(null, { code: "refused" }))).should.have.properties({
      serves: false,
      code: "no-answer",
      why: "does not answer on port 8443 (connection refused)",
    });
  });

  it("is asked as set, with another host name only where one is set", async () => {
    const server = answering(200);
    await verdictOn(server);
    await verdictOn(server, { host: "mail.example.org" });
    server.asked
      .map(({ args }) => args)
      .should.eql([
        { scheme: "https", port: 8443, path: "/health" },
        { scheme: "https", port: 8443, path: "/health", host: "mail.example.org" },
      ]);
  });

  it("is unreachable when the probe itself is not answered in time; others are asked all the same", async () => {
    const gone = new AnsweringServer("WEB1", { "probe.http": new Unreachable({ server: "WEB1", operation: "probe.http", what: "gone" }) });
    const verdicts = await saidServing(servingByHttp(probe))([gone, answering(200)]);
    verdicts.map(({ code }) => code).should.eql(["unreachable", "serves"]);
  });

  it("is asked at the same time as the others, with the signal of the one who asks", async () => {
    const { signal } = new AbortController();
    const waiting: (() => void)[] = [];
    const slow = (name: string) =>
      new AnsweringServer(name, {
        "probe.http": (_args, call) => {
          should(call.signal).equal(signal);
          return new Promise<ResultOf<"probe.http">>((resolve) =>
            waiting.push(() => resolve({ status: 200, location: null, ms: 1, error: null })),
          );
        },
      });
    const verdicts = saidServing(servingByHttp(probe))([slow("WEB1"), slow("WEB2")], signal);
    waiting.should.have.length(2);
    for (const answer of waiting.reverse()) answer();
    (await verdicts).map(({ member }) => member).should.eql(["WEB1", "WEB2"]);
  });

  it("brings our own mistakes and the end of the run to light", async () => {
    const ended = new Error("the run has stopped");
    await verdictOn(new AnsweringServer("WEB1", { "probe.http": ended })).should.be.rejectedWith(ended);
  });
});

describe("Why a probe had no answer", () => {
  it("has words for every code, and otherwise what the system says", () => {
    const said = probeErrors.map((code) => sayInEnglish(whyNoAnswer({ code, said: "x" })));
    said.filter((words) => words.startsWith("probe.")).should.eql([]);
    new Set(said).size.should.equal(probeErrors.length);
    sayInEnglish(whyNoAnswer({ code: "other", said: "socket hang up" })).should.equal("socket hang up");
  });
});
