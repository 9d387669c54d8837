import { dirname, join } from "node:path";
import type { Reports } from "../store";
import type { Disk } from "./disk";
import { isMissing, on, realDisk } from "./disk";
import { RunId } from "./line";
import type { Reserve } from "./reserve";

const endings = ["json", "html"] as const;

/** Two files per run: a page for people and a document for other systems. Neither is ever seen half-written. */
export class ReportFiles implements Reports {
  /** @param folder is made when it is first needed @param reserve is given up for a report on a full disk */
  constructor(
    private readonly folder: string,
    private readonly reserve: Reserve,
    private readonly disk: Disk = realDisk,
  ) {}

  async keep(run: string, reports: { readonly html: string; readonly json: string }): Promise<string> {
    const paths = endings.map((ending) => this.path(run, ending));
    const clear = () => Promise.all(paths.map((path) => this.disk.rm(`${path}.new`, { force: true })));
    await on(this.folder, async () => {
      try {
        await this.reserve.orGivenUp(() => this.write(run, reports), clear);
        for (const path of paths) await this.disk.rename(`${path}.new`, path);
      } catch (error) {
        await clear().catch(() => undefined);
        throw error;
      }
    });
    return this.path(run, "html");
  }

  async of(run: string): Promise<string | null> {
    if (!RunId.safeParse(run).success) return null;
    const path = this.path(run, "html");
    return await this.disk.access(path).then(
      () => path,
      (error: unknown) => {
        // A report that cannot be looked at is there all the same.
        return isMissing(error) ? null : path;
      },
    );
  }

  async json(run: string): Promise<string | null> {
    if (!RunId.safeParse(run).success) return null;
    return await this.disk.readFile(this.path(run, "json"), "utf8").catch(() => null);
  }

  private async write(run: string, reports: { readonly html: string; readonly json: string }): Promise<void> {
    await this.disk.mkdir(dirname(this.path(run, "html")), { recursive: true });
    for (const ending of endings) await this.disk.writeFile(`${this.path(run, ending)}.new`, reports[ending], { flush: true });
  }

  private path(run: string, ending: (typeof endings)[number]): string {
    return join(this.folder, `${RunId.parse(run)}.${ending}`);
  }
}
