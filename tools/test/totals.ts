import type { Counts, Failure } from "./reporter";

/** The results of all suites. */
export class Totals {
  private passed = 0;
  private skipped = 0;
  private readonly failures: Failure[] = [];

  /** A failure that does not belong to a single test: a suite that crashed, types that are wrong. */
  fail(title: string, message: string): void {
    this.failures.push({ title, message });
  }

  /** Something that was not run because its tool is missing. */
  skip(): void {
    this.skipped += 1;
  }

  add(suite: string, { passed, skipped, failures }: Counts): void {
    this.passed += passed;
    this.skipped += skipped;
    for (const { title, message } of failures) this.fail(`${suite}: ${title}`, message);
  }

  get ran(): boolean {
    return this.passed + this.failures.length > 0;
  }

  get good(): boolean {
    return this.failures.length === 0;
  }

  /** Each failure with the beginning of its message. */
  failureLines(): readonly string[] {
    return this.failures.map(({ title, message }) => `- ${title}\n  ${message.split("\n").slice(0, 6).join("\n  ")}`);
  }

  /** `N passed, N failed`, with `, N skipped` where some were. */
  inOneLine(): string {
    const skipped = this.skipped === 0 ? "" : `, ${this.skipped} skipped`;
    return `${this.passed} passed, ${this.failures.length} failed${skipped}`;
  }
}
