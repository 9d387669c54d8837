/** Thrown when the journal cannot be written: then nothing more is done, since nobody would know of it. */
export class JournalFailed extends Error {
  constructor(cause: unknown) {
    super(
      `The journal of the run cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Free disk space, then look at the members.`,
      {
        cause,
      },
    );
    this.name = "JournalFailed";
  }
}
