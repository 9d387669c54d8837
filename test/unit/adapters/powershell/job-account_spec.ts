import should from "should";
import { jobCredential } from "../../../../lib/adapters/powershell/job-account";
import { catalogue } from "../../../../lib/server/catalogue";
import { OperationFailed } from "../../../../lib/server/errors";
import { said } from "../../../shared/english";

const KNOWN = { user: "contoso\\SVC-setup", password: "pl4nted" };
const account = "CONTOSO\\svc-setup";
const order = (account: string | null) => catalogue["job.start"].args.parse({ ...catalogue["job.start"].example, account });

const refusalOf = (args: unknown, known: typeof KNOWN | null, op: "job.start" | "job.account" = "job.start") => {
  try {
    jobCredential({ server: "CAS1", op, args }, known);
  } catch (error) {
    if (error instanceof OperationFailed) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};

describe("The account of a job, beside PowerShell", () => {
  it("has its password sent with the start of the job, and with nothing else", () => {
    should(jobCredential({ server: "CAS1", op: "job.start", args: order(account) }, KNOWN)).equal(KNOWN);
    should(jobCredential({ server: "CAS1", op: "job.account", args: { account } }, KNOWN)).be.null();
    should(jobCredential({ server: "CAS1", op: "job.poll", args: { id: "a" } }, KNOWN)).be.null();
    should(jobCredential({ server: "CAS1", op: "services.start", args: { name: "x" } }, null)).be.null();
  });

  it("needs none as SYSTEM or as a managed account, though the connection knows one", () => {
    for (const none of [null, "CONTOSO\\gmsa-exchange$"])
      should(jobCredential({ server: "CAS1", op: "job.start", args: order(none) }, KNOWN)).be.null();
  });

  it("is refused without its password, by the preflight's question too, before anything is sent", () => {
    for (const [op, args] of [
      ["job.start", order(account)],
      ["job.account", { account }],
    ] as const) {
      const refusal = refusalOf(args, null, op);
      refusal.should.match({ errorId: "account-no-password", server: "CAS1", operation: op });
      said(refusal.what).should.match(/run as CONTOSO\\svc-setup.*no password for it/);
      said(refusal.hint ?? "").should.match(/Nothing was sent.*server-connection/);
    }
  });

  it("is refused with the password of another one, whose name it says, and not its password", () => {
    const refusal = refusalOf(order("CONTOSO\\other"), KNOWN);
    said(refusal.what).should.match(/CONTOSO\\other.*SVC-setup/);
    JSON.stringify([refusal, refusal.message, refusal.stack]).should.not.match(/pl4nted/);
  });

  it("is a name in a domain and nothing that could be more", () => {
    for (const good of [account, "CONTOSO\\gmsa-exchange$", "CAS1\\Some One"]) order(good).account?.should.equal(good);
    for (const bad of ["svc-setup", "svc@contoso.com", "A\\b\\c", "A\\b<", 'A\\b"c', "A \\b", "A\\", "A\\b\nc", ""])
      should(() => order(bad)).throw();
  });

  it("is named in the command that a person would type, without breaking out of it", () => {
    const byHand = catalogue["job.start"].byHand("CAS1", order(account));
    byHand.should.startWith("Invoke-Command -ComputerName CAS1 { <# as CONTOSO\\svc-setup #> & ");
  });
});
