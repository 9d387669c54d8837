import { createHash } from "node:crypto";
import { installerLog } from "../captured";

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

const [frameOfInstaller = ""] = installerLog.texts.starts.split(":");

/** How a text is written: Windows Installer writes its log as UTF-16, which a mark at its beginning says; others write UTF-8. */
const isWide = (text: string): boolean => text.startsWith(frameOfInstaller);

/** A text as it is on a disk. */
export const bytesOf = (text: string): Buffer => (isWide(text) ? Buffer.from(`\ufeff${text}`, "utf16le") : Buffer.from(text));

/** How many of these bytes are whole characters: one that is cut is left for the next time, as on real servers. */
function wholeOf(bytes: Buffer, wide: boolean): number {
  if (wide) return bytes.length - (bytes.length % 2);
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

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
    return {
      exists: true,
      size: bytesOf(file).length,
      sha256: createHash("sha256").update(bytesOf(file)).digest("hex"),
      signature: "none",
    };
  }

  tail(path: string, offset: number, atMostBytes: number): { exists: boolean; offset: number; text: string } {
    const file = this.get(path);
    if (file === undefined) return { exists: false, offset: 0, text: "" };
    const written = typeof file === "string" ? file : "";
    const wide = isWide(written);
    const bytes = bytesOf(written);
    // A file that is shorter than it was has been rewritten.
    const from = offset > bytes.length ? 0 : offset;
    const part = bytes.subarray(from, from + atMostBytes);
    const whole = part.subarray(0, wholeOf(part, wide));
    return { exists: true, offset: from + whole.length, text: whole.toString(wide ? "utf16le" : "utf8").replace(/^\ufeff/, "") };
  }
}
