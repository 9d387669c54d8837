import { readdirSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Disk } from "../../../../../lib/run/store/file/disk";
import { realDisk } from "../../../../../lib/run/store/file/disk";

/** What can fail: a write, be it to a handle or to a path, or a sync. */
type Call = "write" | "datasync" | "rename";

const sizeOf = (data: unknown): number => (typeof data === "string" ? Buffer.byteLength(data) : (data as Uint8Array).length);

/** The disk of this computer, with so little space under one folder as the test wants, and with errors where it wants them. A write that does not fit is written as far as it fits. */
export class SmallDisk {
  /** Bytes that all files under the folder may have together. */
  space = Number.POSITIVE_INFINITY;
  /** Every write, new file and new folder is refused with this code; null: none. */
  refuses: string | null = null;
  private readonly counts: Record<Call, number> = { write: 0, datasync: 0, rename: 0 };
  private failing: { readonly call: Call; readonly at: number; readonly code: string } | null = null;

  constructor(private readonly folder: string) {}

  /** The nth of these calls from now on fails. */
  failAt({ call, nth, code }: { readonly call: Call; readonly nth: number; readonly code: string }): void {
    this.failing = { call, at: this.counts[call] + nth, code };
  }

  /** What there is under the folder, in bytes. */
  used(folder = this.folder): number {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? this.used(path) : statSync(path).size);
    }, 0);
  }

  readonly disk: Disk = {
    ...realDisk,
    mkdir: (async (path: string, options: object) => {
      this.mayWrite();
      return await realDisk.mkdir(path, options);
    }) as Disk["mkdir"],
    rename: async (from, to) => {
      this.mayWrite();
      this.does("rename");
      await realDisk.rename(from, to);
    },
    writeFile: (async (path: string, data: string, options: object) => {
      const file = await this.disk.open(path, "w");
      try {
        await file.writeFile(data, options);
      } finally {
        await file.close();
      }
    }) as Disk["writeFile"],
    open: async (path, flags, mode) => {
      if (flags !== "r") this.mayWrite();
      return this.limited(await realDisk.open(path, flags, mode));
    },
  };

  private limited(file: FileHandle): FileHandle {
    const write = async (data: string | Uint8Array): Promise<void> => {
      this.does("write");
      const free = this.space - this.used();
      const bytes = Buffer.from(data as string);
      if (sizeOf(bytes) <= free) return await file.appendFile(bytes);
      await file.appendFile(bytes.subarray(0, Math.max(0, free)));
      throw failure("ENOSPC");
    };
    const datasync = async (): Promise<void> => {
      this.does("datasync");
      await file.datasync();
    };
    return {
      appendFile: write,
      writeFile: write,
      datasync,
      sync: () => file.sync(),
      stat: () => file.stat(),
      read: (...args: Parameters<FileHandle["read"]>) => file.read(...args),
      close: () => file.close(),
    } as unknown as FileHandle;
  }

  private mayWrite(): void {
    if (this.refuses !== null) throw failure(this.refuses);
  }

  private does(call: Call): void {
    const count = ++this.counts[call];
    if (this.failing?.call === call && this.failing.at === count) throw failure(this.failing.code);
  }
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: the disk of the test refuses`), { code });
