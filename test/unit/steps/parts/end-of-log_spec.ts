import "should";
import { endOfLog } from "../../../../lib/steps/parts/end-of-log";
import type { LogServer } from "../../../../lib/steps/parts/setup-log";

/** A log as the member gives it: UTF-16, of which whole characters alone can be read. */
const logOf = (text: string): LogServer => {
  const bytes = Buffer.from(text, "utf16le");
  const read = (op: string, { offset = 0, atMostBytes = 0 }: { offset?: number; atMostBytes?: number }) => {
    if (op === "files.stat") return Promise.resolve({ exists: true, size: bytes.length, sha256: null });
    const part = bytes.subarray(offset, offset + atMostBytes);
    return Promise.resolve({ exists: true, offset: offset + part.length, text: part.toString("utf16le") });
  };
  return { read } as unknown as LogServer;
};

describe("The end of a log, as it is quoted", () => {
  it("is its last lines, without the frame of Windows Installer", async () => {
    const log = ["1", "2", "", "3", "4", "5", "6", "7", "=== Verbose logging stopped: 10.01.2026  22:08:38 ==="].join("\r\n");
    (await endOfLog(logOf(log), "a.log")).should.equal("2 / 3 / 4 / 5 / 6 / 7");
  });

  it("is of whole lines alone, as many as there is room for, and of the beginning of a last line that is too long", async () => {
    const long = "Weiterführende Informationen ".repeat(40).trim();
    (await endOfLog(logOf(`${long}\r\nFehlercode 1603.`), "a.log")).should.equal("Fehlercode 1603.");
    (await endOfLog(logOf(`Fehlercode 1603.\r\n${long}`), "a.log")).should.match(/^Weiterführende Informationen .*…$/);
  });

  it("is read from a whole character on, however long the log is", async () => {
    for (const more of [0, 1, 2, 3]) {
      const log = `${"ü".repeat(9000 + more)}\r\nd’installer la mise à jour`;
      (await endOfLog(logOf(log), "a.log")).should.equal("d’installer la mise à jour");
    }
  });
});
