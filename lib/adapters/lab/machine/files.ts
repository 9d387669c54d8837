import { createHash } from "node:crypto";

/** A file whose content nobody reads: a package. */
export interface Blob {
  readonly size: number;
  readonly sha256: string;
  readonly signature: "valid" | "invalid" | "none";
}

interface Stat {
  readonly exists: boolean;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly signature: "valid" | "invalid" | "none" | "unknown";
}

const missing: Stat = { exists: false, size: null, sha256: null, signature: "unknown" };

/** The files of a member that matter here: packages, and logs with their text. Paths are compared as Windows does. */
export class Files {
  /** They are told of every file that is written, with all of its text. */
  readonly whenPut: ((path: string, file: Blob | string) => void)[] = [];
  private readonly files = new Map<string, { readonly path: string; readonly file: Blob | string }>();

  /** All of them, with their paths as they were written. */
  all(): readonly { readonly path: string; readonly file: Blob | string }[] {
    return [...this.files.values()];
  }

  put(path: string, file: Blob | string): void {
    this.files.set(path.toLowerCase(), { path, file });
    for (const listener of this.whenPut) listener(path, file);
  }

  get(path: string): Blob | string | undefined {
    return this.files.get(path.toLowerCase())?.file;
  }

  /** Adds lines to a text file, as Windows ends them. */
  append(path: string, lines: readonly string[]): void {
    const before = this.get(path);
    this.put(path, `${typeof before === "string" ? before : ""}${lines.map((line) => `${line}\r\n`).join("")}`);
  }

  stat(path: string): Stat {
    const file = this.get(path);
    if (file === undefined) return missing;
    if (typeof file !== "string") return { exists: true, ...file };
    return { exists: true, size: Buffer.byteLength(file), sha256: createHash("sha256").update(file).digest("hex"), signature: "none" };
  }

  tail(path: string, offset: number, atMostBytes: number): { exists: boolean; offset: number; text: string } {
    const file = this.get(path);
    if (file === undefined) return { exists: false, offset: 0, text: "" };
    const bytes = Buffer.from(typeof file === "string" ? file : "");
    // A file that is shorter than it was has been rewritten.
    const from = offset > bytes.length ? 0 : offset;
    const part = bytes.subarray(from, from + atMostBytes);
    return { exists: true, offset: from + part.length, text: part.toString() };
  }
}
