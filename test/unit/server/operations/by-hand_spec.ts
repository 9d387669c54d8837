import should from "should";
import { accountName, isManaged } from "../../../../lib/server/account-name";
import { literal, literals } from "../../../../lib/server/by-hand";
import type { ArgsOf, ChangeOp } from "../../../../lib/server/catalogue";
import { changeOf } from "../../../../lib/server/catalogue";

/** The command by which a person does the same. */
const byHand = <Op extends ChangeOp>(op: Op, args: ArgsOf<Op>): string => {
  const change = changeOf(op);
  return change.byHand("CAS1", change.args.parse(args));
};
const job = (work: ArgsOf<"job.start">["work"], account: string | null = null) =>
  byHand("job.start", { id: "a", work, limitMinutes: 5, account, brings: null });

describe("A command to be typed by hand", () => {
  it("turns Forefront's hooks the way that is asked for", () => {
    byHand("forefront.enable", {}).should.match(/fscutility\.exe' \/enable \}$/);
    byHand("forefront.disable", {}).should.match(/fscutility\.exe' \/disable \}$/);
  });

  it("sets the default state by the name that the cmdlet takes, which begins with a capital", () => {
    byHand("nlb.setDefaultState", { state: "stopped" }).should.match(/-InitialHostState Stopped -Force$/);
    byHand("nlb.setDefaultState", { state: "started" }).should.match(/-InitialHostState Started -Force$/);
  });

  it("starts an installer as the step does: a patch silently and without a restart, a command with its arguments", () => {
    job({ kind: "msp", file: "C:\\u.msp", log: "C:\\u.log" }).should.match(
      /msiexec\.exe \/update 'C:\\u\.msp' \/quiet \/norestart \/l\*v 'C:\\u\.log' REBOOT=ReallySuppress/,
    );
    job({ kind: "command", file: "C:\\my update.exe", arguments: ["/q", "a b"] }).should.match(/\{ & 'C:\\my update\.exe' '\/q' 'a b' \}/);
  });

  it("ends a job by the name of its task: 32 digits, whatever its id has in it, and another one for another id", () => {
    const ends = (id: string) => byHand("job.cancel", { id });
    ends("a ' b").should.match(/schtasks \/end \/tn '\\RollingUpdate\\[0-9a-f]{32}' \}$/);
    ends("a").should.not.equal(ends("b"));
    ends("a").should.equal(ends("a"));
  });

  it("names the account of a job where it has one, and none where it runs as SYSTEM", () => {
    const work: ArgsOf<"job.start">["work"] = { kind: "command", file: "u.exe", arguments: [] };
    job(work).should.equal("Invoke-Command -ComputerName CAS1 { & u.exe }");
    job(work, "CONTOSO\\setup").should.equal("Invoke-Command -ComputerName CAS1 { <# as CONTOSO\\setup #> & u.exe }");
  });
});

describe("A text in a command for PowerShell", () => {
  it("stands without quotes only where all of it is ordinary letters", () => {
    for (const plain of ["CAS1", "W3SVC", "cas-1.contoso_x.example"]) literal(plain).should.equal(plain);
    for (const other of ["a b", " a", "a ", "$x", "x$", "a;b", ";", "", "C:\\x"]) literal(other).should.equal(`'${other}'`);
  });

  it("has its quotes doubled, typographic ones too, also in a list", () => {
    literal("it's").should.equal("'it''s'");
    literal("it’s").should.equal("'it’’s'");
    literals(["a", "it's"]).should.equal("'a', 'it''s'");
    literals([]).should.equal("");
  });
});

describe("The name of an account", () => {
  it("is a domain and a name, and all of it: nothing before and nothing behind", () => {
    for (const right of ["CONTOSO\\svc", "contoso.example\\svc setup", "CONTOSO\\gmsa$"]) accountName.test(right).should.be.true(right);
    for (const wrong of [
      "svc",
      "\\svc",
      "CONTOSO\\",
      "a b\\svc",
      "CONTOSO\\a\\b",
      "x CONTOSO\\svc",
      "CONTOSO\\svc\n",
      "CONTOSO\\s@c",
      `C\\${"x".repeat(65)}`,
    ])
      accountName.test(wrong).should.be.false(wrong);
  });

  it("is that of a managed account where it ends with a dollar sign", () => {
    should(isManaged("CONTOSO\\gmsa$")).be.true();
    should(isManaged("CONTOSO\\gmsa")).be.false();
    should(isManaged("$CONTOSO\\gmsa")).be.false();
  });
});
