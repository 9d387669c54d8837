import { stripVTControlCharacters } from "node:util";

/** Cuts chunks into lines; every character is touched only once, wherever the chunks end. */
export class LineReader {
  #parts: string[] = [];

  constructor(private readonly take: (line: string) => void) {}

  push(chunk: string): void {
    let from = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
      this.#parts.push(chunk.slice(from, end));
      this.#emit();
      from = end + 1;
    }
    if (from < chunk.length) this.#parts.push(chunk.slice(from));
  }

  /** What came without a line end. */
  end(): void {
    if (this.#parts.length > 0) this.#emit();
  }

  #emit(): void {
    const line = this.#parts.length === 1 ? (this.#parts[0] ?? "") : this.#parts.join("");
    this.#parts = [];
    this.take(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
}

const LINE_CHARS = 500;

/** A line for people: bounded, without colours and control characters; empty if nothing is left. */
export const readable = (line: string): string =>
  stripVTControlCharacters(line.slice(0, 2 * LINE_CHARS))
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .trimEnd()
    .slice(0, LINE_CHARS);

/** The last lines of what was printed. */
export class Tail {
  #lines: string[] = [];

  constructor(private readonly atMost = 20) {}

  /** Lines are made readable only when somebody asks: there can be millions. */
  add(line: string): void {
    if (line === "") return;
    this.#lines.push(line);
    if (this.#lines.length > this.atMost) this.#lines.shift();
  }

  clear(): void {
    this.#lines = [];
  }

  get text(): string {
    return this.#lines
      .map(readable)
      .filter((line) => line !== "")
      .join("\n");
  }
}
