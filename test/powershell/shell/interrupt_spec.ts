import should from "should";
import { ask, closeShells, failure, fake, openShell, said, script } from "./shells";

/** On a stand-in that answers to an interrupt as PowerShell 7.6 was seen to: what runs is stopped, the session stays. */
describe("a shell whose PowerShell can be interrupted", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  afterEach(closeShells);

  const interruptible = (switches: Readonly<Record<string, unknown>> = {}, graceMs = 2000) =>
    openShell({ ...fake(switches), limits: { graceMs, killMs: 200 } });

  it("survives a time-out and a cancelled call", async () => {
    const shell = interruptible();
    await ask(shell, [{ do: "remember", name: "kept", value: 42 }]);
    should(await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }))).match({ code: "timed-out", sent: true });
    const cancel = new AbortController();
    const call = failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { signal: cancel.signal }));
    setImmediate(() => cancel.abort());
    should(await call).match({ code: "cancelled", sent: true });
    should(shell.ended).equal(false);
    should(await said(shell, { do: "recall", name: "kept" })).deepEqual([42]);
  });

  it("keeps those behind it waiting until it has stopped", async () => {
    const shell = interruptible();
    const late = failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }));
    should(await said(shell, { do: "echo", value: "next" })).deepEqual(["next"]);
    should((await late).code).equal("timed-out");
  });

  it("keeps an interrupt that comes late from the next call", async () => {
    const shell = interruptible({ lateSigint: 40 });
    const late = failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }));
    should(await said(shell, { do: "sleep", ms: 200 }, { do: "echo", value: "whole" })).deepEqual(["whole"]);
    should((await late).code).equal("timed-out");
    should(shell.ended).equal(false);
  });

  it("is ended when it does not listen", async () => {
    const shell = interruptible({ ignoreSigint: true }, 100);
    should((await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }))).code).equal("timed-out");
    should(shell.ended).equal(true);
  });

  it("is not offered if it is started without saying that it is ready", async () => {
    const shell = openShell({ ...fake({ silent: true }) });
    should(await failure(ask(shell, []))).match({ code: "not-started", sent: false });
  });

  it("is not offered if it is too old", async () => {
    for (const version of ["2.0", "5.0.10586", "4.0", ""]) {
      const shell = openShell(fake({ ready: { version, edition: "Desktop", languageMode: "FullLanguage" } }));
      should(await failure(ask(shell, []))).match({ code: "wrong-version", sent: false });
    }
    const shell = openShell(fake({ ready: { version: "5.1.14393.1", edition: "Desktop", languageMode: "FullLanguage" } }));
    should(await said(shell, { do: "echo", value: 1 })).deepEqual([1]);
  });

  it("is not offered if what was started is no PowerShell at all", async () => {
    should(await failure(ask(openShell({ executable: script("#!/bin/sh\nexit 0\n"), caller: "" }), []))).match({ code: "not-started" });
    const deaf = openShell({ executable: script("#!/bin/sh\nexec cat > /dev/null\n"), caller: "", limits: { startMs: 100 } });
    should(await failure(ask(deaf, []))).match({ code: "not-started" });
    const loud = openShell({ executable: script("#!/bin/sh\nexec yes\n"), caller: "" });
    should(await failure(ask(loud, []))).match({ code: "too-much-output", sent: false });
  });
});
