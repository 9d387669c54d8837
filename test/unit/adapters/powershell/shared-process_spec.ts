import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "should";

const powershell = join(__dirname, "../../../../powershell");

/** Lines of code, comments left out, of a module. */
const linesOf = (module: string) =>
  readdirSync(join(powershell, module))
    .filter((name) => name.endsWith(".ps1"))
    .flatMap((name) =>
      readFileSync(join(powershell, module, name), "utf8")
        .replaceAll(/<#[\s\S]*?#>/g, (comment) => comment.replaceAll(/[^\n]/g, ""))
        .split("\n")
        .map((text, index) => ({ text: text.replace(/^\s*#.*/, ""), at: `${module}/${name}:${index + 1}` })),
    );

const linesWith = (pattern: RegExp, module = "RollingUpdateCaller"): string[] =>
  linesOf(module)
    .filter(({ text }) => pattern.test(text))
    .map(({ at, text }) => `${at}: ${text.trim()}`);

/**
 * What one server's request did with these would be there for all others; measured on PowerShell 7.6. The module RollingUpdate runs on the servers,
 * or in a process that belongs to one server, but what it starts must not read the lines of its process either.
 */
describe("A process that several servers share", () => {
  it("has no environment and no current directory that one of them changes", () => {
    linesWith(/\$env:\w+\s*=|SetEnvironmentVariable|CurrentDirectory\s*=|Set-Location|Push-Location/i).should.eql([]);
  });

  it("runs no script block on a thread of .NET's, which would end it", () => {
    linesWith(
      /TimerCallback|Register-\w*Event|\.add_\w+\(|\[System\.Threading\.(Thread|Timer|Tasks)|Start-ThreadJob|ParameterizedThreadStart/i,
    ).should.eql([]);
  });

  it("lets no program read its standard input", () => {
    for (const module of ["RollingUpdateCaller", "RollingUpdate"])
      linesWith(/(?<!\$null \| )&\s+\$(Path|File|Tool|program)\b/i, module).should.eql([]);
    linesWith(/\$null \| & \$Path @Argument/, "RollingUpdate").should.have.length(1);
  });

  it("is ended by nobody but its host", () => {
    linesWith(/\[(System\.)?Environment\]::Exit/i)
      .map((line) => line.split(":")[0])
      .should.eql(["RollingUpdateCaller/Host.ps1"]);
  });
});
