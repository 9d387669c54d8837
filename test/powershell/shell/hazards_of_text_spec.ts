import { existsSync } from "node:fs";
import { join } from "node:path";
import { PowerShell } from "node-powershell";
import should from "should";
import { bare, bareFake, describeHazards } from "./bare";
import type { Step } from "./shells";
import { ask, bareProcess, failure, fake, folder, openShell, ourProcess, said, script, stillOpen, until } from "./shells";

/**
 * What goes wrong with the bare library, and that it does not with our shell: a pair for each hazard. Where the first test of a pair
 * fails one day, the library has changed, and what was built around it can go.
 */

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

describeHazards("hazards of the bare library: what goes in and comes out", (ours) => {
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

    ours("stand beside it", async ({ warm }) => {
      const steps: Step[] = [
        { do: "error", text: "note\n" },
        { do: "warning", text: "careful" },
        { do: "write-error", text: "an error that does not end it" },
        { do: "out", text: "half a line" },
        { do: "echo", value: report },
      ];
      const shell = warm();
      should((await ask(shell, steps)).frame).deepEqual({ ok: true, said: [report] });
      const { detail } = await failure(ask(shell, [...steps, { do: "throw", text: "why" }]));
      for (const line of [/^why$/m, /note$/m, /careful/, /^half a line$/m, /an error that does not end it/]) should(detail).match(line);
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

    ours("are kept nowhere", async ({ own }) => {
      const invoke = Reflect.get(PowerShell.prototype, "invoke") as (this: PowerShell, command: string) => ReturnType<PowerShell["invoke"]>;
      const used = new Set<PowerShell>();
      PowerShell.prototype.invoke = function (this: PowerShell, command: string) {
        used.add(this);
        return invoke.call(this, command);
      };
      try {
        const shell = own();
        await said(shell, { do: "echo", value: "s3cret" });
        should(used.size).equal(1);
        for (const library of used) should(JSON.stringify(library.history)).not.match(/s3cret/);
        // Stopped ones too.
        await failure(ask(shell, [{ do: "sleep", ms: 20_000, note: "s3cret" }], { limitMs: 50 }));
        for (const library of used) should(JSON.stringify(library.history)).not.match(/s3cret/);
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

    ours("are values", async ({ warm }) => {
      const file = join(folder(), "executed");
      const shell = warm();
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

  describe("control codes of a terminal (H15)", () => {
    const terminal = { TERM: "xterm", NO_COLOR: undefined };

    it("bare: stand between the results", async () => {
      const shell = bare({}, terminal);
      await shell.invoke('"warm"');
      should((await shell.invoke("'{}'")).raw).containEql("\u001b[");
    });

    ours("are not asked for", async ({ own }) => {
      const shell = own({ env: { TERM: "xterm" } });
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
    });

    ours("has nothing to spoil either", async ({ warm }) => {
      should(await said(warm(), { do: "echo", value })).deepEqual([value]);
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

    ours("decides nothing and sees nothing", async ({ executable }) => {
      const file = join(folder(), "started");
      const text = `const hosts = new Hosts({ executable: process.env.ANY, caller: process.env.CALLER });
        const shell = hosts.shell();
        shell.call({ steps: [{ do: "echo", value: "s3cret" }] }, { limitMs: 5000 })
          .then(({ frame }) => { console.log(frame.said[0].length); return shell.close(); }).then(() => hosts.close());`;
      const env = { NODE_POWERSHELL: other(file), DEBUG: "*", ANY: executable(), CALLER: join(__dirname, "caller", "TestCaller.psm1") };
      const { code, out, err } = await ourProcess(text, env);
      should(out).match(/^6$/m);
      should(out + err).not.match(/s3cret/);
      should(code).equal(0);
      should(existsSync(file)).equal(false);
    });
  });
});
