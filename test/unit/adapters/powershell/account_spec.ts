import should from "should";
import { text } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { Account } from "../../../../lib/adapters/powershell/account";
import type { Answered } from "../../../../lib/adapters/powershell/shell";
import type { CallerError } from "../../../../lib/adapters/powershell/failures";
import { failureOfCall } from "../../../../lib/adapters/powershell/failures";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";

const opened: Answered = { frame: { ok: true, records: [] }, printed: "" };
const refused = (error: object): Answered => ({ frame: { ok: false, error }, printed: "" });
const denied = refused({ stage: "session", id: "LogonFailure", native: 1326, message: "Zugriff verweigert" });
const off = refused({ stage: "session", id: "PSSessionOpenFailed", message: "no answer" });

describe("An account that logs on with a password", () => {
  let account: Account;
  let tried: string[];
  const logOn = (server: string, answer: Answered | ShellFailure) =>
    account.logOn(server, async () => {
      tried.push(server);
      await new Promise(setImmediate);
      if (answer instanceof ShellFailure) throw answer;
      return answer;
    });
  const errorOf = ({ frame }: Answered) => frame["error"] as CallerError;
  beforeEach(() => {
    account = new Account();
    tried = [];
  });

  it("is tried on one server first; what that one denies counts for all, for a while", async () => {
    const answers = await Promise.all(["cas1", "cas2", "cas3", "cas4"].map((server) => logOn(server, denied)));
    answers.push(await logOn("cas2", denied), await logOn("scom", denied));
    tried.should.eql(["cas1"]);
    for (const answer of answers) {
      const { code, hint } = failureOfCall(errorOf(answer), { server: "CAS2", operation: "nlb.host" }, "");
      should([code, said(hint ?? "")]).match(["access-denied", /rights of the account on CAS2\. The account is not tried again for 1 min/]);
    }
  });

  it("leaves the server's own hint as it is", async () => {
    const error = { stage: "session", id: "LogonFailure", native: 1326, message: "Zugriff verweigert", hint: "Das Konto ist gesperrt." };
    const answer = await logOn("cas1", refused(error));
    should(failureOfCall(errorOf(answer), { server: "CAS1", operation: "nlb.host" }, "").hint).equal("Das Konto ist gesperrt.");
  });

  it("is tried on the next one where the first is off, or its PowerShell ended, still one at a time", async () => {
    const ends = new ShellFailure("exited", text("powershell.no-result"));
    const calls = [logOn("cas1", off), logOn("cas2", ends).catch(String), logOn("cas3", denied), logOn("cas4", denied)];
    await Promise.all(calls);
    tried.should.eql(["cas1", "cas2", "cas3"]);
  });

  it("once it has been let in somewhere, is denied by one server for that one only", async () => {
    await logOn("cas1", opened);
    for (const server of ["cas2", "cas2", "cas3"]) await logOn(server, server === "cas2" ? denied : opened);
    tried.should.eql(["cas1", "cas2", "cas3"]);
    await Promise.all(["cas1", "cas3"].map((server) => logOn(server, opened)));
    tried.length.should.equal(5);
  });

  it("is tried again once the pause that was told is over, and not before", async () => {
    let now = 0;
    account = new Account(() => now);
    const { heldBackMs } = errorOf(await logOn("cas1", denied));
    should(heldBackMs).equal(60_000);
    now = 59_999;
    await logOn("cas1", opened);
    tried.should.eql(["cas1"]);
    now = 60_000;
    should((await logOn("cas1", opened)).frame.ok).equal(true);
    tried.should.eql(["cas1", "cas1"]);
  });

  it("waits for the server that is tried first for some seconds only: it may be off, and the others must still be read", async () => {
    let now = 0;
    account = new Account(() => (now += 3000));
    void account.logOn("cas1", () => new Promise(() => {}));
    should((await logOn("cas2", opened)).frame.ok).equal(true);
  });
});
