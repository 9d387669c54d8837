/** The simulated server says no. The server and the operation are added where the call came in. */
export class Refusal extends Error {
  /** @param errorId stable, e.g. `nlb-suspended` @param hint what to do about it, in words */
  constructor(
    readonly errorId: string,
    readonly what: string,
    readonly hint?: string,
  ) {
    super(what);
  }
}
