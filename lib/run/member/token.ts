import { randomUUID } from "node:crypto";

/** Who may act next: only the token given out last counts, and only once. */
export class Token {
  private valid: string | null = null;

  next(): string {
    this.valid = randomUUID();
    return this.valid;
  }

  /** True when the token may act; it is spent then. */
  take(token: string): boolean {
    if (this.valid === null || token !== this.valid) return false;
    this.valid = null;
    return true;
  }
}
