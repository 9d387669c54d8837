import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import "should";
import { readOptions } from "../../../../tools/check-windows/options";
import { readPassword } from "../../../../tools/check-windows/password";
import type { Keyboard } from "../../../../tools/check-windows/password";
import { settingsOf } from "../../../../tools/check-windows/way";

const server = ["--server", "CAS1"];

describe("The command line of check-windows", () => {
  it("knows every kind of connection that a server-connection has", () => {
    const settings = (...args: string[]) => settingsOf(readOptions(args), "secret");
    settings().should.match({ kind: "local" });
    settings(...server, "--ssh", "--user", "svc", "--key-file", "/k").should.match({
      kind: "ssh",
      ssh: { user: "svc", port: 22, keyFile: resolve("/k") },
    });
    settings(...server, "--https", "--port", "5999").should.match({
      winrm: { authentication: "Kerberos", useSsl: true, port: 5999, credential: null },
    });
    settings(...server, "--authentication", "negotiate", "--user", "svc").should.match({
      winrm: { authentication: "Negotiate", credential: { user: "svc", password: "secret" } },
    });
    settings(...server, "--authentication", "Certificate", "--certificate", "ab cd").should.match({
      winrm: { authentication: "Certificate", useSsl: true, certificateThumbprint: "abcd", credential: null },
    });
    settings(...server, "--endpoint", "E", "--scom", "S", "--scom-endpoint", "M").should.match({
      winrm: { endpoint: "E", monitoringEndpoint: "M" },
    });
  });

  for (const [args, why] of [
    [["--authentication", "Basic", ...server], /Kerberos, Negotiate or Certificate/],
    [["--password", "x", ...server], /no option/],
    [["--ssh", ...server], /--ssh needs --user/],
    [["--ssh", "--user", "u", "--https", ...server], /for WinRM/],
    [["--authentication", "Certificate", ...server], /needs --certificate/],
    [["--test-member", "CAS2", ...server], /must be one of the servers/],
    [["--yes", ...server], /needs --test-member/],
    [["--restart"], /needs --test-member/],
    [["--wrong-password", "--test-member", "CAS1", ...server], /needs --user/],
    [["--password-file", "x", ...server], /needs --user/],
  ] as const)
    it(`refuses ${args.join(" ")}`, () => {
      (() => readOptions(args)).should.throw(why);
    });
});

describe("The password of check-windows", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "password-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const out = { write: () => true };
  const keyboard = (isTTY: boolean): EventEmitter & Keyboard =>
    Object.assign(new EventEmitter(), { isTTY, setRawMode: () => {}, setEncoding: () => {}, pause: () => {}, resume: () => {} }) as never;

  it("is the first line of a file, as Windows editors write it too", async () => {
    const file = join(folder, "password.txt");
    for (const bytes of [Buffer.from("Paß\r\nmore"), Buffer.from("\uFEFFPaß\n"), Buffer.from("\uFEFFPaß\r\n", "utf16le")]) {
      writeFileSync(file, bytes);
      (await readPassword({ file, user: "u", input: keyboard(false), out })).should.equal("Paß");
    }
  });

  it("comes through a pipe", async () => {
    const input = keyboard(false);
    const password = readPassword({ file: "-", user: "u", input, out });
    input.emit("data", "sec");
    input.emit("data", "ret\n");
    input.emit("end");
    (await password).should.equal("secret");
  });

  it("is typed, corrected, and given up with Ctrl+C", async () => {
    const input = keyboard(true);
    const password = readPassword({ file: null, user: "u", input, out });
    input.emit("data", "sex\bcret\r");
    (await password).should.equal("secret");
    const given = readPassword({ file: null, user: "u", input, out });
    input.emit("data", "se\u0003");
    await given.should.be.rejectedWith(/No password/);
  });

  it("is not waited for where there is no console", async () => {
    await readPassword({ file: null, user: "u", input: keyboard(false), out }).should.be.rejectedWith(/--password-file/);
  });
});
