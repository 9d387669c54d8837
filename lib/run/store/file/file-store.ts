import { join } from "node:path";
import type { Lock, Locks, RunStore } from "../store";
import type { Disk } from "./disk";
import { on, realDisk } from "./disk";
import { JournalFiles } from "./journal-files";
import { ReportFiles } from "./report-files";
import { Reserve } from "./reserve";
import { lockArray } from "./socket-lock";

/** Keeps runs in files under one folder: `runs/` for the journals, `reports/`, and `locks/` for who has an array and its fencing number. */
export class FileStore implements RunStore {
  readonly journals: JournalFiles;
  readonly locks: Locks;
  readonly reports: ReportFiles;

  /** @param folder is made when it is first needed */
  constructor(folder: string, disk: Disk = realDisk) {
    const reserve = new Reserve(join(folder, "reserve"), disk);
    this.journals = new JournalFiles(join(folder, "runs"), reserve, disk);
    this.reports = new ReportFiles(join(folder, "reports"), reserve, disk);
    this.locks = { take: (array, run) => take(join(folder, "locks"), disk, { array, run }) };
  }
}

const take = (folder: string, disk: Disk, { array, run }: { array: string; run: string }): Promise<Lock> =>
  on(folder, async () => {
    await disk.mkdir(folder, { recursive: true });
    return await lockArray(folder, array, run);
  });
