import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import "should";
import { needsPowerShell, thePowerShell } from "../../../shared/powershell";

const folderOf = (module: string): string => join(__dirname, "..", "..", "..", "..", "powershell", module);
const filesOf = (module: string): readonly string[] =>
  readdirSync(folderOf(module))
    .filter((name) => name.endsWith(".ps1"))
    .map((name) => join(folderOf(module), name));
const namesIn = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/^function (\S+)/gim)].map(([, name = ""]) => name));
const quoted = (texts: readonly string[]) => texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(",");

/** Commands that the check needs beyond those of the product; PowerShell 2.0 has them. */
const ALSO = ["Get-WSManInstance", "Get-ExecutionPolicy"];

describe("the questions of check-windows", function () {
  this.timeout(120_000);
  before(needsPowerShell);

  it("keep the rules of this house and of PowerShell 2.0, and are never made from a value", async () => {
    const files = filesOf("RollingUpdateCheck");
    const own = namesIn(files);
    const known = [...namesIn(filesOf("RollingUpdate")), ...own, ...ALSO];
    const command = `& '${join(__dirname, "syntax.ps1")}' -Path ${quoted(files)} -Known @(${quoted(known)}) -Offered @()`;
    const { stdout } = await promisify(execFile)(thePowerShell(), ["-NoProfile", "-NonInteractive", "-Command", command], {
      maxBuffer: 1 << 26,
      env: { ...process.env, TERM: "dumb", NO_COLOR: "1" },
    });
    const seen = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map(
        (line) =>
          JSON.parse(line) as { file: string; errors: string[]; findings: string[]; functions: { name: string; findings: string[] }[] },
      );
    seen.should.have.length(files.length);
    seen
      .flatMap(({ file, errors, findings, functions }) => [
        ...[...errors, ...findings].map((one) => `${file}: ${one}`),
        ...functions.flatMap(({ name, findings: its }) => its.map((one) => `${file}, ${name}: ${one}`)),
      ])
      .should.eql([]);
  });
});
