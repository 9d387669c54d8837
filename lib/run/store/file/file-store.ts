import { join } from "node:path";
import type { RunStore } from "../store";
import type { Disk } from "./disk";
import { realDisk } from "./disk";
import { JournalFiles } from "./journal-files";
import type { Limits } from "./lock";
import { FileLocks } from "./lock";
import { ReportFiles } from "./report-files";
import { Reserve } from "./reserve";

/** For tests: another disk, and other limits of the lock. */
interface Options {
  readonly disk?: Disk;
  readonly lock?: Partial<Limits>;
}

/** Keeps runs in files under one folder: `runs/` for the journals, `reports/`, and `locks/` for who has an array and its fencing number. */
export class FileStore implements RunStore {
  readonly journals: JournalFiles;
  readonly locks: FileLocks;
  readonly reports: ReportFiles;

  /** @param folder is made when it is first needed */
  constructor(folder: string, { disk = realDisk, lock = {} }: Options = {}) {
    const reserve = new Reserve(join(folder, "reserve"), disk);
    this.journals = new JournalFiles(join(folder, "runs"), reserve, disk);
    this.reports = new ReportFiles(join(folder, "reports"), reserve, disk);
    this.locks = new FileLocks(join(folder, "locks"), lock);
  }
}
