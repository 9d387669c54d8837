import type { Out } from "../program";

type State = "ok" | "warning" | "NOT CHECKED" | "FAILED";

/** What the checks have found. */
export class Results {
  private readonly lines: { readonly code: string; readonly state: State; readonly text: string }[] = [];

  report(code: string, state: State, text: string): void {
    this.lines.push({ code, state, text });
  }

  check(code: string, good: boolean, text: string): void {
    this.report(code, good ? "ok" : "FAILED", text);
  }

  /**
   * A check that must find nothing.
   * @param words what to say if it has found nothing, and before what it has found
   */
  checkNone(code: string, found: readonly string[], words: { readonly none: string; readonly some?: string }): void {
    this.check(code, found.length === 0, found.length === 0 ? words.none : `${words.some ?? ""}${found.join(", ")}`);
  }

  /** Writes them in order, with their count as the last line. @returns whether none has failed */
  write(out: Out): boolean {
    for (const { code, state, text } of [...this.lines].sort((a, b) => a.code.localeCompare(b.code)))
      out.write(`${code.padEnd(9)} ${state.padEnd(11)} ${text}\n`);
    const count = (wanted: State) => this.lines.filter(({ state }) => state === wanted).length;
    out.write(
      `Scorecard: ${count("ok")} ok, ${count("warning")} warnings, ${count("NOT CHECKED")} not checked, ${count("FAILED")} failed\n`,
    );
    return count("FAILED") === 0;
  }
}
