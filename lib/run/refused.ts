/** A command or message that a run does not take. `status` is what an HTTP caller gets. */
export class Refused extends Error {
  /** @param code stable, e.g. `array-busy` @param problems each with the path of the field */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly problems?: readonly { readonly path: string; readonly message: string }[],
    /** The run that is in the way. */
    readonly runId?: string,
  ) {
    super(message);
    this.name = "Refused";
  }
}
