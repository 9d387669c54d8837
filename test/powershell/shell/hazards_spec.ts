import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PowerShell } from "node-powershell";
import should from "should";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import type { Step } from "./shells";
import {
  ask,
  bareProcess,
  closeShells,
  failure,
  fake,
  folder,
  openShell,
  ourProcess,
  pidIn,
  runs,
  said,
  script,
  stillOpen,
  until,
} from "./shells";

/**
 * What goes wrong with the bare library, and that it does not with our shell: a pair for each hazard. Where the first test of a pair
 * fails one day, the library has changed, and what was built around it can go.
 */

type Options = ConstructorParameters<typeof PowerShell>[0];
const opened: PowerShell[] = [];
const processOf = (shell: PowerShell): ChildProcess => (shell as unknown as { process: ChildProcess }).process;

/** The bare library, used as its own documentation does. */
function bare(options: Options = {}, env: NodeJS.ProcessEnv = {}): PowerShell {
  const spawnOptions = { env: { ...process.env, TERM: "dumb", NO_COLOR: "1", ...env } };
  const shell = new PowerShell({ executable: thePowerShell(), spawnOptions, ...options });
  opened.push(shell);
  return shell;
}

const bareFake = (switches: Readonly<Record<string, unknown>> = {}): PowerShell => {
  const { executable, env } = fake(switches);
  return bare({ executable }, env);
};

/** Holds this process up, as a busy flow does: all that comes meanwhile is read at once. */
const stall = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

describe("hazards of the bare library", function () {
  this.timeout(20_000);
  before(needsPowerShell);
  before(function () {
    // Scripts stand for PowerShell in some of these, and signals are sent.
    if (process.platform === "win32") this.skip();
  });
  afterEach(async () => {
    for (const shell of opened.splice(0)) processOf(shell).kill("SIGKILL");
    await closeShells();
  });

  describe("a PowerShell that ends in the middle of a call (H1)", () => {
    it("bare: is a success without output, and what was printed is lost", async () => {
      const { raw, hadErrors } = await bare().invoke('"printed"; exit 0');
      should({ raw, hadErrors }).deepEqual({ raw: "", hadErrors: false });
    });

    it("ours: is a failure with exit code 0 as with any other", async () => {
      for (const code of [0, 3]) {
        const error = await failure(ask(openShell(), [{ do: "exit", code }]));
        should(error).match({ code: "exited", sent: true, exitCode: code, signal: null });
      }
    });

    it("ours: is an answer if that is still in the pipes", async () => {
      const shell = openShell(fake());
      await said(shell, { do: "echo", value: "warm" });
      const value = "x".repeat(150_000);
      const call = said(shell, { do: "echo", value }, { do: "answer" }, { do: "exit", code: 0 });
      await new Promise(setImmediate);
      stall(300);
      should(await call).deepEqual([value]);
      should(shell.ended).equal(true);
    });

    it("bare: is a success when it was SIGTERM", async () => {
      const shell = bare();
      await shell.invoke('"warm"');
      const call = shell.invoke("Start-Sleep 20");
      processOf(shell).kill("SIGTERM");
      should((await call).hadErrors).equal(false);
    });

    it("ours: is a failure when it was a signal", async () => {
      const shell = openShell();
      const pid = (await said(shell, { do: "pid" })) as number[];
      const call = ask(shell, [{ do: "sleep", ms: 20_000 }]);
      process.kill(pid[0]!, "SIGTERM");
      should(await failure(call)).match({ code: "exited", sent: true });
      should(shell.ended).equal(true);
    });
  });

  describe("a reply that is read in one go, with the line ends of Windows (H2)", () => {
    it("bare: is never noticed", async () => {
      const idle = join(folder(), "idle");
      const call = bareFake({ eol: "\r\n", idle }).invoke('"value"');
      while (!existsSync(idle)) stall(20);
      should(await stillOpen(call)).equal(true);
    });

    it("ours: is the answer, after every stall", async () => {
      for (const switches of [{ eol: "\r\n" }, { before: "\u001b[?1l\u001b[?1h" }]) {
        const shell = openShell(fake(switches));
        await said(shell, { do: "echo", value: "warm" });
        for (let i = 0; i < 5; i++) {
          const call = said(shell, { do: "echo", value: i });
          await new Promise(setImmediate);
          stall(60);
          should(await call).deepEqual([i]);
        }
      }
    });

    it("ours: is the answer even if the time was up during the stall", async () => {
      const shell = openShell(fake());
      await said(shell, { do: "echo", value: "warm" });
      const call = ask(shell, [{ do: "echo", value: "in time" }], { limitMs: 200 });
      await new Promise(setImmediate);
      stall(400);
      should((await call).frame["said"]).deepEqual(["in time"]);
    });
  });

  describe("an executable that cannot be started (H3)", () => {
    const noInterpreter = (): string => script("#!/nowhere/interpreter\n");
    const idle = "setTimeout(() => console.log('alive'), 300);";

    it("bare: ends the whole process when nobody has called yet", async () => {
      const { code, out } = await bareProcess(`new PowerShell({ executable: "/nowhere/pwsh" }); ${idle}`);
      should({ code, out }).deepEqual({ code: 1, out: "" });
    });

    it("ours: harms nobody, and every call says it", async () => {
      for (const executable of ["/nowhere/pwsh", noInterpreter()]) {
        const text = `const shell = new Shell({ executable: ${JSON.stringify(executable)}, caller: "" });
          const say = (error) => console.log(error.code, error.sent, shell.ended);
          setTimeout(() => shell.call({}, { limitMs: 9 }).catch(say).then(() => shell.call({}, { limitMs: 9 })).catch(say), 300);`;
        const { code, out } = await ourProcess(text);
        should({ code, out }).deepEqual({ code: 0, out: "not-found false true\nnot-found false true\n" });
      }
    });
  });

  describe("no file handles left (H4)", () => {
    const exhaust = `const fs = require("fs"), held = []; const take = () => { try { for (;;) held.push(fs.openSync("/dev/null")); } catch {} };
      const free = () => held.splice(0).forEach((fd) => fs.closeSync(fd));`;

    it("bare: throws something else, and ends the process although it was caught", async () => {
      const text = `${exhaust} take(); try { new PowerShell({ executable: process.env.ANY }); } catch (error) { free(); console.log(error.name); }
        setTimeout(() => console.log("alive"), 300);`;
      const { code, out } = await bareProcess(text, { ANY: thePowerShell() });
      should({ code, out }).deepEqual({ code: 1, out: "TypeError\n" });
    });

    it("ours: is a failure like others", async () => {
      const text = `${exhaust} new Shell({ executable: "/nowhere", caller: "" }); take();
        const shell = new Shell({ executable: process.env.ANY, caller: "" });
        free(); shell.call({}, { limitMs: 9 }).catch((error) => console.log(error.code, error.sent));
        setTimeout(() => console.log("alive"), 300);`;
      const { code, out } = await ourProcess(text, { ANY: thePowerShell() });
      should({ code, out }).deepEqual({ code: 0, out: "not-started false\nalive\n" });
    });
  });

  describe("calls that wait behind one in which PowerShell ends (H5)", () => {
    it("bare: wait for ever", async () => {
      const shell = bare();
      const [first, second] = [shell.invoke("exit 3"), shell.invoke('"second"')];
      await first.catch(() => {});
      should(await stillOpen(second)).equal(true);
    });

    it("ours: are told, and that they were not sent", async () => {
      const shell = openShell();
      const calls = [ask(shell, [{ do: "exit", code: 3 }]), ask(shell, []), ask(shell, [])].map(failure);
      const found = (await Promise.all(calls)).map(({ code, sent }) => `${code} ${sent}`);
      should(found).deepEqual(["exited true", "closed false", "closed false"]);
    });
  });

  describe("a call that takes too long (H6)", () => {
    it("bare: goes on, and takes the time of those behind it", async () => {
      const shell = bare({ invocationTimeout: 300 });
      await shell.invoke("Start-Sleep -Milliseconds 1200").should.be.rejected();
      await shell.invoke('"quick"').should.be.rejected();
    });

    it("ours: is stopped, and a shell takes the next one", async () => {
      const shell = openShell();
      should(await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 300 }))).match({ code: "timed-out", sent: true });
      const next = shell.ended ? openShell() : shell;
      should(await said(next, { do: "echo", value: "quick" })).deepEqual(["quick"]);
    });
  });

  describe("a tool that talks on standard error, and a warning (H7)", () => {
    const report = { a: [1] };

    it("bare: hide or spoil the result", async () => {
      const shell = bare({ throwOnInvocationError: false });
      const noisy = await shell.invoke('[Console]::Error.WriteLine("note"); \'{"a":[1]}\'');
      should(noisy.hadErrors).equal(true);
      should(noisy.raw).equal("note");
      const warned = await shell.invoke("Write-Warning careful; '{\"a\":[1]}'");
      should(() => JSON.parse(warned.raw) as unknown).throw();
    });

    it("ours: stand beside it", async () => {
      const steps: Step[] = [
        { do: "error", text: "note\n" },
        { do: "warning", text: "careful" },
        { do: "write-error", text: "an error that does not end it" },
        { do: "out", text: "half a line" },
        { do: "echo", value: report },
      ];
      const { frame, printed } = await ask(openShell(), steps);
      should(frame).deepEqual({ ok: true, said: [report] });
      for (const line of [/^note$/m, /careful/, /^half a line$/m, /an error that does not end it/]) should(printed).match(line);
    });
  });

  describe("much output (H8)", () => {
    const twelve = '$block = ("x" * 1023 + "`n") * 1024; 1..12 | ForEach-Object { [Console]::Out.Write($block) }';

    it("bare costs many times what ours does", async () => {
      const theirs = bare();
      const ours = openShell();
      await theirs.invoke('"warm"');
      await said(ours, { do: "echo", value: "warm" });
      const bareCpu = await cpuOf(() => theirs.invoke(twelve));
      const ourCpu = await cpuOf(() => ask(ours, [{ do: "noise", megabytes: 12 }]));
      should(bareCpu).be.above(3 * ourCpu);
    });
  });

  describe("secrets in what was sent (H9)", () => {
    it("bare: are kept for the life of the shell, here and in PowerShell", async () => {
      const shell = bare();
      await shell.invoke('$null = "s3cret"');
      should(shell.history.some(({ command }) => command.includes("s3cret"))).equal(true);
      should((await shell.invoke("(Get-History).CommandLine")).raw).match(/s3cret/);
    });

    it("ours: are kept nowhere", async () => {
      const invoke = Reflect.get(PowerShell.prototype, "invoke") as (this: PowerShell, command: string) => ReturnType<PowerShell["invoke"]>;
      const used = new Set<PowerShell>();
      PowerShell.prototype.invoke = function (this: PowerShell, command: string) {
        used.add(this);
        return invoke.call(this, command);
      };
      try {
        const shell = openShell();
        await said(shell, { do: "echo", value: "s3cret" });
        const [history] = (await said(shell, { do: "history" })) as string[];
        should(history)
          .match(/Invoke-RUCall/)
          .and.not.match(/s3cret/);
        should(used.size).equal(1);
        for (const library of used) should(library.history).have.length(0);
        // Stopped ones too.
        await failure(ask(shell, [{ do: "sleep", ms: 20_000, note: "s3cret" }], { limitMs: 50 }));
        for (const library of used) should(library.history).have.length(0);
      } finally {
        PowerShell.prototype.invoke = invoke;
      }
    });
  });

  describe("values that look like script (H10)", () => {
    const traps = (file: string): string[] => [
      `$(New-Item -ItemType File '${file}')`,
      `x"' ; New-Item -ItemType File '${file}' ; '`,
      `x\u2019; New-Item -ItemType File '${file}'; \u2019`,
      `# "\`n'@; New-Item -ItemType File '${file}'`,
      "Pa$$w0rd",
      "C:\\temp\\a,b:c;d",
      "{ ( [ ' \" ` | & % \r\n\t\u0000\u2028 end",
    ];

    it("bare: are executed", async () => {
      const file = join(folder(), "executed");
      await bare().invoke(PowerShell.command`Write-Output ${traps(file)[0]}`);
      should(existsSync(file)).equal(true);
    });

    it("ours: are values", async () => {
      const file = join(folder(), "executed");
      const shell = openShell();
      for (const value of traps(file)) should(await said(shell, { do: "echo", value })).deepEqual([value]);
      should(existsSync(file)).equal(false);
    });
  });

  describe("a command that is not complete (H11)", () => {
    it("bare: swallows all that comes after it", async () => {
      const shell = bare();
      should(await stillOpen(Promise.all([shell.invoke("if ($true) {"), shell.invoke('"next"')]), 600)).equal(true);
    });
    // Ours sends no command but its own: see the values that look like script.
  });

  describe("a program that reads standard input (H12)", () => {
    it("bare: hangs, and all that comes after it", async () => {
      const shell = bare();
      should(await stillOpen(Promise.all([shell.invoke("cat"), shell.invoke('"next"')]), 600)).equal(true);
    });

    it("ours: is ended with the shell when it is given up", async () => {
      const file = join(folder(), "pid");
      const shell = openShell({ limits: { graceMs: 200 } });
      const native = { do: "native", file: "sh", arguments: ["-c", `echo $$ > "${file}"; exec cat`] };
      const cancel = new AbortController();
      const call = failure(ask(shell, [native], { signal: cancel.signal }));
      const child = await pidIn(file);
      cancel.abort();
      should(await call).match({ code: "cancelled", sent: true });
      should(shell.ended).equal(true);
      should(await runs(child)).equal(false);
    });

    it("ours: one that has eaten our lines costs the shell, not the answer", async () => {
      const shell = openShell({ ...fake(), limits: { settleMs: 100 } });
      const { frame } = await ask(shell, [
        { do: "swallow", lines: 2 },
        { do: "echo", value: "there" },
      ]);
      should(frame["said"]).deepEqual(["there"]);
      should(shell.ended).equal(true);
    });
  });

  describe("a shell that does not want to end (H13)", () => {
    const stubborn = { ignoreSigterm: true, ignoreEnd: true };

    it("bare: dispose waits for ever", async () => {
      const shell = bareFake(stubborn);
      await shell.invoke('"warm"');
      should(await stillOpen(shell.dispose())).equal(true);
    });

    it("ours: is ended", async () => {
      const shell = openShell({ ...fake(stubborn), limits: { closeMs: 50, killMs: 100 } });
      await said(shell, { do: "echo", value: "warm" });
      const { pid } = shell;
      await shell.close();
      should(await runs(pid!)).equal(false);
    });
  });

  describe("a shell that says at its start why it cannot (H14)", () => {
    const why = "Couldn't find a valid ICU package installed on the system.";
    const switches = { startsWith: { stderr: `${why}\n`, code: 1 } };

    it("bare: nobody hears it", async () => {
      const shell = bareFake(switches);
      const error = await shell.invoke('"first"').then(
        () => null,
        (reason: unknown) => reason as Error,
      );
      should(error?.message)
        .match(/undefined|EPIPE/)
        .and.not.match(/ICU/);
    });

    it("ours: it is in the failure", async () => {
      should(await failure(ask(openShell(fake(switches)), []))).match({ code: "not-started", sent: false, exitCode: 1, detail: why });
    });
  });

  describe("control codes of a terminal (H15)", () => {
    const terminal = { TERM: "xterm", NO_COLOR: undefined };

    it("bare: stand between the results", async () => {
      const shell = bare({}, terminal);
      await shell.invoke('"warm"');
      should((await shell.invoke("'{}'")).raw).containEql("\u001b[");
    });

    it("ours: are not asked for", async () => {
      const shell = openShell({ env: { TERM: "xterm" } });
      should(await said(shell, { do: "env", name: "TERM" }, { do: "env", name: "NO_COLOR" })).deepEqual(["dumb", "1"]);
    });
  });

  describe("a code page (H16)", () => {
    const switches = { encoding: "latin1" };
    const value = "Prüfung 日本 \u{1f4a5}";

    it("bare: makes other values of what is not ASCII", async () => {
      should((await bareFake(switches).invoke(`"${value}".Length`)).raw).not.equal(String(value.length));
    });

    it("ours: has nothing to spoil", async () => {
      should(await said(openShell(fake(switches)), { do: "length", value })).deepEqual([value.length]);
      should(await said(openShell(), { do: "echo", value })).deepEqual([value]);
    });
  });

  describe("the environment of this process (H17)", () => {
    const other = (file: string): string => script(`#!/bin/sh\ntouch "${file}"\nexec cat\n`);

    it("bare: decides which executable is started, and prints every command", async () => {
      const file = join(folder(), "started");
      const text =
        'const shell = new PowerShell({ executable: "/nowhere" }); shell.invoke("\'s3cret\'").catch(() => {}); setTimeout(() => process.exit(), 400);';
      const { out, err } = await bareProcess(text, { NODE_POWERSHELL: other(file), DEBUG: "*" });
      await until(() => existsSync(file));
      should(out + err).match(/s3cret/);
    });

    it("ours: decides nothing and sees nothing", async () => {
      const file = join(folder(), "started");
      const text = `const shell = new Shell({ executable: process.env.ANY, caller: process.env.CALLER });
        shell.call({ steps: [{ do: "echo", value: "s3cret" }] }, { limitMs: 5000 })
          .then(({ frame }) => { console.log(frame.said[0].length); return shell.close(); });`;
      const env = { NODE_POWERSHELL: other(file), DEBUG: "*", ANY: thePowerShell(), CALLER: join(__dirname, "caller", "TestCaller.psm1") };
      const { code, out, err } = await ourProcess(text, env);
      should(out).match(/^6$/m);
      should(out + err).not.match(/s3cret/);
      should(code).equal(0);
      should(existsSync(file)).equal(false);
    });
  });
});
