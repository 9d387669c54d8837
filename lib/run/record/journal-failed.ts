import { Failure, reason, text } from "../../texts";

/** Thrown when the journal cannot be written: then nothing more is done, since nobody would know of it. */
export class JournalFailed extends Failure {
  constructor(cause: unknown) {
    const what = text("run.journal-failed", { cause: cause instanceof Error ? cause.message : String(cause) });
    super(reason("journal-failed", what, text("run.journal-failed.hint")), { cause });
  }
}
