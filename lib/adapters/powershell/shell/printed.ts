import { readable, Tail } from "../process";

/** What a process has printed, as far as it concerns one request. */
export interface Heard {
  /** The number of the request. */
  readonly id: number;
  /** Lines that name one of these may be counted as its own; others only if it was alone. */
  readonly about: readonly string[];
  readonly lines: Tail;
  shared: boolean;
  /** Settles when all that it has printed before its failure was heard. */
  readonly whole: Promise<void>;
  readonly end: () => void;
}

/**
 * What a process prints besides its answers: warnings of programs, and the reason that `ssh` gives. Nothing in it says for which request, so
 * while several are under way a line belongs to the one whose server it names, and to none if it names none.
 */
export class Printed {
  readonly #all = new Tail();
  readonly #open = new Set<Heard>();

  constructor(private readonly onText: ((line: string) => void) | undefined) {}

  add(line: string): void {
    this.#all.add(line);
    for (const heard of this.#open) if (!heard.shared || isAbout(line, heard.about)) heard.lines.add(line);
    if (this.onText === undefined) return;
    const shown = readable(line);
    if (shown !== "") this.onText(shown);
  }

  /** Whoever's they are. */
  get last(): string {
    return this.#all.text;
  }

  /** All that a request has printed before its failure was told. */
  end(id: number): void {
    for (const heard of this.#open) if (heard.id === id) heard.end();
  }

  /** Listens for a request. */
  listen(id: number, about: readonly string[]): Heard {
    let end = (): void => {};
    const whole = new Promise<void>((resolve) => {
      end = resolve;
    });
    const heard: Heard = { id, about, lines: new Tail(), shared: this.#open.size > 0, whole, end };
    for (const other of this.#open) other.shared = true;
    this.#open.add(heard);
    return heard;
  }

  /** Listens no more. */
  leave(heard: Heard): void {
    this.#open.delete(heard);
  }
}

/** Names of hosts and addresses, whole: 10.0.0.1 is not in a line about 10.0.0.11. */
const isAbout = (line: string, names: readonly string[]): boolean =>
  names.some((name) => {
    const text = name.toLowerCase();
    const words = line
      .toLowerCase()
      .split(/[^a-z0-9.:_-]+/)
      .map((word) => word.replace(/[.:]+$/, ""));
    return text !== "" && words.includes(text);
  });
