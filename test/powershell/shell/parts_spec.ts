import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import should from "should";
import { environmentOf } from "../../../lib/adapters/powershell/process/environment";
import { findExecutable } from "../../../lib/adapters/powershell/process/executable";
import { asciiOf, hexOf } from "../../../lib/adapters/powershell/process/frames";
import { LineReader } from "../../../lib/adapters/powershell/process/lines";
import { killTree } from "../../../lib/adapters/powershell/process/tree";
import { Printed } from "../../../lib/adapters/powershell/shell/printed";
import { closeShells, folder } from "./shells";

describe("the parts of a shell", () => {
  afterEach(closeShells);

  it("lines come out the same however the chunks fall", () => {
    const text = "one\ntwo\r\n\nhalf";
    for (let size = 1; size <= text.length; size++) {
      const lines: string[] = [];
      const reader = new LineReader((line) => lines.push(line));
      for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
      reader.end();
      should(lines).deepEqual(["one", "two", "", "half"]);
    }
  });

  it("a request is one line of ASCII, and so is a secret", () => {
    const request = { text: "ü\u2028\n\u{1f4a5}\u007f'" };
    const line = asciiOf(request);
    should(line).match(/^[\x20-\x7e]+$/);
    should(JSON.parse(line)).deepEqual(request);
    should(hexOf("aü\u{1f4a5}")).equal("006100fcd83ddca5");
  });

  describe("what a process prints", () => {
    it("belongs to the only request under way", () => {
      const printed = new Printed(undefined);
      const heard = printed.listen(1, ["10.0.0.1"]);
      printed.add("Host key verification failed.");
      should(heard.lines.text).equal("Host key verification failed.");
    });

    it("belongs to the request whose server it names while several are under way, and to no other", () => {
      const printed = new Printed(undefined);
      const [one, other] = [printed.listen(1, ["10.0.0.1"]), printed.listen(2, ["10.0.0.11", "cas11"])];
      printed.add("ssh: connect to host 10.0.0.11 port 22: Connection refused");
      printed.add("svc@CAS11: Permission denied (publickey).");
      printed.add("ssh: connect to host 10.0.0.1 port 22: Connection timed out");
      printed.add("Host key verification failed.");
      should(one.lines.text).equal("ssh: connect to host 10.0.0.1 port 22: Connection timed out");
      should(other.lines.text.split("\n")).have.length(2);
      should(printed.last.split("\n")).have.length(4);
    });
  });

  describe("the executable", () => {
    const put = (name: string, mode = 0o755): string => {
      const made = folder();
      writeFileSync(join(made, name), "");
      chmodSync(join(made, name), mode);
      return made;
    };

    it("is looked for on the PATH, in order, among files that can be started", async function () {
      if (process.platform === "win32") this.skip();
      const [locked, first, second] = [put("pwsh", 0o644), put("pwsh"), put("pwsh")];
      const inFolder = folder();
      mkdirSync(join(inFolder, "pwsh"));
      const env = { PATH: ["", "/nowhere", inFolder, locked, first, second].join(delimiter) };
      should(await findExecutable("pwsh", { env })).equal(join(first, "pwsh"));
      should(await findExecutable("powershell", { env })).equal(null);
      should(await findExecutable(join(second, "pwsh"), { env })).equal(join(second, "pwsh"));
      should(await findExecutable(join(locked, "pwsh"), { env })).equal(null);
    });

    it("has its ending from PATHEXT on Windows, of those that need no interpreter", async function () {
      if (process.platform === "win32") this.skip();
      const [batch, real] = [put("pwsh.cmd"), put("pwsh.exe", 0o644)];
      const env = { Path: `"${batch}";${real}`, PATHEXT: ".CMD;.EXE;.BAT" };
      const look = (command: string) => findExecutable(command, { env, platform: "win32" });
      should(await look("pwsh")).equal(join(real, "pwsh.exe"));
      should(await look("PWSH.EXE".toLowerCase())).equal(join(real, "pwsh.exe"));
      should(await look("pwsh.cmd")).equal(null);
    });
  });

  describe("the environment", () => {
    const own = { marker: "0123456789abcdef", caller: "C:\\x", env: { MINE: "1", TERM: "xterm" } };

    it("is this process's, the shell's own, and what keeps PowerShell plain and quiet", () => {
      should(environmentOf({ executable: "pwsh", ...own }, { HOME: "/h", NO_COLOR: "" }, "linux")).deepEqual({
        HOME: "/h",
        MINE: "1",
        TERM: "dumb",
        NO_COLOR: "1",
        POWERSHELL_TELEMETRY_OPTOUT: "1",
        POWERSHELL_UPDATECHECK: "Off",
        DOTNET_CLI_TELEMETRY_OPTOUT: "1",
        ROLLING_UPDATE_MARKER: "0123456789abcdef",
        ROLLING_UPDATE_CALLER: "C:\\x",
      });
    });

    it("has no module path of PowerShell 7 for Windows PowerShell, unless it is given on purpose", () => {
      const inherited = { PSModulePath: "c:\\program files\\powershell\\7\\Modules" };
      const pathOf = (executable: string, platform: NodeJS.Platform, env = {}) =>
        environmentOf({ executable, ...own, env }, inherited, platform)["PSModulePath"];
      should(pathOf("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\PowerShell.exe", "win32")).equal(undefined);
      should(pathOf("C:\\Windows\\powershell.exe", "win32", { PSModulePath: "D:\\m" })).equal("D:\\m");
      should(pathOf("C:\\Program Files\\PowerShell\\7\\pwsh.exe", "win32")).equal(inherited.PSModulePath);
      should(pathOf("/usr/bin/pwsh", "linux")).equal(inherited.PSModulePath);
    });
  });

  it("ends a process tree on Windows with the system's own tool", async function () {
    if (process.platform === "win32") this.skip();
    const windows = folder();
    const file = join(windows, "arguments");
    mkdirSync(join(windows, "System32"));
    const tool = join(windows, "System32", "taskkill.exe");
    writeFileSync(tool, `#!/bin/sh\necho "$@" > "${file}"\n`);
    chmodSync(tool, 0o755);
    await killTree(4711, 100, { platform: "win32", env: { SystemRoot: windows } });
    should(existsSync(file)).equal(true);
    should(readFileSync(file, "utf8")).equal("/PID 4711 /T /F\n");
  });
});
