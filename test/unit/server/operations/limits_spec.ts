import should from "should";
import { operationOf } from "../../../../lib/server/catalogue";
import type { OperationName } from "../../../../lib/server/catalogue";
import { Unreachable } from "../../../../lib/server/errors";
import { hostLabel, isAddress } from "../../../../lib/server/host-name";
import { memberNamed } from "../../../../lib/server/array";
import { keepsFence } from "../../../../lib/server/operation";

const takes = (op: OperationName, args: object): boolean => operationOf(op).args.safeParse(args).success;

describe("What an operation may be asked with", () => {
  it("is from one event to 5000", () => {
    const since = (atMost: number) => takes("events.since", { cursor: { Application: 0, System: 0 }, levels: ["error"], atMost });
    [0, 1, 5000, 5001].map(since).should.eql([false, true, true, false]);
  });

  it("is a log from its beginning on, and not from before it", () => {
    const tail = (offset: number) => takes("files.tail", { path: "a", offset });
    [-1, 0, 1, 70_000].map(tail).should.eql([false, true, true, true]);
  });

  it("is a hash of exactly 64 hexadecimal digits", () => {
    const copy = (sha256: string) => takes("files.copy", { from: "a", to: "b", sha256 });
    const hash = "0aF".repeat(21) + "0";
    [hash, `x${hash}`, `${hash}0`, `0${hash}`, hash.slice(1)].map(copy).should.eql([true, false, false, false, false]);
  });

  it("is a web hook over http or https, and nothing that only looks like it", () => {
    const post = (url: string) => takes("notice.post", { id: "1", url, body: {} });
    ["http://a.example/", "https://a.example/", "xhttp://a.example/", "httpsx://a.example/", "ftp://a.example/"]
      .map(post)
      .should.eql([true, true, false, false, false]);
  });

  it("is a path that begins with a slash, wherever it ends", () => {
    const probe = (path: string) => takes("probe.http", { scheme: "http", port: 80, path });
    ["/owa/health", "/", "owa/"].map(probe).should.eql([true, true, false]);
  });
});

describe("The fencing number", () => {
  it("is kept by every change and by the reads that say so, and by no other", () => {
    const keeps = (op: OperationName) => keepsFence(operationOf(op));
    (["nlb.stop", "scom.begin", "system.info"] as const).map(keeps).should.eql([true, true, true]);
    (["nlb.host", "services.list", "notice.post"] as const).map(keeps).should.eql([false, false, false]);
  });
});

describe("An error between us and a server", () => {
  it("is of our own computer only where it says so", () => {
    const about = { server: "CAS1", operation: "nlb.host", what: "x" } as const;
    new Unreachable(about).ownHost.should.be.false();
    new Unreachable({ ...about, ownHost: true }).ownHost.should.be.true();
  });
});

describe("The name of a server", () => {
  it("is known with spaces around it, and cut at its first dot only where it is no address", () => {
    isAddress(" 10.0.0.1 ").should.be.true();
    isAddress(" fe80::1 ").should.be.true();
    isAddress("cas1").should.be.false();
    hostLabel(" CAS1.contoso.example ").should.equal("cas1");
    hostLabel(" 10.0.0.1 ").should.equal("10.0.0.1");
  });

  it("leads to the member of that name, in any letters and with spaces on either side, before one of the same host name", () => {
    const members = ["cas1.a.example", " CAS1 ", "CAS2"].map((name) => ({ name, address: name }));
    should(memberNamed(members, "cas1")?.name).equal(" CAS1 ");
    should(memberNamed(members, " CAS2 ")?.name).equal("CAS2");
    should(memberNamed(members, "CAS1.A.EXAMPLE")?.name).equal("cas1.a.example");
    should(memberNamed(members, "CAS3")).be.undefined();
  });
});
