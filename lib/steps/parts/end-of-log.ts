import { ServerError } from "../../server";
import type { LogServer } from "./setup-log";

const BYTES = 8_192;
const LINES = 6;
const LONGEST = 700;

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
    return cut(lines.slice(-LINES).join(" / "));
  } catch (error) {
    // What failed is known already; the log is only quoted.
    if (error instanceof ServerError) return "";
    throw error;
  }
}

/** What is too long begins with a whole word, and with a mark that something is missing before it. */
const cut = (text: string): string => (text.length <= LONGEST ? text : `… ${text.slice(-LONGEST).replace(/^\S*\s+/, "")}`);
