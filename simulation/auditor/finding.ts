/** The promises of the README and of the design, by number. */
export type PromiseNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/** A promise that was broken. */
export interface Finding {
  readonly promise: PromiseNumber;
  /** Milliseconds since 1970, on the lab's clock. */
  readonly at: number;
  /** Null where it is not about one member. */
  readonly member: string | null;
  readonly text: string;
}

/** A promise of which the records cannot show that it was kept, and why. */
export interface NotJudged {
  readonly promise: PromiseNumber;
  readonly why: string;
}
