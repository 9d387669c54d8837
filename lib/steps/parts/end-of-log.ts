import { ServerError } from "../../server";
import type { LogServer } from "./setup-log";

const BYTES = 8_192;
const LINES = 6;
const LONGEST = 900;

/**
 * The last lines of a log, to be quoted in a failure; empty where there is none, or it cannot be read. Blank lines, and the frame that Windows
 * Installer puts around its log, are left out.
 */
export async function endOfLog(server: LogServer, path: string): Promise<string> {
  try {
    const { exists, size } = await server.read("files.stat", { path });
    if (!exists) return "";
    // Even, or every character of a log of Windows Installer (UTF-16) would be read across two.
    const offset = Math.max(0, Math.floor(((size ?? 0) - BYTES) / 2) * 2);
    const { text } = await server.read("files.tail", { path, offset, atMostBytes: BYTES });
    const lines = text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .slice(offset === 0 ? 0 : 1)
      .filter((line) => line !== "" && !line.startsWith("=== "));
    return wholeLines(lines.slice(-LINES));
  } catch (error) {
    // What failed is known already; the log is only quoted.
    if (error instanceof ServerError) return "";
    throw error;
  }
}

/** As many of the last lines as there is room for: one that begins in the middle of a word tells less than none. */
function wholeLines(lines: readonly string[]): string {
  const last = lines.at(-1) ?? "";
  let said = last.length > LONGEST ? `${last.slice(0, LONGEST)}…` : last;
  for (const line of lines.slice(0, -1).toReversed()) {
    if (line.length + said.length > LONGEST) break;
    said = `${line} / ${said}`;
  }
  return said;
}
