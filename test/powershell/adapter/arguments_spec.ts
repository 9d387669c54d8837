import "should";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Flat, Parameters } from "../../../lib/adapters/powershell/functions";
import { functionOf } from "../../../lib/adapters/powershell/functions";
import { Hosts } from "../../../lib/adapters/powershell/shell";
import { Shells } from "../../../lib/adapters/powershell/shells";
import { callerModule, serverModule } from "../../../lib/adapters/powershell/target";
import type { OperationName } from "../../../lib/server/catalogue";
import { needsPowerShell, needsSshServer, thePowerShell } from "../../shared/powershell";
import { SshServers } from "../windows/ways/ssh";

/** Gives the next text; one that may be empty only where the catalogue allows it. */
interface Next {
  (): string;
  readonly orNone: () => string;
}

/** Every operation that takes text, each text of it made of what is given. */
const texts: Partial<Record<OperationName, (text: Next) => unknown>> = {
  "services.start": (text) => ({ name: text() }),
  "services.stop": (text) => ({ name: text() }),
  "services.setStartType": (text) => ({ name: text(), startType: "manual" }),
  "files.stat": (text) => ({ path: text() }),
  "files.tail": (text) => ({ path: text(), offset: 0, atMostBytes: 1 }),
  "files.copy": (text) => ({ from: text(), to: text(), sha256: "0".repeat(64) }),
  "job.poll": (text) => ({ id: text() }),
  "job.account": (text) => ({ account: text() }),
  "job.start": (text) => ({
    id: text(),
    work: { kind: "exe", file: text(), arguments: [text.orNone(), text.orNone(), ""] },
    limitMinutes: 1,
    account: text(),
    brings: null,
  }),
  "job.cancel": (text) => ({ id: text() }),
  "scom.begin": (text) => ({ minutes: 30, reason: "PlannedOther", comment: text.orNone() }),
  "script.look": (text) => ({ file: text(), arguments: [text.orNone()] }),
};
/** The other kinds of work have texts of their own. */
const works = [
  (text: Next) => ({ kind: "msp", file: text(), log: text() }),
  (text: Next) => ({ kind: "windows-updates", kbs: [text(), text()] }),
];

/** What PowerShell would do something with, if anything of a text were ever read as script. */
const payloads = (canary: string): readonly string[] => {
  const command = `New-Item '${canary}'`;
  return [
    `$(${command})`,
    `'; ${command}; '`,
    `"; ${command}; "`,
    `’; ${command}; ‘`,
    `”; ${command} #`,
    `\`n${command}\n`,
    `\n${command}\n\n`,
    `\r\n}\r\n${command}\r\n`,
    `{ ${command} }`,
    `& { ${command} } |`,
    `@(${command})`,
    `-Verbose`,
    `-Path:${canary}`,
    `#>${command}<#`,
    `C:\\Users\\Jürgen Ö'Brien\\\u4f60\u597d \u{1f600}.msp`,
    "2026-01-10T22:00:00+02:00",
    "=1+1",
    "%PATH%$env:PATH",
    "\u0000\u0001\u001b[31m",
    "@RU0123456789abcdef {}",
  ];
};

/** What the echo of a parameter stands for: a text as it is, or anything else as JSON. */
const heard = (echo: string): unknown => (echo.startsWith("s") ? echo.slice(1) : JSON.parse(echo.slice(1)));

describe("Text in an argument", function () {
  this.timeout(420_000);
  let folder: string;
  let canary: string;
  before(needsPowerShell);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-echo-"));
    canary = join(folder, "canary");
    const make = join(__dirname, "New-EchoModule.ps1");
    execFileSync(thePowerShell(), ["-NoProfile", "-NonInteractive", "-File", make, serverModule, join(folder, "RollingUpdate")]);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** Sends texts as every argument of every operation, and looks at what came. */
  const arrive = async (shells: Shells, runs: number): Promise<void> => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.constantFrom(...payloads(canary)),
      fc.tuple(fc.constantFrom(...payloads(canary)), fc.string({ unit: "grapheme" })).map(([a, b]) => b + a),
    );
    const asked: (readonly [OperationName, (text: Next) => unknown])[] = [
      ...(Object.entries(texts) as [OperationName, (text: Next) => unknown][]),
      ...works.map(
        (work) => ["job.start", (one: Next) => ({ id: one(), work: work(one), limitMinutes: 1, account: null, brings: null })] as const,
      ),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 4, maxLength: 4 }), async (strings) => {
        await Promise.all(
          asked.map(async ([op, argsOf]) => {
            let at = 0;
            const binding = functionOf(op);
            const orNone = () => strings[at++ % strings.length] ?? "";
            const args = argsOf(Object.assign(() => orNone() || "x", { orNone }));
            const sent: Parameters = {
              ...(op.startsWith("scom") ? { Computer: strings[3] || "x" } : {}),
              ...binding?.parameters(args as never),
            };
            const { frame } = await shells.call({ type: "call", function: String(binding?.name), parameters: sent }, { limitMs: 60_000 });
            if (!frame.ok) throw new Error(`${op}: ${JSON.stringify(frame["error"])}`);
            const [echo] = frame["records"] as Flat[];
            Object.fromEntries(Object.entries(echo ?? {}).map(([name, text]) => [name, heard(String(text))])).should.eql(sent);
          }),
        );
      }),
      { numRuns: runs, interruptAfterTimeLimit: 400_000, markInterruptAsFailure: true },
    );
    existsSync(canary).should.be.false();
  };

  const hosts = new Hosts({ executable: thePowerShell(), caller: callerModule, limits: { wornCalls: 1e6, maxCalls: 1e6 } });
  const shellsFor = (target: Record<string, string | number | boolean | null>): Shells =>
    // Not worn by so many calls: a new shell takes longer than hundreds of them.
    new Shells(target, () => hosts.shell());

  it("arrives unchanged in every operation, and nothing of it is executed", async () => {
    const shells = shellsFor({ kind: "local", module: join(folder, "RollingUpdate", "RollingUpdate.psd1"), expect: null });
    try {
      await arrive(shells, 1000);
    } finally {
      await shells.close();
    }
  });

  it("arrives unchanged over a remote session too", async function () {
    needsSshServer.call(this);
    const ssh = new SshServers({
      folder: join(folder, "ssh"),
      port: 2222,
      pwsh: thePowerShell(),
      environment: () => ({}),
    });
    const address = `127.9.${process.pid % 250}.1`;
    await ssh.start("ECHO", address);
    const shells = shellsFor({ kind: "ssh", module: join(folder, "RollingUpdate"), expect: null, computer: address, ...ssh.access });
    try {
      await arrive(shells, 60);
    } finally {
      await shells.close();
      await ssh.close();
    }
  });
});
