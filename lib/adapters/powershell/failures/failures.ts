import type { OperationName, ServerError } from "../../../server";
import { AccessDenied, BadReply, Fenced, OperationFailed, operationOf, OutcomeUnknown, Unreachable } from "../../../server";
import type { Text, Words } from "../../../texts";
import { duration, text } from "../../../texts";
import type { ShellFailure } from "../shell";
import { SEEN_WITHIN_MS } from "../seen-here";
import { sshReason } from "./ssh-reason";

/** What the caller module says about an error: ids and codes to decide by, words for people. */
export interface CallerError {
  /** `session`: nothing was asked yet. `call`: the server has answered with it. `lost`: the session broke meanwhile. */
  readonly stage: "request" | "session" | "call" | "lost" | "answer";
  readonly id: string;
  readonly category?: string;
  /** What the error is about, e.g. the name of a command that was not found. */
  readonly target?: string;
  /** Names of .NET types, the outermost first. */
  readonly types?: readonly string[];
  readonly message: string;
  readonly hint?: string | null;
  /** Added by `Account`: how long the password is not tried again. */
  readonly heldBackMs?: number;
  readonly hresult?: number | null;
  /** The error code of WinRM or of the system. */
  readonly native?: number | null;
}

interface Where {
  readonly server: string;
  readonly operation: OperationName;
  /** The computer that is asked, where it is not the server itself. */
  readonly at?: Text;
  /** The path that this host has looked for in vain before: what it lies on did not even say that it is not there. */
  readonly silentShare?: string;
}

interface About extends Where {
  readonly what: Words;
  readonly hint?: Words;
  readonly cause?: unknown;
}

const asked = ({ at, silentShare: path }: Where, what: Words): Words => {
  const told = at === undefined ? what : text("reason.about", { about: at, what });
  return path === undefined ? told : text("powershell.silent-share", { what: told, path, limit: duration(SEEN_WITHIN_MS) });
};
/** For hints: somebody who reads `CAS1: …` would look on CAS1. */
const computer = ({ server, at }: Where): Words => at ?? server;

const isRead = ({ operation }: Where): boolean => operationOf(operation).kind === "read";

/** A request was sent and nobody knows what became of it. A read loses nothing by that. */
const unknown = (about: About): ServerError => {
  const said = { ...about, what: asked(about, about.what) };
  return isRead(about) ? new Unreachable(said) : new OutcomeUnknown(said);
};

const hinted = (hint: Words | null | undefined): { hint?: Words } => (hint === undefined || hint === null || hint === "" ? {} : { hint });

/** What a failure of our own shell means for the operation that should have run in it. */
export function failureOfShell(failure: ShellFailure, where: Where): ServerError {
  const { code, sent, detail, ownHost } = failure;
  const bare = failure.reason.what;
  const what = detail === "" ? bare : text("powershell.said", { what: bare, said: firstLine(detail) });
  const about = { ...where, ...hinted(failure.hint), cause: failure };
  if (ownHost && !sent) return new Unreachable({ ...about, what, ownHost });
  if (!sent) return new Unreachable({ ...about, what: asked(where, what) });
  if (code === "too-much-output" && isRead(where)) return new BadReply({ ...about, what: asked(where, bare) });
  return unknown({ ...about, what });
}

/** HRESULTs, as the signed numbers that .NET has: E_ACCESSDENIED; RPC_S_SERVER_UNAVAILABLE and RPC_S_CALL_FAILED. */
const E_ACCESSDENIED = -2_147_024_891;
const RPC_LOST = new Set([-2_147_023_174, -2_147_023_170]);
/** Of WinRM: access denied, logon failure, an account that is disabled, locked, or whose password has expired. */
const DENIED_CODES = new Set([5, 1326, 1327, 1330, 1331, 1907, 1909]);

/** Error ids of our module, `nlb-suspended` say, are written apart; those of PowerShell are not. */
const isOurs = ({ id }: CallerError): boolean => /^[a-z]+(-[a-z]+)+$/.test(id);

/** Whether the server knows the account and refuses it, or does not accept this password for it. */
export const isDenied = (error: CallerError): boolean => {
  const { category, types = [], hresult, native, stage } = error;
  if (isOurs(error)) return false;
  return (
    category === "PermissionDenied" ||
    category === "SecurityError" ||
    hresult === E_ACCESSDENIED ||
    types.includes("System.UnauthorizedAccessException") ||
    (stage === "session" && native !== null && native !== undefined && DENIED_CODES.has(native))
  );
};

/** Parameters did not fit, so the function was not even entered. */
const beforeAnything = ({ id }: CallerError): boolean =>
  /^(Parameter|NamedParameter|PositionalParameter|MissingMandatory|AmbiguousParameter)/.test(id);

/** The first line of what Windows or a program said, to be put into a sentence of ours. */
const firstLine = (said: string): string => (said.trim().split(/\r?\n/)[0] ?? "").trim().slice(0, 500).replace(/\.$/, "");

/**
 * Translates an error that came back through the caller module into the waist's terms.
 * @param printed by programs that PowerShell had started: `ssh` gives its reason there and nowhere else
 */
export function failureOfCall(error: CallerError, where: Where, printed: string): ServerError {
  const bare: About = { ...where, what: firstLine(error.message), ...hinted(error.hint) };
  const about = { ...bare, what: asked(where, bare.what) };
  switch (error.stage) {
    case "session":
      return failureOfSession(error, bare, printed);
    case "lost":
      return unknown({ ...where, what: text("server.answer-lost"), cause: error });
    case "answer":
      return new BadReply(about);
    default:
  }
  if (error.id === "fenced") return new Fenced(about);
  if (isDenied(error)) return denied(error, bare);
  // Between the server and something that it asked, such as another host of the cluster: nobody knows how far a change had come by then.
  if (RPC_LOST.has(error.hresult ?? 0) || error.category === "ConnectionError") return unknown({ ...bare, cause: error });
  if (error.id === "CommandNotFoundException") return missing(error, where);
  if (error.id === "NamedParameterNotFound") return otherVersion(bare);
  if (error.id === "ParameterArgumentValidationError") return notAllowed(bare);
  // Windows or a product stopped what a function of ours was doing: only its read shows how far that had come.
  if (!isRead(where) && !isOurs(error) && !beforeAnything(error))
    return unknown({ ...bare, what: text("powershell.broke-off", { what: bare.what }), cause: error });
  return new OperationFailed({ ...about, errorId: error.id === "" ? "unknown" : error.id });
}

function failureOfSession(error: CallerError, about: About, printed: string): ServerError {
  if (error.id === "wrong-server") return new OperationFailed({ ...about, what: asked(about, about.what), errorId: error.id });
  if (error.id === "CommandNotFoundException") return missing(error, about);
  if (error.id === "NamedParameterNotFound") return otherVersion(about);
  const ssh = sshReason(printed);
  if (ssh?.denied === true || isDenied(error)) return denied(error, { ...about, ...ssh });
  return new Unreachable({
    ...about,
    what: asked(about, ssh?.what ?? text("powershell.no-session", { what: about.what })),
    hint: ssh?.hint ?? about.hint ?? text("powershell.no-session.hint", { computer: computer(about) }),
  });
}

const denied = ({ heldBackMs }: CallerError, about: About): AccessDenied =>
  new AccessDenied({
    ...about,
    what: asked(about, text("powershell.denied", { what: about.what })),
    hint:
      about.hint ??
      (heldBackMs === undefined
        ? text("powershell.denied.hint", { computer: computer(about) })
        : text("powershell.held-back.hint", { computer: computer(about), pause: duration(heldBackMs) })),
  });

/** Commands of the module RollingUpdate; this computer's are called with the name of the module before them. */
const isOurCommand = (name: string): boolean => /^(RollingUpdate(Check)?\\)?[A-Za-z]+-RU[A-Z]\w*$/.test(name);

/** An endpoint that does not offer a function of ours, or a server that lacks a command that such a function needs. */
function missing({ target: command = "" }: CallerError, where: Where): OperationFailed {
  const ours = isOurCommand(command);
  return new OperationFailed({
    ...where,
    errorId: ours ? "not-offered" : "missing-module",
    what: asked(where, ours ? text("powershell.not-offered", { command }) : text("powershell.no-command", { command })),
    hint: ours ? installAgain(where) : text("powershell.no-command.hint", { computer: computer(where) }),
  });
}

/** An endpoint that was registered from another version of this package. */
const otherVersion = (about: About): OperationFailed =>
  new OperationFailed({
    ...about,
    errorId: "not-offered",
    what: asked(about, text("powershell.other-version", { what: about.what })),
    hint: installAgain(about),
  });

/** An endpoint holds parameters to what its flow needed when it was written; functions of ours refuse by ids of their own. */
const notAllowed = (about: About): OperationFailed =>
  new OperationFailed({
    ...about,
    errorId: "not-offered",
    what: asked(about, text("powershell.not-allowed", { what: about.what })),
    hint: text("powershell.not-allowed.hint", { computer: computer(about) }),
  });

const installAgain = (where: Where): Text => text("powershell.not-offered.hint", { computer: computer(where) });
