import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { RealServersConfig } from "../../../nodes/server-connection/settings";
import { settingsOf } from "../../../nodes/server-connection/settings";
import { VERSION, migrated, sinceVersion2 } from "../../../nodes/server-connection/versions";

const aConfig = (more: Record<string, unknown> = {}): RealServersConfig =>
  ({ ...sinceVersion2, id: "c", type: "server-connection", name: "real", kind: "winrm", ...more }) as unknown as RealServersConfig;

describe("the settings of a connection to real servers", () => {
  it("are those of a Windows domain where nothing else is set", () => {
    settingsOf(aConfig(), {}, "win32").should.deepEqual({
      kind: "winrm",
      executable: "powershell.exe",
      winrm: {
        authentication: "Kerberos",
        useSsl: false,
        port: null,
        endpoint: null,
        monitoringEndpoint: null,
        certificateThumbprint: null,
        credential: null,
      },
    });
  });

  it("take texts without the blanks around them, and numbers as texts", () => {
    const more = {
      executable: " C:\\pwsh\\pwsh.exe ",
      useSsl: true,
      port: " 5999 ",
      endpoint: " RollingUpdate ",
      monitoringEndpoint: "Scom",
    };
    const settings = settingsOf(aConfig(more), { user: " contoso\\svc ", password: " secret " }, "win32");
    settings.should.match({ executable: "C:\\pwsh\\pwsh.exe" });
    should(settings.winrm).match({ useSsl: true, port: 5999, endpoint: "RollingUpdate", monitoringEndpoint: "Scom" });
    should(settings.winrm?.credential).deepEqual({ user: "contoso\\svc", password: " secret " });
  });

  it("leave a user and password unused where a certificate says who it is", () => {
    const more = { authentication: "Certificate", useSsl: true, certificateThumbprint: "ab ".repeat(20) };
    const { winrm } = settingsOf(aConfig(more), { user: "left over", password: "left over" }, "win32");
    should(winrm).match({ certificateThumbprint: "ab".repeat(20), credential: null });
  });

  it("are of PowerShell 7 over SSH, from any host", () => {
    const ssh = { user: "contoso\\svc", port: 22, keyFile: "/keys/id", knownHostsFile: null };
    for (const platform of ["linux", "win32"] as const)
      settingsOf(aConfig({ kind: "ssh", sshUser: "contoso\\svc", keyFile: "/keys/id" }), {}, platform).should.deepEqual({
        kind: "ssh",
        executable: "pwsh",
        ssh,
      });
    should(settingsOf(aConfig({ kind: "ssh", sshUser: "u", sshPort: "2222" }), {}, "linux").ssh?.port).equal(2222);
  });

  it("are of this computer's own PowerShell", () => {
    settingsOf(aConfig({ kind: "local" }), {}, "linux").should.deepEqual({ kind: "local", executable: "pwsh" });
    settingsOf(aConfig({ kind: "local" }), {}, "win32").should.deepEqual({ kind: "local", executable: "powershell.exe" });
  });

  for (const [what, more, secrets, platform, code, text] of [
    ["WinRM on Linux", {}, {}, "linux", "winrm-needs-windows", /linux.*no WinRM.*choose SSH/],
    ["a kind that is not known", { kind: "telnet" }, {}, "win32", "connection-not-usable", /does not know: telnet/],
    [
      "an authentication that is not known",
      { authentication: "Basic" },
      {},
      "win32",
      "connection-not-usable",
      /unknown kind of authentication: Basic/,
    ],
    [
      "a certificate without a thumbprint",
      { authentication: "Certificate", useSsl: true },
      {},
      "win32",
      "connection-not-usable",
      /no thumbprint/,
    ],
    [
      "a certificate without HTTPS",
      { authentication: "Certificate", certificateThumbprint: "ab".repeat(20) },
      {},
      "win32",
      "connection-not-usable",
      /needs HTTPS/,
    ],
    ["a user without a password", {}, { user: "svc" }, "win32", "connection-not-usable", /a user but no password/],
    ["a password without a user", {}, { password: "s3cret!" }, "win32", "connection-not-usable", /a password but no user/],
    ["SSH without a user", { kind: "ssh" }, {}, "linux", "connection-not-usable", /names no user/],
    ["a port that is none", { port: "70000" }, {}, "win32", "connection-not-usable", /70000.*1 to 65535/],
  ] as const) {
    it(`refuse ${what}, and say what to do`, () => {
      let refused: unknown;
      try {
        settingsOf(aConfig(more), secrets, platform);
      } catch (error) {
        refused = error;
      }
      should(refused).match({ name: "Refused", code, status: 409, message: text });
      String(refused).should.not.containEql("s3cret!");
    });
  }
});

describe("a connection that was saved by version 1", () => {
  const version1 = { version: 1, name: "Lab", kind: "lab", role: "web-farm", seed: 7, speed: 600, faults: [], truthFile: "t" };

  it("keeps what was set, and has the defaults of what came later", () => {
    migrated(version1).should.deepEqual({ ...sinceVersion2, ...version1, version: VERSION });
  });

  it("is taken like one of today", () => {
    const { version, ...saved } = version1;
    for (const old of [saved, { ...saved, version }] as { version?: number }[]) migrated(old).should.deepEqual(migrated(migrated(old)));
  });

  it("keeps what version 2 has set", () => {
    migrated({ ...sinceVersion2, version: 2, sshPort: 2222 }).should.match({ version: 2, sshPort: 2222 });
  });

  it("stands in no example any more", () => {
    const folder = join(__dirname, "../../../examples");
    for (const file of readdirSync(folder)) {
      const nodes = JSON.parse(readFileSync(join(folder, file), "utf8")) as { type: string; version?: number }[];
      for (const node of nodes.filter(({ type }) => type === "server-connection"))
        node.should.match({ ...sinceVersion2, version: VERSION });
    }
  });
});
