import { randomUUID } from "node:crypto";

/** Who may act next: of all tokens only the last one given out counts, and only once. */
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
