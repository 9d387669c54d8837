import should from "should";
import type { Document, Row } from "../../../../tools/check-windows/report";
import { anonymous, isGood, pageOf } from "../../../../tools/check-windows/report";
import { containsNames } from "../../../../tools/check-windows/report/document";

const row = (some: Partial<Row>): Row => ({
  server: "cas1.contoso.com",
  number: "4",
  title: "NLB's cmdlets",
  tells: "What they answer.",
  answer: "look",
  what: "the session may not ask CAS2",
  todo: "Ask <CAS1> & svc-nodered.",
  facts: [],
  ms: 5,
  ...some,
});

const document = (rows: readonly Row[]): Document => ({
  program: "check-windows",
  version: "0.1.0",
  at: "2026-01-10T22:00:00.000Z",
  contains: containsNames,
  anonymous: false,
  host: "NODERED1",
  account: "CONTOSO\\svc-nodered$",
  way: "by WinRM with Negotiate as contoso\\admin, the default endpoint",
  node: "Node.js v20 on win32",
  servers: [{ name: "cas1.contoso.com", is: "Windows Server 2019" }],
  rows,
  changed: [],
  left: [],
  interrupted: false,
});

const known = { scom: "scom1.contoso.com", user: "contoso\\admin" };

describe("The report of the check of Windows", () => {
  it("is good only if nothing is to be looked at, nothing is unknown, and everything was taken back", () => {
    const of = (answer: Row["answer"]) => document([row({ answer })]);
    for (const answer of ["fine", "not-here", "not-asked"] as const) isGood(of(answer)).should.be.true(answer);
    for (const answer of ["look", "unknown"] as const) isGood(of(answer)).should.be.false(answer);
    isGood({ ...of("fine"), interrupted: true }).should.be.false();
    isGood({ ...of("fine"), left: [{ server: "CAS1", what: "NLB", why: "no answer" }] }).should.be.false();
  });

  it("is made anonymous: names of servers, accounts, domains and addresses go, each for one word everywhere", () => {
    const facts: Row["facts"] = [
      ["node", "CAS2: Converged", ["CAS2"]],
      ["runs as", "CONTOSO\\svc-nodered$", ["CONTOSO\\svc-nodered$"]],
      ["Windows says", "10.0.0.12 and fe80::1 denied S-1-5-21-1-2-3-1105 of CAS1.contoso.com, build 15.2.2562.17, path C:\\cas10\\x"],
    ];
    const hidden = anonymous(document([row({ facts })]), known);
    const text = JSON.stringify(hidden);
    text.should.not.match(/cas1\b|cas2\b|contoso|svc-nodered|nodered1|\badmin\b|10\.0\.0\.12|fe80|S-1-5-21/i);
    text.should.match(/build 15\.2\.2562\.17/).and.match(/cas10/);
    hidden.rows[0]?.should.match({ server: "server-1", what: "the session may not ask name-1", todo: "Ask <server-1> & account-1." });
    hidden.contains.should.match(/were replaced/);
    hidden.anonymous.should.be.true();
  });

  it("is a page of its own: what it contains stands at its head, texts are escaped, and nothing is loaded or run", () => {
    const page = pageOf(document([row({}), row({ server: null, answer: "fine", number: "1", title: "Host", todo: "" })]));
    page.should.match(/This page contains names of servers/).and.match(/Ask &lt;CAS1&gt; &amp; svc-nodered\./);
    page.should.not.match(/<script|https?:\/\/|<link|<img|@import/);
    page.should.match(/prefers-color-scheme:dark/).and.match(/default-src 'none'/);
    page.indexOf("This page contains").should.be.below(page.indexOf("To do"));
    should(page.match(/<article/g)).have.length(2);
  });
});
