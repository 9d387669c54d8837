import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Lock, Locks, RunStore } from "../store";
import { JournalFiles } from "./journal-files";
import { ReportFiles } from "./report-files";
import { Reserve } from "./reserve";
import { lockArray } from "./socket-lock";

/** Keeps runs in files under one folder: `runs/` for the journals, `reports/`, and `locks/` for the fencing numbers. */
export class FileStore implements RunStore {
  readonly journals: JournalFiles;
  readonly locks: Locks;
  readonly reports: ReportFiles;

  /** @param folder is made when it is first needed */
  constructor(folder: string) {
    const reserve = new Reserve(join(folder, "reserve"));
    this.journals = new JournalFiles(join(folder, "runs"), reserve);
    this.reports = new ReportFiles(join(folder, "reports"), reserve);
    this.locks = { take: (array, run) => take(join(folder, "locks"), reserve, { array, run }) };
  }
}

/** Whoever takes an array has some disk space reserved for how the run ends. */
async function take(folder: string, reserve: Reserve, { array, run }: { array: string; run: string }): Promise<Lock> {
  await mkdir(folder, { recursive: true });
  const lock = await lockArray(folder, array, run);
  try {
    await reserve.setAside();
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
}
