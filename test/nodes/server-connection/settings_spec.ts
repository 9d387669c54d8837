import should from "should";
import { fields } from "../../../nodes/server-connection/fields";
import type { Secrets } from "../../../nodes/server-connection/settings";
import { parsed, settingsOf } from "../../../nodes/server-connection/settings";
import { schemaOf } from "../../../nodes/shared/runtime/schema";
import { asNew, inEnglish } from "../../shared/node-fields";

const schema = schemaOf("server-connection", fields, inEnglish("server-connection"));

/** What a node that is saved like this is set to. */
const settingsWith = (more: Record<string, unknown> = {}) =>
  parsed(schema, { ...asNew("server-connection"), id: "c", type: "server-connection", name: "real", kind: "winrm", ...more });

type RealServers = Parameters<typeof settingsOf>[0];
const settingsFor = (more: Record<string, unknown>, secrets: Secrets, platform: NodeJS.Platform) =>
  settingsOf(settingsWith(more) as RealServers, secrets, platform);

describe("the settings of a connection to real servers", () => {
  it("are those of a Windows domain where nothing else is set", () => {
    settingsFor({}, {}, "win32").should.deepEqual({
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
    const settings = settingsFor(more, { user: " contoso\\svc ", password: " secret " }, "win32");
    settings.should.match({ executable: "C:\\pwsh\\pwsh.exe" });
    should(settings.winrm).match({ useSsl: true, port: 5999, endpoint: "RollingUpdate", monitoringEndpoint: "Scom" });
    should(settings.winrm?.credential).deepEqual({ user: "contoso\\svc", password: " secret " });
  });

  it("have an account for setup beside that of the connection, on any way to real servers", () => {
    const secrets = { setupUser: " CONTOSO\\svc-setup ", setupPassword: " secret " };
    const jobCredential = { user: "CONTOSO\\svc-setup", password: " secret " };
    for (const more of [{ kind: "local" }, { kind: "ssh", sshUser: "u" }, { kind: "winrm" }])
      should(settingsFor(more, secrets, "win32")).match({ kind: more.kind, jobCredential });
    should(settingsFor({ kind: "winrm" }, secrets, "win32").winrm).match({ credential: null });
  });

  it("leave a user and password unused where a certificate says who it is", () => {
    const more = { authentication: "Certificate", useSsl: true, certificateThumbprint: "ab ".repeat(20) };
    const { winrm } = settingsFor(more, { user: "left over", password: "left over" }, "win32");
    should(winrm).match({ certificateThumbprint: "ab".repeat(20), credential: null });
  });

  it("are of PowerShell 7 over SSH, from any host", () => {
    const ssh = { user: "contoso\\svc", port: 22, keyFile: "/keys/id", knownHostsFile: null };
    for (const platform of ["linux", "win32"] as const)
      settingsFor({ kind: "ssh", sshUser: "contoso\\svc", keyFile: "/keys/id" }, {}, platform).should.deepEqual({
        kind: "ssh",
        executable: "pwsh",
        ssh,
      });
    should(settingsFor({ kind: "ssh", sshUser: "u", sshPort: "2222" }, {}, "linux").ssh?.port).equal(2222);
  });

  it("are of this computer's own PowerShell", () => {
    settingsFor({ kind: "local" }, {}, "linux").should.deepEqual({ kind: "local", executable: "pwsh" });
    settingsFor({ kind: "local" }, {}, "win32").should.deepEqual({ kind: "local", executable: "powershell.exe" });
  });

  for (const [what, more, secrets, platform, code, text] of [
    ["WinRM on Linux", {}, {}, "linux", "winrm-needs-windows", /linux.*no WinRM.*choose SSH/],
    [
      "a kind that is not known",
      { kind: "telnet" },
      {},
      "win32",
      "connection-not-usable",
      /kind: “telnet” is not one of the choices: lab, winrm/,
    ],
    [
      "an authentication that is not known",
      { authentication: "Basic" },
      {},
      "win32",
      "connection-not-usable",
      /authentication: “Basic” is not one of the choices: Kerberos, Negotiate/,
    ],
    [
      "a certificate without a thumbprint",
      { authentication: "Certificate", useSsl: true },
      {},
      "win32",
      "connection-not-usable",
      /certificateThumbprint: The thumbprint of the client certificate/,
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
    [
      "an account for setup without its password",
      {},
      { setupUser: "svc" },
      "win32",
      "connection-not-usable",
      /account for setup, but no password/,
    ],
    [
      "a password for setup without its account",
      {},
      { setupPassword: "s3cret!" },
      "win32",
      "connection-not-usable",
      /password for setup, but no account/,
    ],
    ["SSH without a user", { kind: "ssh" }, {}, "linux", "connection-not-usable", /sshUser: Enter the account on the servers/],
    ["a port that is none", { port: "70000" }, {}, "win32", "connection-not-usable", /port: From 1 to 65535.*“70000”/],
  ] as const) {
    it(`refuse ${what}, and say what to do`, () => {
      let refused: unknown;
      try {
        settingsFor(more, secrets, platform);
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
    const { version, ...saved } = version1;
    for (const old of [saved, { ...saved, version }])
      parsed(schema, old).should.deepEqual({ ...parsed(schema, { sshUser: "x" }), ...saved, version: 2 });
  });

  it("keeps what version 2 has set", () => {
    settingsWith({ kind: "ssh", sshUser: "svc", sshPort: 2222 }).should.match({ version: 2, sshPort: 2222 });
  });
});
