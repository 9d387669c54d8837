import "should";
import { said } from "../../../shared/english";
import type { CallerError } from "../../../../lib/adapters/powershell/failures";
import { failureOfCall, failureOfShell } from "../../../../lib/adapters/powershell/failures";
import { functionOf } from "../../../../lib/adapters/powershell/functions";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell/shell";
import { operationNames, operationOf } from "../../../../lib/server/catalogue";

const read = { server: "CAS1", operation: "nlb.host" } as const;
const change = { server: "CAS1", operation: "nlb.drain" } as const;
const onScom = { server: "CAS1", operation: "scom.begin", at: "SCOM server scom1" } as const;
const readOnScom = { ...onScom, operation: "scom.maintenance" } as const;
type Where = typeof read | typeof change | typeof onScom | typeof readOnScom;
const called = (error: Partial<CallerError>, where: Where = change, printed = "") =>
  failureOfCall({ stage: "call", id: "Unknown", message: "Etwas ging schief.", ...error }, where, printed);
const coded = ({ code, errorId }: { code: string; errorId?: string }) => (errorId === undefined ? code : `${code} ${errorId}`);

describe("An error of PowerShell", () => {
  it("after a change was sent is an unknown outcome, whatever ended the shell; a read has lost nothing", () => {
    for (const code of ["exited", "timed-out", "cancelled", "too-much-output", "no-result", "closed"] as const) {
      const failure = new ShellFailure(code, "It ended.", { sent: true });
      failureOfShell(failure, change).code.should.equal("outcome-unknown");
      failureOfShell(failure, read).code.should.equal(code === "too-much-output" ? "bad-reply" : "unreachable");
    }
  });

  it("before anything was sent is nothing done, for a change too", () => {
    for (const code of ["not-found", "not-started", "blocked", "wrong-version", "timed-out", "closed"] as const) {
      failureOfShell(new ShellFailure(code, "It did not start."), change).code.should.equal("unreachable");
    }
  });

  it("of a session that broke in the middle is an unknown outcome for a change", () => {
    called({ stage: "lost" }).code.should.equal("outcome-unknown");
    called({ stage: "lost" }, read).code.should.equal("unreachable");
    called({ id: "no-answer-in-time" }).code.should.equal("outcome-unknown");
    called({ id: "no-answer-in-time" }, read).code.should.equal("unreachable");
  });

  it("of a server that lost another one in the middle is an unknown outcome for a change, and says what is known", () => {
    for (const lost of [{ hresult: -2147023174 }, { hresult: -2147023170 }, { category: "ConnectionError" }]) {
      called(lost).should.have.properties({ code: "outcome-unknown", what: "Etwas ging schief" });
      called(lost, read).code.should.equal("unreachable");
    }
  });

  it("is known by ids, categories and codes, never by its text", () => {
    called({ category: "PermissionDenied" }).code.should.equal("access-denied");
    called({ hresult: -2147024891 }).code.should.equal("access-denied");
    called({ types: ["System.UnauthorizedAccessException"] }).code.should.equal("access-denied");
    called({ message: "Access is denied" }, read).code.should.equal("operation-failed");
    called({ id: "fenced" }).code.should.equal("fenced");
  });

  it("with which Windows breaks a change off is an unknown outcome; one of parameters that did not fit is nothing done", () => {
    called({ id: "ServiceCommandException" }).code.should.equal("outcome-unknown");
    called({ id: "ParameterArgumentValidationError" }).code.should.equal("operation-failed");
    called({ id: "service-refused" }).code.should.equal("operation-failed");
  });

  it("that our module gives keeps its id and its hint, even where the category is that of denied access", () => {
    const failure = called({ id: "scom-refused", category: "PermissionDenied", hint: "Ask the SCOM people." });
    coded(failure as never).should.equal("operation-failed scom-refused");
    failure.message.should.endWith("Ask the SCOM people.");
  });

  it("while a session is opened is nothing done; what ssh printed tells why", () => {
    const session = { stage: "session", message: "The SSH transport process has abruptly terminated." } as const;
    called(session).code.should.equal("unreachable");
    called(session, change, "svc@cas1: Permission denied (publickey).").code.should.equal("access-denied");
    said(called(session, change, "ssh: Could not resolve hostname cas1: x").what).should.equal("the name could not be resolved");
    called({ ...session, native: 1326 }).code.should.equal("access-denied");
    coded(called({ ...session, id: "wrong-server" }) as never).should.equal("operation-failed wrong-server");
  });

  it("tells an endpoint without our function from a server without a product's command", () => {
    const missing = { id: "CommandNotFoundException" };
    const ours = called({ ...missing, target: "Start-RUNlbDrain" });
    const theirs = called({ ...missing, target: "Get-SCOMAgent" });
    [ours, theirs]
      .map((failure) => coded(failure as never))
      .should.eql(["operation-failed not-offered", "operation-failed missing-module"]);
    said(ours.what).should.match(/endpoint/);
    said(theirs.what).should.match(/Get-SCOMAgent/);
  });

  it("tells an endpoint that was registered from another version", () => {
    for (const stage of ["session", "call"] as const) {
      const failure = called({ stage, id: "NamedParameterNotFound", message: "There is no parameter NameOnly." });
      coded(failure as never).should.equal("operation-failed not-offered");
      failure.message.should.match(/another version .*NameOnly.*register the endpoint again/);
    }
  });

  it("tells any command of ours that an endpoint does not offer, not that of the operation only", () => {
    // Every session begins with the question who is there.
    for (const stage of ["session", "call"] as const)
      for (const target of ["Get-RUSystem", "RollingUpdate\\Get-RUSystem", "Add-RUFilePart"]) {
        const failure = called({ stage, id: "CommandNotFoundException", target });
        coded(failure as never).should.equal("operation-failed not-offered");
        failure.message.should.match(/does not offer .*-RU.*Install the module RollingUpdate .*register the endpoint again/);
      }
    for (const target of ["Get-Runspace", "Get-NlbClusterNode", "winrm"])
      coded(called({ id: "CommandNotFoundException", target }) as never).should.equal("operation-failed missing-module");
  });

  it("of the SCOM server names that server, whatever became of the question, and sends nobody to the member", () => {
    const kinds: readonly Partial<CallerError>[] = [
      { id: "fenced" },
      { id: "fence-unreadable", hint: "Delete that file." },
      { id: "no-answer-in-time" },
      { id: "ParameterArgumentValidationError" },
      { id: "SomethingOfWindows" },
      { id: "CommandNotFoundException", target: "Start-RUMaintenance" },
      { id: "CommandNotFoundException", target: "Get-SCOMClassInstance" },
      { category: "PermissionDenied" },
      { category: "ConnectionError" },
      { stage: "session" },
      { stage: "session", category: "PermissionDenied" },
      { stage: "session", id: "wrong-server" },
      { stage: "session", id: "CommandNotFoundException", target: "Get-RUSystem" },
      { stage: "lost" },
      { stage: "answer" },
    ];
    for (const where of [onScom, readOnScom])
      for (const kind of kinds) {
        const told = called(kind, where);
        const [what, hint] = [told.what, told.hint ?? ""].map(said) as [string, string];
        what.should.match(/^SCOM server scom1: (?!SCOM)/, JSON.stringify(kind));
        hint.should.not.match(/\bthere\b/);
        if (/administrator|Install|is missing/.test(hint)) hint.should.match(/on SCOM server scom1/);
      }
    for (const kind of kinds) said(called(kind).what).should.not.match(/SCOM server|undefined/);
    called({ category: "PermissionDenied" }).message.should.match(/it must be administrator there/);
  });

  it("of the SCOM server names that server where the shell has ended, too", () => {
    for (const code of ["exited", "timed-out", "too-much-output"] as const)
      for (const sent of [true, false])
        for (const where of [onScom, readOnScom])
          said(failureOfShell(new ShellFailure(code, "It ended.", { sent }), where).what).should.match(/^SCOM server scom1: /);
  });

  it("of the computer that asks is marked as such, of whomever it was to ask", () => {
    for (const where of [read, onScom]) {
      const failure = failureOfShell(new ShellFailure("not-found", "It is not there."), where);
      failure.ownHost.should.be.true();
      said(failure.what).should.startWith("PowerShell on the host of Node-RED: ");
    }
  });
});

describe("The functions of the module", () => {
  it("are one for every operation that this process does not do itself, and no two are the same", () => {
    const names = operationNames.map((op) => [op, functionOf(op)?.name] as const);
    for (const [op, name] of names) (name === undefined).should.equal(operationOf(op).on === "controller", op);
    const known = names.flatMap(([, name]) => (name === undefined ? [] : [name]));
    new Set(known).size.should.equal(known.length);
  });
});
