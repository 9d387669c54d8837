import should from "should";
import { Lab } from "../../../lib/adapters/lab";
import { operationOf } from "../../../lib/server/catalogue";
import { AccessDenied, OperationFailed, Unreachable } from "../../../lib/server/errors";
import type { Invoke } from "../../../lib/server/server";
import type { Tried } from "../../../lib/connection-test/try-reads";
import { plainReads, sayTried, tryReads, whyAskNoOther } from "../../../lib/connection-test/try-reads";
import { said } from "../../shared/english";
import { VirtualClock } from "../../../lib/time/virtual-clock";

const all = plainReads("member", "monitoring");
const lab = (): Lab => new Lab({ array: "A", members: ["CAS1"], seed: 1, speed: 300, faults: [], clock: new VirtualClock() });
const patiently = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });
/** The lab, but for some operations. */
const but = (answers: Partial<Record<string, (server: string, op: never) => unknown>>): Invoke => {
  const { invoke } = lab();
  return (async (server: string, op: string, args: never, call: never) =>
    answers[op] === undefined ? await invoke(server, op as never, args, call) : answers[op](server, op as never)) as Invoke;
};

describe("trying reads", () => {
  it("asks what needs no arguments and changes nothing", () => {
    all.map(({ op }) => op).should.containDeep(["system.info", "nlb.host", "services.list", "scom.maintenance", "update.installed"]);
    for (const { op } of all) operationOf(op).kind.should.equal("read");
    plainReads("member")
      .map(({ op }) => operationOf(op).on)
      .should.matchEach("member");
  });

  it("says of each that it works, with its time and in words", async () => {
    const tried = await tryReads({ server: "CAS1", invoke: lab().invoke }, all, patiently());
    tried.map(({ op }) => op).should.deepEqual(all.map(({ op }) => op));
    for (const { op, outcome, summary, ms } of tried) {
      [outcome, said(summary)].should.deepEqual(["works", operationOf(op).summary]);
      ms.should.be.aboveOrEqual(0);
    }
  });

  it("tells refused, missing, wrong and broken apart, and goes on", async () => {
    const invoke = but({
      "system.pendingReboot": (server, operation) => {
        throw new AccessDenied({ server, operation, what: "access is denied", hint: "Ask." });
      },
      "update.installed": (server, operation) => {
        throw new OperationFailed({ server, operation, errorId: "not-offered", what: "no such function" });
      },
      "nlb.host": (server, operation) => {
        throw new OperationFailed({ server, operation, errorId: "missing-module", what: "no NLB here" });
      },
      "forefront.status": (server, operation) => {
        throw new OperationFailed({ server, operation, errorId: "forefront-blocked", what: "it said no" });
      },
      "events.cursor": () => ({ cursor: "?" }),
      "services.list": () => {
        throw new TypeError("ours");
      },
    });
    const tried = await tryReads({ server: "CAS1", invoke }, all, patiently());
    const of = (wanted: string) => tried.map((one) => sayTried(said, one)).find(({ op }) => op === wanted);
    should(of("system.pendingReboot")).match({ outcome: "access-denied", what: "access is denied", hint: "Ask." });
    should(of("nlb.host")).match({ outcome: "missing-module", what: "no NLB here", hint: null });
    should(of("forefront.status")).match({ outcome: "failed", what: "it said no" });
    should(of("events.cursor")).match({ outcome: "failed", what: /does not have the agreed form/ });
    should(of("services.list")).match({ outcome: "failed", what: "ours" });
    should(of("update.installed")).match({ outcome: "not-offered", what: "no such function" });
    tried.length.should.equal(all.length);
  });

  const refusing = (wanted: (op: string) => boolean, refused: new (about: never) => Error, ownHost = false): Invoke => {
    const { invoke } = lab();
    return (async (server: string, operation: string, args: never, call: never) => {
      if (wanted(operation)) throw new refused({ server, operation, what: "no", ...(ownHost ? { ownHost } : {}) } as never);
      return await invoke(server, operation as never, args, call);
    }) as Invoke;
  };
  const onMember = (op: string): boolean => operationOf(op as never).on === "member";
  const outcomes = (tried: readonly Tried[]) => tried.map(({ op, outcome }) => [op, outcome]);

  it("tries a password that is refused once at each place, and no more: the next logons could lock the account", async () => {
    const nowhere = await tryReads({ server: "CAS1", invoke: refusing(() => true, AccessDenied) }, all, patiently());
    outcomes(nowhere).should.deepEqual([
      ["system.info", "access-denied"],
      ["scom.maintenance", "access-denied"],
    ]); // prettier-ignore
    const notOnMember = await tryReads({ server: "CAS1", invoke: refusing(onMember, AccessDenied) }, all, patiently());
    outcomes(notOnMember).should.deepEqual([
      ["system.info", "access-denied"],
      ["scom.maintenance", "works"],
    ]); // prettier-ignore
  });

  it("says once that the computer which asks is not fit to", async () => {
    const unfit = refusing(() => true, Unreachable, true);
    outcomes(await tryReads({ server: "CAS1", invoke: unfit }, all, patiently())).should.deepEqual([["system.info", "unreachable"]]);
  });

  it("says why no other member is asked: where nothing worked and more would do harm or be the same", async () => {
    const why = async (invoke: Invoke) => {
      const told = whyAskNoOther("CAS1", await tryReads({ server: "CAS1", invoke }, all, patiently()));
      return told === null ? null : said(told);
    };
    should(await why(lab().invoke)).be.null();
    should(await why(refusing(() => true, AccessDenied))).equal("access was denied on CAS1; more attempts could lock the account");
    should(await why(refusing((op) => op === "system.pendingReboot", AccessDenied))).be.null();
    should(await why(refusing(() => true, Unreachable))).be.null();
    should(await why(refusing(() => true, Unreachable, true))).equal(
      "PowerShell on the host of Node-RED failed, and would fail for every member",
    );
    const off = (op: string) => (server: string, operation: never) => {
      throw new (onMember(op) ? Unreachable : AccessDenied)({ server, operation, what: "no" });
    };
    const memberIsOff = but(Object.fromEntries(all.map(({ op }) => [op, off(op)])));
    should(await why(memberIsOff)).equal("access was denied on the SCOM server; more attempts could lock the account");
    should(whyAskNoOther("CAS1", [])).be.null();
  });

  it("asks nothing more of a member that cannot be reached, but still asks SCOM", async () => {
    const invoke = but({
      "system.info": (server, operation) => {
        throw new Unreachable({ server, operation, what: "it does not answer" });
      },
    });
    const tried = await tryReads({ server: "CAS1", invoke }, all, patiently());
    tried
      .map(({ op, outcome }) => [op, outcome])
      .should.deepEqual([
        ["system.info", "unreachable"],
        ["scom.maintenance", "works"],
      ]); // prettier-ignore
  });

  it("ends when its time is over, whatever the servers do", async () => {
    const over = new AbortController();
    const invoke = but({
      "nlb.host": async () => {
        over.abort();
        await new Promise(() => undefined);
      },
    });
    const tried = await tryReads({ server: "CAS1", invoke }, plainReads("member"), over);
    should(tried.map((one) => sayTried(said, one)).at(-1)).match({
      op: "nlb.host",
      outcome: "unreachable",
      what: /time for the whole test/,
    });
  });
});
