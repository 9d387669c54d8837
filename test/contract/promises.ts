import should from "should";
import { Lab } from "../../lib/adapters/lab";
import type { ArgsOf, ChangeOp, OperationName, ReadOp, TellOp } from "../../lib/server/catalogue";
import { catalogue, operationNames, operationOf } from "../../lib/server/catalogue";
import { checked } from "../../lib/server/layers/checked";
import { Account, layered } from "../../lib/server/server";
import { Receiver } from "../shared/receiver";
import { arrivesOf, toldTo } from "../shared/tells";
import type { Setting } from "./adapter";
import type { Asked } from "./asked";
import { failure } from "./asked";
import type { Refused } from "./samples";
import { changeSample, readSample } from "./samples";

export function answersAsTheLab(asked: Asked, op: ReadOp, world: Setting): void {
  it(`${op}: answers as the lab does`, async () => {
    const { args, varies = [] } = readSample(op);
    const steady = (answer: unknown) => Object.fromEntries(Object.entries(answer as object).filter(([name]) => !varies.includes(name)));
    // A world of its own: the same seed, and nothing was done to it yet.
    const lab = new Lab({ ...world, speed: 1 });
    try {
      const expected = await layered(lab.invoke, checked)("CAS1", op, args, {});
      steady(await asked.send("CAS1", op, args)).should.eql(steady(expected));
    } finally {
      await lab.close();
    }
  });
}

export function isMadeOnce(asked: Asked, op: ChangeOp): void {
  const { proof, unharmed } = changeSample(op);
  it(`${op}: is made, and seen in the read that it names; made again it does no harm`, async () => {
    const on = asked.server("CAS1");
    const args = await asked.ready(op, on);
    await asked.send("CAS1", op, args, { fence: 2 });
    await asked.untilSeen(op, on, args);
    const left = await proof?.(on);
    const first = await asked.reading(op, on, args);
    await asked.send("CAS1", op, args, { fence: 2 });
    await asked.untilItWouldShow(op);
    await asked.untilSeen(op, on, args);
    should(await proof?.(on)).eql(left);
    const second = await asked.reading(op, on, args);
    if (unharmed === undefined) second.should.eql(first);
    else unharmed(first, second);
  });
}

/** CAS3 has seen the number 9. */
export function isFenced(asked: Asked, op: ChangeOp): void {
  it(`${op}: is refused with a lower fencing number than the member has seen, and not made`, async () => {
    const on = asked.server("CAS3");
    const args = await asked.ready(op, on);
    (await failure(asked.send("CAS3", op, args, { fence: 8 }))).should.eql({ code: "fenced", server: "CAS3", operation: op });
    await asked.untilItWouldShow(op);
    (await asked.look(op, on, args)).should.equal("not");
  });
}

export function isRefusedWithTheErrorId(asked: Asked, op: ChangeOp, { first, args, errorId }: Refused<ChangeOp>): void {
  it(`${op}: a refusal carries the server's error id (${errorId})`, async () => {
    const on = asked.server("CAS2");
    await first?.(on);
    const given = args ?? (await asked.argsFor(op, on));
    (await failure(asked.send("CAS2", op, given))).should.eql({ code: "operation-failed", server: "CAS2", operation: op, errorId });
  });
}

export function isSeenThoughItsAnswerIsLost(asked: Asked, op: ChangeOp): void {
  it(`${op}: a lost answer is an unknown outcome, and the change is seen`, async () => {
    const on = asked.server("LOST1");
    const args = await asked.ready(op, on);
    asked.loseNextAnswer("LOST1");
    (await failure(asked.send("LOST1", op, args))).should.eql({ code: "outcome-unknown", server: "LOST1", operation: op });
    await asked.untilSeen(op, on, args);
    await changeSample(op).proof?.(on);
  });
}

export function isTaken(asked: Asked, op: TellOp): void {
  it(`${op}: is taken, without an answer, and arrives as its entry in the catalogue says`, async () => {
    await using receiver = await Receiver.open();
    should(await asked.send("CAS1", op, toldTo(op, receiver))).be.undefined();
    const arrived = receiver.received.map(({ headers, body }) => ({ id: headers["idempotency-key"], body }));
    arrived.should.eql(asked.tellsNobody ? [] : [arrivesOf(op)]);
  });
}

export function doesNotReachOthers(asked: Asked, op: OperationName): void {
  it(`${op}: a server that is not in the array cannot be reached`, async () => {
    const args = await asked.anyArgsFor(op, asked.server("CAS1"));
    const { code, server: name } = await failure(asked.send("NOBODY", op, args));
    ({ name }).should.eql({ name: "NOBODY" });
    // The lab asks SCOM, which says that it knows no such computer.
    ["unreachable", "operation-failed"].should.containEql(code);
  });
}

/** @param misled a member whose address leads to CAS3 */
export function asksNoOtherServer(asked: Asked, misled: string): void {
  it("a member whose address leads to another server is not asked, and nothing is done there", async () => {
    const on = asked.server("CAS3");
    const wrong = { code: "operation-failed", server: misled, errorId: "wrong-server" };
    (await failure(asked.send(misled, "system.info", {}))).should.eql({ ...wrong, operation: "system.info" });
    for (const op of ["nlb.stop", "system.restart", "job.start"] as const) {
      const args = await asked.ready(op, on);
      (await failure(asked.send(misled, op, args, { fence: 9 }))).should.eql({ ...wrong, operation: op });
      await asked.untilItWouldShow(op);
      (await asked.look(op, on, args)).should.equal("not");
    }
  });
}

/** With the passwords that the lab knows. */
export function signsAUserOn(asked: Asked): void {
  it("probe.signOn: signs a user on, by the form and by Basic, and says how it went", async () => {
    const { example } = catalogue["probe.signOn"];
    const went = async (password: string, args: Partial<ArgsOf<"probe.signOn">> = {}) => {
      const call = { account: new Account("CONTOSO\\probe", password) };
      const { outcome, sent, status, at } = await asked.server("CAS3").read("probe.signOn", { ...example, ...args }, call);
      return [outcome, sent, status, at];
    };
    (await went("right")).should.eql(["signed-on", true, 200, "/owa/"]);
    (await went("wrong")).should.eql(["refused", true, 302, "/owa/auth.owa"]);
    (await went("expired")).should.eql(["expired", true, 302, "/owa/auth.owa"]);
    (await went("right", { path: "/nothing" })).should.eql(["no-page", false, 404, "/nothing"]);
    const sync = { by: "basic", path: "/Microsoft-Server-ActiveSync" } as const;
    (await went("right", sync)).should.eql(["signed-on", true, 200, sync.path]);
    (await went("wrong", sync)).should.eql(["refused", true, 401, sync.path]);
    (await went("right", { ...sync, path: "/EWS/Exchange.asmx" })).should.eql(["not-offered", false, 401, "/EWS/Exchange.asmx"]);
  });
}

/** GONE1 does not come up again. */
export function saysThatAMemberIsDown(asked: Asked): void {
  describe("when a member is down", () => {
    before(async () => {
      const on = asked.server("GONE1");
      const { bootedAt } = await on.read("system.info", {});
      await on.change("system.restart", { bootedAt });
      for (;;) if ((await failure(on.read("system.info", {}))).code === "unreachable") break;
    });

    for (const op of operationNames.filter((name) => operationOf(name).on === "member")) {
      it(`${op}: says that it is unreachable`, async () => {
        const args = await asked.anyArgsFor(op, asked.server("CAS1"));
        (await failure(asked.send("GONE1", op, args))).should.eql({ code: "unreachable", server: "GONE1", operation: op });
      });
    }

    for (const op of ["probe.tcp", "probe.http", "probe.signOn"] as const) {
      it(`${op}: answers that nobody is there, which is no error`, async () => {
        const answer = await asked.server("GONE1").read(op as "probe.tcp", readSample(op).args as never);
        (answer.error === null).should.be.false();
      });
    }
  });
}
