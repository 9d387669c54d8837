import "should";
import type { Text } from "../../../../lib/texts";
import { isText, text } from "../../../../lib/texts";
import { said, saidIfAny } from "../../../shared/english";
import type { CallerError } from "../../../../lib/adapters/powershell/failures";
import { failureOfCall, failureOfShell } from "../../../../lib/adapters/powershell/failures";
import { functionOf } from "../../../../lib/adapters/powershell/functions";
import type { ShellFailureCode } from "../../../../lib/adapters/powershell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";
import { operationNames, operationOf } from "../../../../lib/server/catalogue";

const read = { server: "CAS1", operation: "nlb.host" } as const;
const change = { server: "CAS1", operation: "nlb.drain" } as const;
const onScom = { server: "CAS1", operation: "scom.begin", at: text("powershell.scom-server", { name: "scom1" }) } as const;
const readOnScom = { ...onScom, operation: "scom.maintenance" } as const;
type Where = typeof read | typeof change | typeof onScom | typeof readOnScom;
const called = (error: Partial<CallerError>, where: Where = change, printed = "") =>
  failureOfCall({ stage: "call", id: "Unknown", message: "Etwas ging schief.", ...error }, where, printed);
const itEnded = text("powershell.no-result");
const coded = ({ code, errorId }: { code: string; errorId?: string }) => (errorId === undefined ? code : `${code} ${errorId}`);

describe("An error of PowerShell", () => {
  it("after a change was sent is an unknown outcome, whatever ended the shell; a read has lost nothing", () => {
    for (const code of ["exited", "timed-out", "cancelled", "too-much-output", "no-result", "closed"] as const) {
      const failure = new ShellFailure(code, itEnded, { sent: true });
      failureOfShell(failure, change).code.should.equal("outcome-unknown");
      failureOfShell(failure, read).code.should.equal(code === "too-much-output" ? "bad-reply" : "unreachable");
    }
  });

  it("before anything was sent is nothing done, for a change too", () => {
    for (const code of ["not-found", "not-started", "blocked", "wrong-version", "timed-out", "closed"] as const) {
      failureOfShell(new ShellFailure(code, itEnded), change).code.should.equal("unreachable");
    }
  });

  it("of a session that broke in the middle is an unknown outcome for a change", () => {
    called({ stage: "lost" }).code.should.equal("outcome-unknown");
    called({ stage: "lost" }, read).code.should.equal("unreachable");
  });

  it("of a server that lost another one in the middle is an unknown outcome for a change, and says what is known", () => {
    for (const lost of [{ hresult: -2147023174 }, { hresult: -2147023170 }, { category: "ConnectionError" }]) {
      called(lost).should.have.properties({ code: "outcome-unknown", what: "Etwas ging schief" });
      called(lost, read).code.should.equal("unreachable");
    }
  });

  it("of an account that cannot log on, for whatever reason Windows gives, is a denial: asking again would lock it", () => {
    // System error codes: access denied, logon failure, account restricted, password expired, disabled, must change the password, locked out.
    for (const native of [5, 1326, 1327, 1330, 1331, 1907, 1909])
      called({ stage: "session", native }).code.should.equal("access-denied", `code ${native}`);
    for (const native of [53, 1396, 1722, 2150858770])
      called({ stage: "session", native }).code.should.equal("unreachable", `code ${native}`);
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
    // ERROR_ACCESS_DENIED, _LOGON_FAILURE, _ACCOUNT_RESTRICTION, _PASSWORD_EXPIRED, _ACCOUNT_DISABLED, _PASSWORD_MUST_CHANGE, _ACCOUNT_LOCKED_OUT
    for (const native of [5, 1326, 1327, 1330, 1331, 1907, 1909]) called({ ...session, native }).code.should.equal("access-denied");
    // WinRM cannot complete the operation; the RPC server is unavailable.
    for (const native of [-2_144_108_250, 1722]) called({ ...session, native }).code.should.equal("unreachable");
    called({ native: 1326 }, read).code.should.equal("operation-failed");
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

  it("tells an endpoint that was written for other packages", () => {
    const failure = called({ stage: "call", id: "ParameterArgumentValidationError", message: "The argument does not match." });
    coded(failure as never).should.equal("operation-failed not-offered");
    failure.message.should.match(/does not allow this value: The argument does not match.*write its files again from the flow/);
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
        if (/administrator|Install|is missing|is up/.test(hint)) hint.should.match(/SCOM server scom1/);
      }
    for (const kind of kinds) said(called(kind).what).should.not.match(/SCOM server|undefined/);
    called({ category: "PermissionDenied" }).message.should.match(/it must be an administrator on CAS1/);
  });

  it("of the SCOM server names that server where the shell has ended, too", () => {
    for (const code of ["exited", "timed-out", "too-much-output"] as const)
      for (const sent of [true, false])
        for (const where of [onScom, readOnScom])
          said(failureOfShell(new ShellFailure(code, itEnded, { sent }), where).what).should.match(/^SCOM server scom1: /);
  });

  it("of the computer that asks is marked as such, of whomever it was to ask", () => {
    for (const where of [read, onScom]) {
      const failure = failureOfShell(new ShellFailure("not-found", text("powershell.not-found", { executable: "pwsh" })), where);
      failure.ownHost.should.be.true();
      said(failure.what).should.equal("PowerShell on the host of Node-RED: pwsh was not found, or cannot be started");
    }
  });

  it("tells with our words what PowerShell has said, its first line and without the period", () => {
    const failure = failureOfShell(new ShellFailure("exited", itEnded, { sent: true, detail: "libicu fehlt.\nMehr dazu." }), read);
    said(failure.what).should.equal("PowerShell gave no answer (libicu fehlt)");
  });
});

describe("What our side says of a failure", () => {
  /** What to do; null where we have ended it ourselves, and whoever wanted that knows why. */
  const hintsOfShell: Readonly<Record<ShellFailureCode, RegExp | null>> = {
    "not-found": /Install PowerShell/,
    "host-input": /virus scanner/,
    "not-started": /Start this PowerShell by hand/,
    blocked: /execution policy/,
    "wrong-version": /PowerShell 5\.1 or PowerShell 7/,
    exited: /out of memory/,
    "timed-out": /under load/,
    cancelled: null,
    "too-much-output": /prints this much/,
    "no-result": /reads standard input/,
    closed: null,
  };

  for (const [code, hint] of Object.entries(hintsOfShell) as [ShellFailureCode, RegExp | null][])
    it(`${hint === null ? "needs no hint" : "has a hint"} where a shell is ${code}`, () => {
      for (const sent of [true, false])
        for (const where of [read, change, onScom]) {
          const failure = failureOfShell(new ShellFailure(code, itEnded, { sent }), where);
          isText(failure.what).should.be.true();
          saidIfAny(failure.hint).should.match(hint ?? /^$/);
        }
    });

  /** Errors of which we say ourselves what happened, and what to do; null where nobody can do more than the run does by itself. */
  const ours: readonly (readonly [string, Partial<CallerError>, RegExp | null])[] = [
    ["no session", { stage: "session" }, /CAS1 is up/],
    ["denied to a session", { stage: "session", native: 1326 }, /administrator on CAS1/],
    ["denied to a session, with a password", { stage: "session", native: 1326, heldBackMs: 60_000 }, /not tried again for 1 min/],
    ["denied", { category: "PermissionDenied" }, /administrator on CAS1/],
    ["a function that is not offered", { id: "CommandNotFoundException", target: "Get-RUSystem" }, /Install the module .* on CAS1/],
    ["a command of a product", { id: "CommandNotFoundException", target: "Get-SCOMAgent" }, /missing on CAS1/],
    ["another version", { id: "NamedParameterNotFound" }, /register the endpoint again/],
    // A read is asked again. A change is looked for in the read that it names, and the run says how that went.
    ["a session that broke", { stage: "lost" }, null],
    // What Windows said is all that is known.
    ["a change that Windows broke off", { id: "ServiceCommandException" }, null],
  ];

  for (const [name, error, hint] of ours)
    it(`is a text, and says what to do if anything can be done: ${name}`, () => {
      const failure = called(error);
      isText(failure.what).should.be.true();
      saidIfAny(failure.hint).should.match(hint ?? /^$/);
    });

  it("is a text with a hint for every reason that ssh prints", () => {
    const printed = {
      "svc@cas1: Permission denied (publickey).": ["access-denied", "access was denied: SSH did not accept the key"],
      "Warning: Identity file /keys/user not accessible: No such file or directory.": [
        "access-denied",
        "access was denied: the key file cannot be read",
      ],
      "Host key verification failed.": ["unreachable", "the host key of the server is not known or has changed"],
      "No ED25519 host key is known for cas1 and you have requested strict checking.": [
        "unreachable",
        "the host key of the server is not known or has changed",
      ],
      "ssh: Could not resolve hostname cas1: Name or service not known": ["unreachable", "the name could not be resolved"],
      "ssh: connect to host cas1 port 22: Connection refused": ["unreachable", "the connection was refused"],
      "ssh: connect to host cas1 port 22: Connection timed out": ["unreachable", "no answer from the server"],
      "ssh: connect to host cas1 port 22: No route to host": ["unreachable", "there is no route to the server"],
      "subsystem request failed on channel 0": ["unreachable", "the SSH server does not offer PowerShell"],
      "kex_exchange_identification: read: Connection reset by peer": ["unreachable", "the server closed the connection"],
    } as const;
    for (const [line, [code, what]] of Object.entries(printed)) {
      const failure = called({ stage: "session" }, read, `something before\n${line}\n`);
      [failure.code, said(failure.what)].should.eql([code, what]);
      (failure.hint as Text).text.should.match(/^ssh\..+\.hint$/);
    }
  });

  it("leaves what others have said as they said it", () => {
    for (const error of [{ id: "fenced" }, { category: "ConnectionError" }, { stage: "answer" }] as const)
      called(error).what.should.equal("Etwas ging schief");
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
