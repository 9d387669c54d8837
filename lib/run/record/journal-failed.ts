import type { Words } from "../../texts";
import { Failure, isText, reason, text } from "../../texts";

/** Thrown when the journal cannot be written: then nothing more is done, since nobody would know of it. */
export class JournalFailed extends Failure {
  /** @param cause what the disk said, or a text of ours */
  constructor(cause: unknown) {
    super(reason("journal-failed", text("run.journal-failed", { cause: wordsFor(cause) }), text("run.journal-failed.hint")), { cause });
  }
}

const wordsFor = (cause: unknown): Words => {
  if (isText(cause)) return cause;
  return cause instanceof Error ? cause.message : String(cause);
};
