import type { Words } from "../texts";
import { Failure, text } from "../texts";
import type { OperationName } from "./catalogue";
import { summaryOf } from "./catalogue";

export type ServerErrorCode = "unreachable" | "access-denied" | "outcome-unknown" | "operation-failed" | "bad-reply" | "fenced";

interface About {
  readonly server: string;
  readonly operation: OperationName;
  /** What happened. */
  readonly what: Words;
  /** What to do about it, where we know. */
  readonly hint?: Words;
  /** The computer that asks is not fit to ask: that says nothing about any server, and is the same for all of them. */
  readonly ownHost?: true;
  readonly cause?: unknown;
}

/** What can go wrong between us and a server. Decide by `code` (and `errorId`), never by the words: Windows localises them. */
export abstract class ServerError extends Failure {
  declare readonly code: ServerErrorCode;
  readonly server: string;
  readonly operation: OperationName;
  /** What happened, without the server's name, for callers that name it themselves. */
  readonly what: Words;
  readonly hint: Words | undefined;
  readonly ownHost: boolean;

  constructor(code: ServerErrorCode, { server, operation, what, hint, ownHost, cause }: About) {
    super(
      { code, member: server, what: text("server.failed", { what, operation: summaryOf(operation) }), since: [], hint: hint ?? null },
      { cause },
    );
    this.server = server;
    this.operation = operation;
    this.what = what;
    this.hint = hint;
    this.ownHost = ownHost === true;
  }
}

/** Nobody answered, and nothing was sent that could have changed anything. */
export class Unreachable extends ServerError {
  constructor(about: About) {
    super("unreachable", about);
  }
}

export class AccessDenied extends ServerError {
  constructor(about: About) {
    super("access-denied", about);
  }
}

/** A change was sent and no answer came: it may or may not have been made. */
export class OutcomeUnknown extends ServerError {
  constructor(about: About) {
    super("outcome-unknown", about);
  }
}

/** The server said no. */
export class OperationFailed extends ServerError {
  /** The server's own stable id of the error, e.g. `nlb-suspended`. */
  readonly errorId: string;

  constructor(about: About & { readonly errorId: string }) {
    super("operation-failed", about);
    this.errorId = about.errorId;
  }
}

/** The answer is not what the catalogue says. */
export class BadReply extends ServerError {
  constructor(about: About) {
    super("bad-reply", about);
  }
}

/** A run with a higher fencing number has taken over. */
export class Fenced extends ServerError {
  constructor(about: About) {
    super("fenced", about);
  }
}
