import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Shell } from "../../../lib/adapters/powershell/shell";
import { Hosts } from "../../../lib/adapters/powershell/shell";
import { Shells } from "../../../lib/adapters/powershell/shells";
import { callerModule, serverModule, targetOf } from "../../../lib/adapters/powershell/target";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import { WindowsWorld } from "../windows/world/server";
import { lookForSecret, plantedPassword } from "./look-for-secret";
import { needsSystemLog, SystemLog } from "./system-log";

const PASSWORD = plantedPassword();
/** Its beginning: quotes and letters that are not ASCII are written down in more than one way. */
const SECRET = "pl4nted";
const PACKAGE = "P4CKAGE-BYTES".repeat(50_000);

/** All that a policy can have PowerShell write down. Names: about_Logging_Non-Windows, about_Group_Policy_Settings. */
const everything = (transcripts: string) => ({
  LogLevel: "verbose",
  PowerShellPolicies: {
    ScriptBlockLogging: { EnableScriptBlockLogging: true, EnableScriptBlockInvocationLogging: true },
    ModuleLogging: { EnableModuleLogging: true, ModuleNames: ["*"] },
    Transcription: { EnableTranscripting: true, EnableInvocationHeader: true, OutputDirectory: transcripts },
  },
});

/** The text, and the bytes of it as PowerShell and programs write them. */
const spellings = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const hex = [bytes, wide, Buffer.from(wide).swap16()].map((buffer) => buffer.toString("hex"));
  return [
    text,
    ...hex,
    ...hex.map((digits) => digits.toUpperCase()),
    [...bytes].join(" "),
    [...bytes].join(","),
    bytes.toString("base64").slice(0, -4),
  ];
};

/**
 * Where everything is logged that a policy can have logged, on a real PowerShell: its sessions are opened in the same process, so that what
 * the functions on the servers do is written down as well.
 */
describe("A PowerShell that writes everything down", function () {
  this.timeout(120_000);
  let windows: WindowsWorld;
  let folder: string;
  let log: SystemLog;
  let hosts: Hosts;
  let shells: Shells;
  let carrier: Shell | null = null;
  before(needsPowerShell);
  before(needsSystemLog);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-logging-"));
    log = await SystemLog.listen();
    windows = await WindowsWorld.start({ array: "a", members: ["CAS1"], seed: 1, speed: 1, faults: [], pwsh: thePowerShell() });
    const settings = join(folder, "settings.json");
    writeFileSync(settings, JSON.stringify(everything(join(folder, "transcripts"))));
    const executable = join(folder, "pwsh");
    writeFileSync(executable, `#!/bin/sh\nexec "${thePowerShell()}" -SettingsFile "${settings}" "$@"\n`);
    chmodSync(executable, 0o755);
    const credential = { user: "CONTOSO\\svc-update", password: PASSWORD };
    const target = targetOf(
      {
        kind: "winrm",
        executable,
        winrm: {
          authentication: "Negotiate",
          useSsl: false,
          port: null,
          endpoint: null,
          monitoringEndpoint: null,
          certificateThumbprint: null,
          credential,
        },
      },
      "member",
      { address: "cas1.contoso.com", expect: "CAS1" },
    );
    const env = {
      ...windows.environment("CAS1"),
      REAL_CALLER: callerModule,
      SERVER_MODULE: join(serverModule, "RollingUpdate.psd1"),
      SESSION_RECORD: join(folder, "session.json"),
    };
    hosts = new Hosts({ executable, caller: join(__dirname, "caller-with-wsman", "caller-with-wsman.psm1"), env });
    shells = new Shells(target, () => (carrier = hosts.shell("CAS1")), { most: 1 });
  });
  after(async () => {
    await shells?.close();
    await hosts?.close();
    await windows?.stop();
    log?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const done = async (request: Parameters<Shells["call"]>[0]): Promise<void> => {
    const { frame } = await shells.call(request, { limitMs: 60_000 });
    should(frame).have.property("ok", true);
  };
  const transcripts = (): string => {
    const all = join(folder, "transcripts");
    if (!existsSync(all)) return "";
    const files = readdirSync(all, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".txt"));
    return files.map((name) => readFileSync(join(all, name), "utf8")).join("\n");
  };
  /** What is written down by now, in the log and in the transcripts. */
  const written = async (): Promise<{ readonly log: string; readonly transcripts: string }> => {
    const pid = carrier?.pid as number;
    for (let before = -1; before < log.of(pid).length; ) {
      before = log.of(pid).length;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { log: log.of(pid), transcripts: transcripts() };
  };

  it("writes down neither a password, nor any part of a package, and no process shows them", async () => {
    const looking = lookForSecret(PASSWORD);
    const file = join(folder, "rollup.msp");
    writeFileSync(file, PACKAGE);
    const sha256 = createHash("sha256").update(PACKAGE).digest("hex");
    await done({ type: "call", function: "Get-RUSystem", parameters: {} });
    await done({ type: "push", from: file, parameters: { From: file, To: "C:\\Packages\\rollup.msp", Sha256: sha256 } });
    readFileSync(windows.folders.real("CAS1", "C:\\Packages\\rollup.msp"), "utf8").should.equal(PACKAGE);
    const job = { Id: "job-1", Kind: "exe", File: "C:\\Packages\\rollup.msp", LimitMinutes: 1, Argument: ["/quiet"] };
    await done({ type: "call", function: "Start-RUJob", parameters: job });
    const found = await written();
    const isOn = {
      scriptBlocks: /Creating Scriptblock text/.test(found.log),
      modules: /ParameterBinding\(Invoke-RURequest\): name="Line"/.test(found.log),
      transcripts: /PowerShell transcript start/.test(found.transcripts) && /ParameterBinding\(Start-RUJob\)/.test(found.transcripts),
    };
    should(isOn).deepEqual({ scriptBlocks: true, modules: true, transcripts: true });
    for (const [where, text] of Object.entries(found))
      for (const secret of [...spellings(SECRET), ...spellings(PACKAGE.slice(0, 13))])
        if (text.includes(secret))
          throw new Error(`${secret} stands in the ${where}: ${text.slice(text.indexOf(secret) - 300).slice(0, 600)}`);
    should(looking.stop()).eql([]);
  });
});
