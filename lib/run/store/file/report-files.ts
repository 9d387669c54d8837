import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reports } from "../store";
import type { Reserve } from "./reserve";
import { RunId } from "./run-id";

/** Two files per run: a page for people and a document for other systems. Neither is ever seen half-written. */
export class ReportFiles implements Reports {
  /** @param folder is made when it is first needed @param reserve is given up for a report on a full disk */
  constructor(
    private readonly folder: string,
    private readonly reserve: Reserve,
  ) {}

  async keep(run: string, reports: { readonly html: string; readonly json: string }): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    for (const ending of ["json", "html"] as const) {
      const path = this.path(run, ending);
      await this.write(`${path}.new`, reports[ending]);
      await rename(`${path}.new`, path);
    }
    return this.path(run, "html");
  }

  private async write(path: string, text: string): Promise<void> {
    try {
      await writeFile(path, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      await this.reserve.giveUp();
      await writeFile(path, text);
    }
  }

  async of(run: string): Promise<string | null> {
    const path = this.path(run, "html");
    return await access(path).then(
      () => path,
      () => null,
    );
  }

  private path(run: string, ending: "json" | "html"): string {
    return join(this.folder, `${RunId.parse(run)}.${ending}`);
  }
}
