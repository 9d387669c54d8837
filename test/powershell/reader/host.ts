import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thePowerShell } from "../../shared/powershell";

let made: string | null = null;

/**
 * The engine of the tests' PowerShell behind the reader of Windows PowerShell: whatever switches it is given, it reads standard input so.
 * @returns the path of its executable
 */
export function windowsReader(): string {
  if (made === null) {
    const folder = mkdtempSync(join(tmpdir(), "reader-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    made = join(folder, "pwsh");
    writeFileSync(made, `#!/bin/sh\nexec "${thePowerShell()}" -NoProfile -NonInteractive -File "${join(__dirname, "reader.ps1")}"\n`);
    chmodSync(made, 0o755);
  }
  return made;
}
