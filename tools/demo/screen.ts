// @ts-check
import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { ProgressLines, progressTable } from "./progress.mjs";

/** @typedef {import("../../lib/run/record/document.js").RunDocument} RunDocument */

/** Shows the progress of a run: drawn anew in place on a terminal, as lines anywhere else. */
export class Screen {
  #out;
  #lines = new ProgressLines();
  #height = 0;

  /** @param {NodeJS.WritableStream & { isTTY?: boolean, columns?: number, rows?: number }} out */
  constructor(out) {
    this.#out = out;
  }

  /**
   * @param {RunDocument} document
   * @param {number} elapsedSeconds since the start, on the run's clock
   */
  show(document, elapsedSeconds) {
    if (this.#out.isTTY === true) this.#draw(document, elapsedSeconds);
    else this.#write(this.#lines.next(document, elapsedSeconds));
  }

  /**
   * @param {RunDocument} document
   * @param {number} elapsedSeconds
   */
  #draw(document, elapsedSeconds) {
    const { columns = 80, rows = 24 } = this.#out;
    const table = progressTable(document, elapsedSeconds, { columns, rows });
    if (this.#height > 0) {
      moveCursor(this.#out, 0, -this.#height);
      cursorTo(this.#out, 0);
      clearScreenDown(this.#out);
    }
    this.#write(table);
    this.#height = table.length;
  }

  /** @param {readonly string[]} lines */
  #write(lines) {
    if (lines.length > 0) this.#out.write(`${lines.join("\n")}\n`);
  }
}
