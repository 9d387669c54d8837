import type { Reports } from "../../lib/run/store/store";
import type { Durable } from "./durable";
import type { Life } from "./life";

/** The reports on a disk, as one process sees them. */
export class ProcessReports implements Reports {
  constructor(
    private readonly disk: Durable,
    private readonly life: Life,
  ) {}

  async keep(run: string, reports: { readonly html: string; readonly json: string }): Promise<string> {
    return await this.life.does("report", () => {
      this.disk.reports.set(run, reports);
      return `disk:${run}`;
    });
  }

  async of(run: string): Promise<string | null> {
    return await this.life.does("read", () => (this.disk.reports.has(run) ? `disk:${run}` : null));
  }

  async json(run: string): Promise<string | null> {
    return await this.life.does("read", () => this.disk.reports.get(run)?.json ?? null);
  }
}
