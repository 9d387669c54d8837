import should from "should";
import { describeOnEachHost } from "./on-hosts";
import { ask, closeShells, failure, fake, openHosts, openShell, runs, said, until } from "./shells";

/** One process for many servers. */
describeOnEachHost("A process with several servers", ({ hosts: processes, warm }) => {
  it("answers all of them, each in its own place, in one process", async () => {
    const hosts = processes();
    const shells = ["CAS1", "CAS2", "CAS3"].map((server) => hosts.shell(server));
    for (const [index, shell] of shells.entries()) await ask(shell, [{ do: "remember", name: "whose", value: index }]);
    const answers = (await Promise.all(shells.map((shell) => said(shell, { do: "recall", name: "whose" }, { do: "pid" })))) as [
      number,
      number,
    ][];
    should(answers.map(([whose]) => whose)).deepEqual([0, 1, 2]);
    should(new Set(answers.map(([, pid]) => pid)).size).equal(1);
  });

  it("gives a secret to the request that it belongs to, and to no other", async () => {
    const [one, other] = [warm("CAS1"), warm("CAS2")];
    const secret = "pl4nted’ $ecret \"'`Ö\u{1f4a5}";
    const asked = (shell: typeof one, given?: string) =>
      ask(shell, [{ do: "secret" }], given === undefined ? {} : { secret: given }).then(({ frame }) => frame["said"]);
    should(await Promise.all([asked(one, secret), asked(other)])).deepEqual([[secret], []]);
    should(await asked(one)).deepEqual([]);
  });

  it("lets none wait for another, nor for the end of one that is stopped", async () => {
    const hosts = processes({ limits: { graceMs: 60_000 } });
    const [slow, quick] = [hosts.shell("CAS1"), hosts.shell("CAS2")];
    await Promise.all([slow, quick].map((shell) => said(shell, { do: "echo", value: "warm" })));
    let over = false;
    const late = failure(ask(slow, [{ do: "block", ms: 1500 }], { limitMs: 100 })).finally(() => (over = true));
    for (let value = 0; value < 10; value++) should(await said(quick, { do: "echo", value })).deepEqual([value]);
    should(over).equal(false);
    should(await late).match({ code: "timed-out", sent: true });
    should(await said(slow, { do: "echo", value: "again" })).deepEqual(["again"]);
  });

  it("gives up the one that does not heed a stop, with its place, and goes on with the others", async () => {
    const hosts = processes({ limits: { graceMs: 200 } });
    const [stuck, other] = [hosts.shell("CAS1"), hosts.shell("CAS2")];
    await Promise.all([stuck, other].map((shell) => said(shell, { do: "echo", value: "warm" })));
    should(await failure(ask(stuck, [{ do: "block", ms: 5000 }], { limitMs: 100 }))).match({ code: "timed-out", sent: true });
    should(stuck.ended).equal(true);
    should(await said(other, { do: "echo", value: "goes on" })).deepEqual(["goes on"]);
    const next = hosts.shell("CAS1");
    should(await said(next, { do: "echo", value: "anew" })).deepEqual(["anew"]);
    should(next.pid).equal(other.pid);
  });

  it("tells all of them when it ends, and what was sent to each", async () => {
    const hosts = processes();
    const [one, other, idle] = [hosts.shell("CAS1"), hosts.shell("CAS2"), hosts.shell("CAS3")];
    await Promise.all([one, other, idle].map((shell) => said(shell, { do: "echo", value: "warm" })));
    const open = failure(ask(other, [{ do: "sleep", ms: 20_000 }]));
    should(await failure(ask(one, [{ do: "kill" }]))).match({ code: "exited", sent: true });
    should(await open).match({ code: "exited", sent: true });
    should(idle.ended).equal(true);
    should(await failure(ask(idle, []))).match({ code: "closed", sent: false });
  });

  it("goes on when a thread of .NET ends over a broken pipe, as that of a session does whose ssh has ended too soon", async function () {
    const [one, other] = [warm("CAS1"), warm("CAS2")];
    const [runtime] = (await said(one, { do: "runtime" })) as [number];
    // Older ones let nobody keep the process.
    if (runtime < 10) this.skip();
    const open = said(other, { do: "sleep", ms: 150 }, { do: "echo", value: "whole" });
    should(await said(one, { do: "lose-thread", text: "Broken pipe" }, { do: "echo", value: "goes on" })).deepEqual(["goes on"]);
    should(await open).deepEqual(["whole"]);
  });

  it("goes on after an exit, which ends one request and nothing else", async () => {
    const [one, other] = [warm("CAS1"), warm("CAS2")];
    await ask(one, [{ do: "remember", name: "kept", value: 1 }]);
    const open = said(other, { do: "sleep", ms: 150 }, { do: "echo", value: "whole" });
    should(await failure(ask(one, [{ do: "exit", code: 3 }]))).match({ code: "no-result", sent: true });
    should(await said(one, { do: "recall", name: "kept" })).deepEqual([1]);
    should(await open).deepEqual(["whole"]);
  });

  it("keeps nothing of what its requests have written besides: it would grow for as long as it lives", async () => {
    const shell = warm();
    for (const text of ["one", "two"]) should(await said(shell, { do: "progress", text }, { do: "streams" })).deepEqual([1]);
    should(await said(shell, { do: "streams" })).deepEqual([0]);
  });

  it("ends with the last of them", async () => {
    const hosts = processes();
    const [one, other] = [hosts.shell("CAS1"), hosts.shell("CAS2")];
    await Promise.all([one, other].map((shell) => said(shell, { do: "echo", value: "warm" })));
    const pid = one.pid as number;
    await one.close();
    should(await said(other, { do: "echo", value: "still" })).deepEqual(["still"]);
    await other.close();
    await hosts.close();
    should(await runs(pid)).equal(false);
  });

  it("carries 2 MB of any characters both ways while others are answered", async () => {
    const [large, small] = [warm("CAS1"), warm("CAS2")];
    await said(small, { do: "echo", value: "warm" });
    const value = `${"Prüfung 日本 \u{1f4a5} \" ' \\ ".repeat(1000)}${"x".repeat(2_000_000)}`;
    const back = said(large, { do: "echo", value });
    for (let at = 0; at < 20; at++) should(await said(small, { do: "echo", value: at })).deepEqual([at]);
    // Not by should, which would print both.
    should(((await back) as string[])[0] === value).equal(true);
  });
});

describe("The processes of a connection", function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  afterEach(closeShells);

  it("carry so many servers each, and a server's shells together", async () => {
    const hosts = openHosts(fake(), { servers: 2 });
    const shells = ["CAS1", "CAS2", "CAS3", "CAS1"].map((server) => hosts.shell(server));
    for (const shell of shells) await said(shell, { do: "echo", value: 1 });
    const [first, second, third, again] = shells.map(({ pid }) => pid);
    should(second).equal(first);
    should(third).not.equal(first);
    should(again).equal(first);
  });

  it("are replaced when they are old: what they carry stays, what is opened goes to another one", async () => {
    const hosts = openHosts({ ...fake(), limits: { wornMs: 300 } });
    const before = hosts.shell("CAS1");
    await said(before, { do: "echo", value: 1 });
    await until(() => before.worn);
    const after = hosts.shell("CAS1");
    should(await said(after, { do: "echo", value: 2 })).deepEqual([2]);
    should(after.pid).not.equal(before.pid);
    should(await said(before, { do: "echo", value: 3 })).deepEqual([3]);
  });

  for (const [what, memory, isWorn] of [
    ["have grown", { bytes: 1001, givenUp: 0 }, true],
    ["hold too much that was given up", { bytes: 1, givenUp: 3 }, true],
    ["are neither large nor full", { bytes: 1000, givenUp: 2 }, false],
  ] as const)
    it(`are ${isWorn ? "" : "not "}replaced when they ${what}`, async () => {
      const hosts = openHosts({ ...fake({ memory }), limits: { wornBytes: 1000, wornGivenUp: 3 } });
      const before = hosts.shell("CAS1");
      // They are asked about it every now and then.
      for (let call = 0; call < 60; call++) await said(before, { do: "echo", value: call });
      const after = hosts.shell("CAS1");
      await said(after, { do: "echo", value: "after" });
      should(before.worn).equal(isWorn);
      should(after.pid === before.pid).equal(!isWorn);
    });

  it("tell when a shell should be replaced: after so many calls, and not one later", async () => {
    const shell = openShell({ ...fake(), limits: { wornCalls: 2 } });
    await said(shell, { do: "echo", value: 1 });
    should(shell.worn).equal(false);
    await said(shell, { do: "echo", value: 2 });
    should(shell).match({ worn: true, ended: false });
  });

  it("are ended when they do not even say how their requests are", async () => {
    const shell = openHosts({ ...fake({ dumb: true, ignoreStop: true }), limits: { thereMs: 200, graceMs: 100 } }).shell("CAS1");
    await said(shell, { do: "echo", value: 1 });
    should((await failure(ask(shell, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }))).code).equal("timed-out");
    should(shell.ended).equal(true);
    should(await runs(shell.pid as number)).equal(false);
  });

  it("are told apart from a server that does not answer, if nothing gets through to them", async () => {
    const shell = openShell({ ...fake({ deaf: true }), limits: { thereMs: 200 } });
    const error = await failure(ask(shell, []));
    should(error).match({ code: "host-input", sent: false, ownHost: true });
    should(error.hint).not.equal(null);
  });

  it("whose start was given up is nothing for the next server: it gets another one", async () => {
    const hosts = openHosts(fake());
    const first = hosts.shell("CAS1");
    const closed = first.close();
    const next = hosts.shell("CAS2");
    should(await said(next, { do: "echo", value: 1 })).deepEqual([1]);
    await closed;
  });
});
