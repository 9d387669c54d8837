import type { OperationName } from "../../server/catalogue";
import { operationOf } from "../../server/catalogue";
import type { ServerError } from "../../server/errors";
import { text } from "../../texts";
import { AccessDenied, BadReply, Fenced, OperationFailed, OutcomeUnknown, Unreachable } from "../../server/errors";
import type { ShellFailure } from "./shell/shell";
import { sshReason } from "./ssh-reason";

/** What the caller module tells of an error: ids and codes to decide by, words for people. */
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
  readonly hresult?: number | null;
  /** The error code of WinRM or of the system. */
  readonly native?: number | null;
}

interface Where {
  readonly server: string;
  readonly operation: OperationName;
  /** The computer that is asked, where it is not the server itself. */
  readonly at?: string;
}

const asked = ({ at }: Where, what: string): string => (at === undefined ? what : `${at}: ${what}`);
/** For hints: who reads `CAS1: …` would look on CAS1. */
const there = ({ at }: Where): string => (at === undefined ? "there" : `on ${at}`);

const isRead = ({ operation }: Where): boolean => operationOf(operation).kind === "read";

/** A request was sent and nobody knows what became of it: for a read nothing is lost by that. */
const unknown = (where: Where, what: string, hint?: string, cause?: unknown): ServerError => {
  const about = { ...where, what: asked(where, what), cause, ...(hint === undefined ? {} : { hint }) };
  return isRead(where) ? new Unreachable(about) : new OutcomeUnknown(about);
};

const shellHints: Partial<Record<ShellFailure["code"], string>> = {
  "not-found": "Install PowerShell on the host of Node-RED, or name its path in the connection.",
  blocked: "The execution policy of this host blocks the package's PowerShell files: allow RemoteSigned, or sign them.",
  "wrong-version": "Windows PowerShell 5.1 or PowerShell 7 is needed on the host of Node-RED.",
  "not-started": "Start this PowerShell by hand under the account of Node-RED and look at what it says.",
};

/** What a failure of our own shell means for the operation that was to run in it. */
export function failureOfShell(failure: ShellFailure, where: Where): ServerError {
  const { code, sent, message, detail } = failure;
  const said = detail === "" || code === "not-found" ? trimmed(message) : `${trimmed(message)} (${firstLine(detail)})`;
  const hint = shellHints[code];
  if (!sent && hint !== undefined)
    return new Unreachable({ ...where, what: text("powershell.own-host", { what: said }), hint, ownHost: true, cause: failure });
  if (!sent) return new Unreachable({ ...where, what: asked(where, said), cause: failure });
  if (code === "too-much-output" && isRead(where)) {
    return new BadReply({ ...where, what: asked(where, "the answer is too long to be one"), cause: failure });
  }
  return unknown(where, said, undefined, failure);
}

const hinted = (hint: string | null | undefined): { hint?: string } => (hint === undefined || hint === null || hint === "" ? {} : { hint });

/** HRESULTs, as the signed numbers that .NET has: E_ACCESSDENIED; RPC_S_SERVER_UNAVAILABLE and RPC_S_CALL_FAILED. */
const E_ACCESSDENIED = -2_147_024_891;
const RPC_LOST = new Set([-2_147_023_174, -2_147_023_170]);
/** Of WinRM: access denied, logon failure, an account that is disabled, locked, or whose password has expired. */
const DENIED_CODES = new Set([5, 1326, 1327, 1330, 1331, 1907, 1909]);

/** Error ids of our module, `nlb-suspended` say, are written apart; those of PowerShell are not. */
const isOurs = ({ id }: CallerError): boolean => /^[a-z]+(-[a-z]+)+$/.test(id);

/** Whether the server knows the account and does not let it, or does not know it with this password. */
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

/** Parameters did not fit, so that the function was not even entered. */
const beforeAnything = ({ id }: CallerError): boolean =>
  /^(Parameter|NamedParameter|PositionalParameter|MissingMandatory|AmbiguousParameter)/.test(id);

const trimmed = (text: string): string => text.trim().slice(0, 500).replace(/\.$/, "");
const firstLine = (text: string): string => trimmed(text.trim().split(/\r?\n/)[0] ?? "");

/**
 * What an error that came back through the caller module is in the waist's terms.
 * @param said what programs below PowerShell have printed meanwhile: `ssh` tells its reason there and nowhere else
 */
export function failureOfCall(error: CallerError, where: Where, said: string): ServerError {
  const what = firstLine(error.message);
  const bare = { ...where, what, ...hinted(error.hint) };
  const about = { ...bare, what: asked(where, what) };
  switch (error.stage) {
    case "session":
      return failureOfSession(error, bare, said);
    case "lost":
      return unknown(where, "the session broke before the answer came", undefined, error);
    case "answer":
      return new BadReply(about);
    default:
  }
  if (error.id === "fenced") return new Fenced(about);
  if (error.id === "no-answer-in-time") return unknown(where, what, undefined, error);
  if (isDenied(error)) return denied(bare);
  // Between the server and something that it asked, another host of the cluster say: how far a change had come by then, nobody knows.
  if (RPC_LOST.has(error.hresult ?? 0) || error.category === "ConnectionError") return unknown(where, what, error.hint ?? undefined, error);
  if (error.id === "CommandNotFoundException") return missing(error, about);
  if (error.id === "NamedParameterNotFound") return otherVersion(bare);
  // Windows or a product broke off what a function of ours was doing: only its read tells how far that had come.
  if (!isRead(where) && !isOurs(error) && !beforeAnything(error))
    return unknown(where, `it broke off: ${what}`, error.hint ?? undefined, error);
  return new OperationFailed({ ...about, errorId: error.id === "" ? "unknown" : error.id });
}

type About = Where & { readonly what: string; readonly hint?: string };

function failureOfSession(error: CallerError, about: About, said: string): ServerError {
  if (error.id === "wrong-server") return new OperationFailed({ ...about, what: asked(about, about.what), errorId: error.id });
  if (error.id === "CommandNotFoundException") return missing(error, about);
  if (error.id === "NamedParameterNotFound") return otherVersion(about);
  const ssh = sshReason(said);
  if (ssh?.denied === true || isDenied(error)) return denied({ ...about, ...ssh });
  return new Unreachable({
    ...about,
    what: asked(about, ssh?.what ?? `no session could be opened: ${about.what}`),
    ...hinted(ssh?.hint ?? about.hint),
  });
}

const denied = (about: About): AccessDenied =>
  new AccessDenied({
    ...about,
    what: asked(about, `access was denied: ${about.what}`),
    hint:
      about.hint ??
      `Check the account of the connection: it must be administrator ${there(about)}, or a member of the JEA endpoint's role.`,
  });

/** Commands of the module RollingUpdate; this computer's are called with the name of the module before them. */
const isOurCommand = (name: string): boolean => /^(RollingUpdate\\)?[A-Za-z]+-RU[A-Z]\w*$/.test(name);

/** An endpoint that does not offer a function of ours, or a server that lacks a command which one needs. */
function missing({ target = "" }: CallerError, about: About): OperationFailed {
  if (isOurCommand(target)) {
    return new OperationFailed({
      ...about,
      errorId: "not-offered",
      what: asked(about, `the endpoint does not offer ${target}`),
      hint: installAgain(about),
    });
  }
  return new OperationFailed({
    ...about,
    errorId: "missing-module",
    what: asked(about, `there is no command ${target} on the server`),
    hint: `The Windows feature or the product that brings it is missing ${there(about)}, or its PowerShell module is.`,
  });
}

/** An endpoint that was registered from another version of this package. */
const otherVersion = (about: About): OperationFailed =>
  new OperationFailed({
    ...about,
    errorId: "not-offered",
    what: asked(about, `the endpoint has another version of the module RollingUpdate: ${about.what}`),
    hint: installAgain(about),
  });

const installAgain = (about: Where): string =>
  `Install the module RollingUpdate of this package's version ${there(about)} and register the endpoint again; check the endpoint's name in the connection.`;
