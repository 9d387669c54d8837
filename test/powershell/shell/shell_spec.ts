import { existsSync, writeFileSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import should from "should";
import { duration, text as textOf } from "../../../lib/texts";
import { callerModule } from "../../../lib/adapters/powershell/target";
import { describeOnEachHost } from "./on-hosts";
import { ask, failure, folder, pidIn, runs, said, script, testCaller, until } from "./shells";

describeOnEachHost("a shell", ({ executable, own, warm, printed }) => {
  it("answers one request after the other in one process", async () => {
    const shell = warm();
    const calls = [1, 2, 3].map((value) => said(shell, { do: "echo", value }, { do: "pid" }));
    const answers = (await Promise.all(calls)) as [number, number][];
    should(answers.map(([value]) => value)).deepEqual([1, 2, 3]);
    should(new Set(answers.map(([, pid]) => pid)).size).equal(1);
    should(shell).match({ ended: false, calls: 3, version: /^[567]\./, edition: /^(Core|Desktop)$/ });
  });

  it("carries 3 MB of any characters both ways", async () => {
    const value = `${"Prüfung 日本 \u{1f4a5} \" ' \\ ".repeat(1000)}${"x".repeat(3_000_000)}`;
    should(value.length).be.above(3_000_000);
    const [back] = (await said(warm(), { do: "echo", value })) as string[];
    // Not by should, which would print both.
    should(back === value).equal(true);
  });

  it("reads 50 MB of other output, if it may, and the answer behind it", async () => {
    const shell = warm();
    should(await said(shell, { do: "noise", megabytes: 50 }, { do: "echo", value: "behind" })).deepEqual(["behind"]);
    should(await said(shell, { do: "noise", megabytes: 50 }, { do: "echo", value: "again" })).deepEqual(["again"]);
  });

  for (const to of ["stdout", "stderr"])
    it(`is ended when ${to} is flooded`, async () => {
      const shell = own({ limits: { maxChars: 5_000_000 } });
      const error = await failure(ask(shell, [{ do: "noise", megabytes: 50, to }]));
      should(error).match({ code: "too-much-output", sent: true });
      should(error.detail.length).be.below(20_000);
      should(shell.ended).equal(true);
    });

  it("keeps the end of what was printed", async () => {
    const steps = [
      { do: "noise", megabytes: 3, to: "stderr" },
      { do: "error", text: "the reason\n" },
      { do: "throw", text: "why" },
    ];
    const { detail } = await failure(ask(warm(), steps));
    should(detail).endWith("the reason");
    should(detail.length).be.below(20_000);
  });

  it("finds the answers among garbage, and what is no answer of its own goes to the log", async () => {
    const shell = warm();
    const steps = [
      { do: "out", text: "half a line" },
      { do: "frame", text: '{"id":99,"ok":true,"said":["of another request"]}' },
      { do: "frame", text: '{"id":1,"ok":true,"said":["broken' },
      { do: "frame", text: "[]" },
      { do: "out", text: `@RU0123456789abcdef {"id":1,"ok":true}\n` },
      { do: "out", text: "\u001b[31mred\u001b[0m\r\n\n\u0007" },
      { do: "echo", value: "mine" },
    ];
    should(await said(shell, ...steps)).deepEqual(["mine"]);
    // What was printed comes by standard error, another pipe than the answer's: it may be later.
    await until(() => printed.includes("red"));
    should(printed.join("\n"))
      .match(/^half a line/m)
      .and.match(/^red$/m)
      .and.match(/@RU0123456789abcdef \{"id":1,"ok":true\}/);
  });

  it("keeps lines for the log short and never repeats what was sent", async () => {
    const shell = warm();
    await ask(shell, [
      { do: "out", text: `${"x".repeat(5000)}\n` },
      { do: "echo", value: "s3cret" },
    ]);
    should((await failure(ask(shell, [{ do: "throw", text: "thrown" }, { do: "s3cret" }]))).detail)
      .match(/thrown/)
      .and.not.match(/s3cret/);
    should(printed).not.be.empty();
    for (const line of printed) should(line.length).be.belowOrEqual(500);
    should(printed.join("\n")).not.match(/s3cret/);
  });

  it("says that there was no answer, and goes on", async () => {
    const shell = warm();
    for (const step of [
      { do: "exit", code: 3 },
      { do: "throw", text: "outside of any catch" },
    ])
      should(await failure(ask(shell, [{ do: "remember", name: "kept", value: 7 }, step]))).match({ code: "no-result", sent: true });
    should((await failure(ask(shell, [{ do: "throw", text: "why" }]))).detail).match(/why/);
    should(await said(shell, { do: "recall", name: "kept" })).deepEqual([7]);
    should(await said(shell, { do: "echo", value: 1 })).deepEqual([1]);
  });

  it("counts an answer that stands before the end", async () => {
    const shell = own();
    should(await said(shell, { do: "echo", value: "done" }, { do: "answer" }, { do: "kill" })).deepEqual(["done"]);
    await until(() => shell.ended);
  });

  it("tells how it ended when it kills itself", async () => {
    const error = await failure(ask(own(), [{ do: "error", text: "last words\n" }, { do: "kill" }]));
    should(error).match({ code: "exited", sent: true, detail: "last words" });
  });

  it("notices that it has ended between two calls", async () => {
    const shell = own();
    await said(shell, { do: "echo", value: 1 });
    process.kill(shell.pid!, "SIGKILL");
    await until(() => shell.ended);
    should(await failure(ask(shell, []))).match({ code: "closed", sent: false });
  });

  it("ends the programs that it has started", async function () {
    if (process.platform === "win32") this.skip();
    const file = join(folder(), "pid");
    const native = { do: "native", file: "sh", arguments: ["-c", `(trap "" TERM; echo $$ > "${file}"; sleep 60; sleep 60) & wait`] };
    const shell = own({ limits: { graceMs: 0, killMs: 300 } });
    const cancel = new AbortController();
    const call = failure(ask(shell, [native], { signal: cancel.signal }));
    const child = await pidIn(file);
    cancel.abort();
    should(await call).match({ code: "cancelled", sent: true });
    should(await runs(child)).equal(false);
    should(await runs(shell.pid!)).equal(false);
  });

  it("does not wait longer than a call may take for an orphan that holds its output open", async function () {
    if (process.platform === "win32") this.skip();
    const file = join(folder(), "pid");
    const native = { do: "native", file: "sh", arguments: ["-c", `sleep 60 & echo $! > "${file}"`] };
    const shell = own({ limits: { graceMs: 100 } });
    await said(shell, { do: "echo", value: "warm" });
    should(await failure(ask(shell, [native], { limitMs: 700 }))).match({ code: "timed-out", sent: true });
    await shell.close();
    process.kill(await pidIn(file), "SIGKILL");
  });

  it("keeps the session of a call that is cancelled or late", async () => {
    const shell = warm();
    await ask(shell, [{ do: "remember", name: "kept", value: 42 }]);
    should((await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 300 }))).code).equal("timed-out");
    should(await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { signal: AbortSignal.timeout(300) }))).match({ code: "cancelled" });
    should(await said(shell, { do: "recall", name: "kept" })).deepEqual([42]);
    should(shell.ended).equal(false);
  });

  it("is ended when its request does not heed a stop, since nothing else is in its process", async () => {
    const shell = own({ limits: { graceMs: 300 } });
    await said(shell, { do: "echo", value: "warm" });
    should((await failure(ask(shell, [{ do: "block", ms: 20_000 }], { limitMs: 300 }))).code).equal("timed-out");
    should(shell.ended).equal(true);
    should(await runs(shell.pid!)).equal(false);
  });

  it("sends nothing for a signal that is aborted already, or while it waits", async () => {
    const shell = warm();
    should(await failure(ask(shell, [], { signal: AbortSignal.abort() }))).match({ code: "cancelled", sent: false });
    const cancel = new AbortController();
    const first = ask(shell, [{ do: "sleep", ms: 300 }]);
    const second = failure(ask(shell, [], { signal: cancel.signal }));
    const third = ask(shell, []);
    cancel.abort();
    let answered = false;
    void first.then(() => (answered = true));
    should(await second).match({ code: "cancelled", sent: false });
    should(answered).equal(false);
    await first;
    await third;
    should(shell.calls).equal(2);
  });

  it("gives its PowerShell back after so many calls", async () => {
    const shell = own({ limits: { maxCalls: 2 } });
    await ask(shell, []);
    const { pid } = shell;
    await ask(shell, []);
    should(shell.ended).equal(true);
    should(await failure(ask(shell, []))).match({ code: "closed", sent: false });
    await shell.close();
    should(await runs(pid!)).equal(false);
  });

  describe("when it is closed", () => {
    it("lets a running call come to its end if that is soon", async () => {
      const shell = own();
      await ask(shell, []);
      const call = said(shell, { do: "sleep", ms: 200 }, { do: "echo", value: "done" });
      await new Promise(setImmediate);
      const closed = shell.close();
      should(await call).deepEqual(["done"]);
      await closed;
      should(await runs(shell.pid!)).equal(false);
      should(await failure(ask(shell, []))).match({ code: "closed", sent: false });
    });

    it("ends one that takes longer, and those behind it hear of it", async () => {
      const shell = own({ limits: { closeMs: 100 } });
      await ask(shell, []);
      const calls = [failure(ask(shell, [{ do: "sleep", ms: 20_000 }])), failure(ask(shell, []))];
      await new Promise(setImmediate);
      await Promise.all([shell.close(), shell.close()]);
      should(await Promise.all(calls)).match([
        { code: "closed", sent: true },
        { code: "closed", sent: false },
      ]);
    });

    it("gives up its start", async () => {
      const shell = own();
      const call = failure(ask(shell, []));
      await shell.close();
      should(await call).match({ sent: false });
      should(shell.pid).equal(undefined);
    });
  });

  describe("that cannot be used", () => {
    const packageCaller = dirname(callerModule);
    const moduleOf = (text: string, name = "Caller"): string => {
      const made = join(folder(), name);
      mkdirSync(made);
      const file = join(made, "Caller.psm1");
      writeFileSync(file, text);
      return file;
    };
    const refused = (caller: string) => failure(ask(own({ caller }), []));

    it("takes a module at a path with any characters", async function () {
      const { readFile } = await import("node:fs/promises");
      const name = process.platform === "win32" ? "a [1] ü 日本 $(x) '`" : "a [1] ü 日本 $(x) '\"`;";
      should(
        await said(
          own({
            caller: moduleOf((await readFile(testCaller, "utf8")).replace(/^\$package = .*$/m, `$package = '${packageCaller}'`), name),
          }),
          { do: "echo", value: 1 },
        ),
      ).deepEqual([1]);
    });

    it("says so when the module is missing, broken, or not a caller", async () => {
      const callers = [
        join(folder(), "nowhere.psm1"),
        moduleOf("function {"),
        moduleOf("throw 'böse \"x\" \\'"),
        moduleOf("function Get-Other { }"),
      ];
      should(await Promise.all(callers.map(refused))).match([
        { code: "not-started", sent: false, detail: /^Modules_ModuleNotFound/ },
        { code: "not-started", sent: false },
        { code: "not-started", detail: /böse "x" \\/ },
        { code: "not-started", detail: /^CommandNotFoundException/ },
      ]);
    });

    it("says so when the execution policy is against it", async () => {
      const text = `throw (New-Object Management.Automation.ErrorRecord (New-Object Management.Automation.PSSecurityException 'not signed'), 'UnauthorizedAccess', 'SecurityError', $null)`;
      should(await refused(moduleOf(text))).match({ code: "blocked", sent: false, detail: /not signed/ });
    });

    it("says so when the language is constrained", async () => {
      const text = "function Start-RUHost { }; $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'";
      const error = await refused(moduleOf(text));
      should(error).match({ code: "blocked", sent: false, what: textOf("powershell.language-mode", { mode: "ConstrainedLanguage" }) });
    });

    it("leaves no process behind", async function () {
      if (process.platform === "win32") this.skip();
      const file = join(folder(), "pid");
      const noting = script(`#!/bin/sh\necho $$ > "${file}"\nexec "${executable()}" "$@"\n`);
      const shell = own({ executable: noting, caller: moduleOf("Start-Sleep 60"), limits: { startMs: 800 } });
      should(await failure(ask(shell, []))).match({
        code: "not-started",
        sent: false,
        what: textOf("powershell.start-late", { limit: duration(800) }),
      });
      should(existsSync(file)).equal(true);
      should(await runs(await pidIn(file))).equal(false);
      // The same once more: it stays as it is.
      should(await failure(ask(shell, []))).match({ code: "not-started", sent: false });
    });
  });
});
