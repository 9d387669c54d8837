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

describe("What a server may answer", () => {
  const answers = (op: OperationName, answer: object): boolean => {
    const operation = operationOf(op);
    return operation.kind === "read" && operation.result.safeParse(answer).success;
  };

  for (const told of ["yes", "no", "unknown"])
    it(`is of an account that it is known, is not, or cannot be told (${told})`, () => {
      answers("job.account", { known: told, usableHere: told }).should.be.true();
      answers("job.account", { known: "perhaps", usableHere: told }).should.be.false();
    });

  it("is of updates whether they came or went, and how that ended", () => {
    const entry = { name: "x", kb: "KB1", at: "2026-01-10T22:00:00.000Z", operation: "installation", result: "succeeded" };
    const told = (differently: object) => answers("update.history", { entries: [{ ...entry, ...differently }] });
    ["installation", "uninstallation", "other"].map((operation) => told({ operation })).should.eql([true, true, false]);
    ["succeeded", "failed", "unfinished", "other"].map((result) => told({ result })).should.eql([true, true, true, false]);
  });

  it("is of an execution policy in which scope it is set, and for whom", () => {
    const told = (scope: string, user: string | null) => answers("system.executionPolicy", { policies: [{ scope, user, policy: "x" }] });
    [
      told("MachinePolicy", null),
      told("UserPolicy", "SYSTEM"),
      told("UserPolicy", "account"),
      told("Process", null),
      told("UserPolicy", "x"),
    ].should.eql([true, true, true, false, false]);
  });
});

describe("What counts as found", () => {
  const asFound = (op: OperationName, found: object, now: object): boolean | undefined => {
    const operation = operationOf(op);
    return operation.kind === "read" ? operation.asFound?.(found, now) : undefined;
  };

  it("is any build: it is what the run is there to change", () => {
    should(asFound("update.installed", { build: "1" }, { build: "2" })).be.true();
  });

  it("is a member that is monitored where the window in which it was found has come to its end by itself", () => {
    const clock = "2026-01-10T22:00:00.000Z";
    const now = (endsAt: string | null, on = false) => asFound("scom.maintenance", { on: true, endsAt }, { on, endsAt: null, clock });
    [now("2026-01-10T21:59:00.000Z"), now(clock), now("2026-01-10T22:01:00.000Z"), now(null), now(clock, true)].should.eql([
      true,
      true,
      false,
      false,
      false,
    ]);
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
