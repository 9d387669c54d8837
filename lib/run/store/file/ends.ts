import type { FileHandle } from "node:fs/promises";
import type { Disk } from "./disk";

/** A file is read in parts of this size, and given up beyond that length of a line, in bytes. */
const CHUNK = 16 * 1024;
const LONGEST_LINE = 16 * 1024 * 1024;
const LF = 0x0a;

/** The first and the last line of a file that are ended; null where there is none. Only line feeds end lines. */
export async function endsOf(disk: Disk, path: string): Promise<{ readonly first: string | null; readonly last: string | null }> {
  const file = await disk.open(path, "r");
  try {
    const { size } = await file.stat();
    return { first: await firstLine(file), last: await lastLine(file, size) };
  } finally {
    await file.close();
  }
}

async function firstLine(file: FileHandle): Promise<string | null> {
  const parts: Buffer[] = [];
  for (let at = 0; at < LONGEST_LINE; ) {
    const part = await partOf(file, at, CHUNK);
    const end = part.indexOf(LF);
    parts.push(end < 0 ? part : part.subarray(0, end));
    if (end >= 0) return Buffer.concat(parts).toString("utf8");
    if (part.length === 0) return null;
    at += part.length;
  }
  return null;
}

async function lastLine(file: FileHandle, size: number): Promise<string | null> {
  let end = -1;
  let tail: Buffer = Buffer.alloc(0);
  for (let from = size; from > 0 && size - from < LONGEST_LINE; ) {
    const length = Math.min(CHUNK, from);
    from -= length;
    tail = Buffer.concat([await partOf(file, from, length), tail]);
    end = tail.lastIndexOf(LF);
    const start = end < 1 ? -1 : tail.lastIndexOf(LF, end - 1);
    if (end >= 0 && (start >= 0 || from === 0)) return tail.toString("utf8", start + 1, end);
  }
  return null;
}

async function partOf(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
