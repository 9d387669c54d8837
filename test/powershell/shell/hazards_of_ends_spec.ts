import { join } from "node:path";
import should from "should";
import { thePowerShell } from "../../shared/powershell";
import { bare, bareFake, describeHazards, processOf } from "./bare";
import { ask, bareProcess, failure, fake, folder, openShell, ourProcess, pidIn, runs, said, script, stillOpen, until } from "./shells";

/**
 * What goes wrong with the bare library, and that it does not with our shell: a pair for each hazard. Where the first test of a pair
 * fails one day, the library has changed, and what was built around it can go.
 */

/** Holds this process up, as a busy flow does: all that comes meanwhile is read at once. */
const stall = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

describeHazards("hazards of the bare library: how a process begins and ends", (ours) => {
  describe("a PowerShell that ends in the middle of a call (H1)", () => {
    it("bare: is a success without output, and what was printed is lost", async () => {
      const { raw, hadErrors } = await bare().invoke('"printed"; exit 0');
      should({ raw, hadErrors }).deepEqual({ raw: "", hadErrors: false });
    });

    ours("is a failure with exit code 0 as with any other", async ({ own }) => {
      for (const code of [0, 3]) {
        const error = await failure(ask(own(), [{ do: "end", code }]));
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
      await until(() => shell.ended);
    });

    it("bare: is a success when it was SIGTERM", async () => {
      const shell = bare();
      await shell.invoke('"warm"');
      const call = shell.invoke("Start-Sleep 20");
      processOf(shell).kill("SIGTERM");
      should((await call).hadErrors).equal(false);
    });

    ours("is a failure when it was a signal", async ({ own }) => {
      const shell = own();
      const pid = (await said(shell, { do: "pid" })) as number[];
      const call = ask(shell, [{ do: "sleep", ms: 20_000 }]);
      process.kill(pid[0]!, "SIGTERM");
      should(await failure(call)).match({ code: "exited", sent: true });
      should(shell.ended).equal(true);
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
        const text = `const shell = new Hosts({ executable: ${JSON.stringify(executable)}, caller: "" }).shell();
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
      // Not at once: the loader of TypeScript still reads files of its own.
      const text = `${exhaust} setTimeout(() => {
          take();
          const shell = new Hosts({ executable: process.env.ANY, caller: "" }, { alone: true }).shell();
          shell.call({}, { limitMs: 9 }).catch((error) => { free(); console.log(error.code, error.sent, error.what.text); });
          setTimeout(() => console.log("alive"), 300);
        }, 100);`;
      const { code, out } = await ourProcess(text, { ANY: thePowerShell() });
      should({ code, out }).deepEqual({ code: 0, out: "not-started false powershell.no-pipes\nalive\n" });
    });
  });

  describe("calls that wait behind one in which PowerShell ends (H5)", () => {
    it("bare: wait for ever", async () => {
      const shell = bare();
      const [first, second] = [shell.invoke("exit 3"), shell.invoke('"second"')];
      await first.catch(() => {});
      should(await stillOpen(second)).equal(true);
    });

    ours("are told, and that they were not sent", async ({ own }) => {
      const shell = own();
      const calls = [ask(shell, [{ do: "end", code: 3 }]), ask(shell, []), ask(shell, [])].map(failure);
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

    ours("is stopped, and a shell takes the next one", async ({ warm }) => {
      const shell = warm();
      should(await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 300 }))).match({ code: "timed-out", sent: true });
      const next = shell.ended ? warm() : shell;
      should(await said(next, { do: "echo", value: "quick" })).deepEqual(["quick"]);
    });
  });

  describe("a program that reads standard input (H12)", () => {
    it("bare: hangs, and all that comes after it", async () => {
      const shell = bare();
      should(await stillOpen(Promise.all([shell.invoke("cat"), shell.invoke('"next"')]), 600)).equal(true);
    });

    ours("finds nothing to read, and takes no request of anybody", async ({ warm }) => {
      const [one, other] = [warm("one"), warm("other")];
      await said(other, { do: "echo", value: "warm" });
      const native = { do: "native", file: "cat", arguments: [] };
      const call = ask(one, [native, { do: "read" }, { do: "echo", value: "behind" }]);
      for (let value = 0; value < 20; value++) should(await said(other, { do: "echo", value })).deepEqual([value]);
      should((await call).frame["said"]).deepEqual([null, "behind"]);
    });

    ours("is ended when its request is given up", async ({ warm }) => {
      const file = join(folder(), "pid");
      const shell = warm();
      const native = { do: "native", file: "sh", arguments: ["-c", `echo $$ > "${file}"; exec sleep 60`] };
      const cancel = new AbortController();
      const call = failure(ask(shell, [native], { signal: cancel.signal }));
      const child = await pidIn(file);
      cancel.abort();
      should(await call).match({ code: "cancelled", sent: true });
      should(await runs(child)).equal(false);
      should(await said(shell, { do: "echo", value: "next" })).deepEqual(["next"]);
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
});
