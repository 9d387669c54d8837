import type { OperationName } from "./catalogue";

export type ServerErrorCode = "unreachable" | "access-denied" | "outcome-unknown" | "operation-failed" | "bad-reply" | "fenced";

interface About {
  readonly server: string;
  readonly operation: OperationName;
  /** What happened, in words. */
  readonly what: string;
  /** What to do about it, where we know. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** What can go wrong between us and a server. Decide by `code` (and `errorId`), never by the text: Windows messages are localised. */
export abstract class ServerError extends Error {
  abstract readonly code: ServerErrorCode;
  readonly server: string;
  readonly operation: OperationName;
  /** What happened, in words and without the server's name, for those who name it themselves. */
  readonly what: string;
  readonly hint: string | undefined;

  constructor(about: About) {
    super(`${about.server}: ${about.what} (${about.operation})${about.hint === undefined ? "" : ` ${about.hint}`}`, { cause: about.cause });
    this.name = new.target.name;
    this.server = about.server;
    this.operation = about.operation;
    this.what = about.what;
    this.hint = about.hint;
  }
}

/** Nobody answered, and nothing was sent that could have changed anything. */
export class Unreachable extends ServerError {
  readonly code = "unreachable";
}

export class AccessDenied extends ServerError {
  readonly code = "access-denied";
}

/** A change was sent and no answer came: it may have been made or not. */
export class OutcomeUnknown extends ServerError {
  readonly code = "outcome-unknown";
}

/** The server said no. */
export class OperationFailed extends ServerError {
  readonly code = "operation-failed";
  /** The server's own stable id of the error, e.g. `nlb-suspended`. */
  readonly errorId: string;

  constructor(about: About & { readonly errorId: string }) {
    super(about);
    this.errorId = about.errorId;
  }
}

/** The answer is not what the catalogue says. */
export class BadReply extends ServerError {
  readonly code = "bad-reply";
}

/** A run with a higher fencing number has taken over. */
export class Fenced extends ServerError {
  readonly code = "fenced";
}
