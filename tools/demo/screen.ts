import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import type { RunDocument } from "../../lib/run";
import { ProgressLines, progressTable } from "./progress";

/** Where the progress is shown. */
export interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Shows the progress of a run: redrawn in place on a terminal, as lines anywhere else. */
export class Screen {
  private readonly lines = new ProgressLines();
  private height = 0;

  constructor(private readonly out: Terminal) {}

  /**
   * @param elapsedSeconds since the start, on the run's clock
   * @param asking somebody is to type: nothing may be drawn over that
   * @returns whether lines were written
   */
  show(document: RunDocument, elapsedSeconds: number, asking = false): boolean {
    const isTerminal = this.out.isTTY === true;
    // On a terminal, too: while somebody is asked, it goes on with what is new.
    const told = this.lines.next(document, elapsedSeconds);
    if (isTerminal && !asking) this.draw(document, elapsedSeconds);
    if ((isTerminal && !asking) || told.length === 0) return false;
    this.write(asking ? ["", ...told] : told);
    return true;
  }

  /** Somebody else has written below what is drawn: that stays. */
  leave(): void {
    this.height = 0;
  }

  /** A line that stays. @param asking somebody is to type @param elapsedSeconds since the start, on the run's clock */
  say(line: string, elapsedSeconds: number, asking = false): void {
    this.write([...(asking ? [""] : []), this.lines.said(line, elapsedSeconds)]);
    // What is drawn next begins below it.
    this.height = 0;
  }

  private draw(document: RunDocument, elapsedSeconds: number): void {
    const { columns = 80, rows = 24 } = this.out;
    const table = progressTable(document, elapsedSeconds, { columns, rows });
    if (this.height > 0) {
      moveCursor(this.out, 0, -this.height);
      cursorTo(this.out, 0);
      clearScreenDown(this.out);
    }
    this.write(table);
    this.height = table.length;
  }

  private write(lines: readonly string[]): void {
    if (lines.length > 0) this.out.write(`${lines.join("\n")}\n`);
  }
}
