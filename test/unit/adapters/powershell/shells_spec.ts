import "should";
import type { Answered, Shell } from "../../../../lib/adapters/powershell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";
import { Shells } from "../../../../lib/adapters/powershell/shells";
import { Held, answered, asked, codeOf, heldShells, itEnded, turns } from "./held-shells";

describe("The shells of one server", () => {
  let opened: Held[];
  let shells: Shells;
  const ask = (name: string, signal?: AbortSignal, limitMs?: number) => asked(shells, name, signal, limitMs);

  beforeEach(() => {
    opened = [];
    shells = heldShells(opened);
  });
  afterEach(() => shells.close());

  it("are told once which server they are for, and are used again", async () => {
    for (const name of ["a", "b"]) {
      const call = ask(name);
      await turns();
      opened[0]?.end();
      await call;
    }
    opened.map(({ asked }) => asked).should.eql([["connect", "a", "b"]]);
  });

  it("open another session in time of its own, when one broke in the middle", async () => {
    const lost: Answered = { frame: { ok: false, error: { stage: "lost" } }, printed: "" };
    for (const [name, how] of [
      ["a", lost],
      ["b", answered],
      ["c", answered],
    ] as const) {
      const call = ask(name);
      await turns();
      opened[0]?.end(how);
      (await call).should.equal(how);
    }
    opened.map(({ asked }) => asked).should.eql([["connect", "a", "connect", "b", "c"]]);
  });

  it("get a password beside the request: what a command gets is written down where modules are logged", async () => {
    const shell = new Held();
    shells = new Shells({ kind: "winrm", user: "somebody", password: "pl4nted" }, () => shell as unknown as Shell);
    const call = ask("a");
    await turns();
    shell.end();
    await call;
    shell.secrets.should.eql(["pl4nted", undefined]);
    shell.requests
      .join()
      .should.match(/somebody/)
      .and.not.match(/pl4nted|password/);
  });

  it("answer by the first one that is free, where a second one takes long to get there", async () => {
    const held: Held[] = [];
    const own = new Shells({}, () => {
      const shell = new Held();
      if (held.length > 0) shell.connects = () => new Promise(() => undefined);
      held.push(shell);
      return shell as unknown as Shell;
    });
    const first = asked(own, "first");
    await turns();
    const second = asked(own, "second");
    await turns();
    held[0]?.end();
    await first;
    await turns();
    held.map((shell) => shell.asked).should.eql([["connect", "first", "second"], ["connect"]]);
    held[0]?.end();
    (await second).should.equal(answered);
    await own.close();
  });

  it("let a short question pass a long one", async () => {
    const long = ask("long");
    const short = ask("short");
    await turns();
    opened[1]?.end();
    await short;
    opened[0]?.end();
    await long;
  });

  it("are two at most: a third call waits for the first that is free", async () => {
    const calls = ["a", "b", "c"].map((name) => ask(name));
    await turns();
    opened.length.should.equal(2);
    opened[1]?.end();
    await calls[1];
    await turns();
    opened[1]?.asked.should.eql(["connect", "b", "c"]);
    opened[0]?.end();
    opened[1]?.end();
    await Promise.all(calls);
  });

  it("forget a call that is given up while it waits, and say that it was never sent", async () => {
    const busy = [ask("a"), ask("b")];
    const giving = new AbortController();
    const waiting = codeOf(ask("c", giving.signal));
    await turns();
    giving.abort();
    (await waiting).should.equal("cancelled");
    opened.forEach((shell) => shell.end());
    await Promise.all(busy);
    opened.flatMap(({ asked }) => asked).should.not.containEql("c");
  });

  it("hand on how a call is given up once it is sent; what opens the session for others as well is not given up with it", async () => {
    const giving = new AbortController();
    const call = ask("a", giving.signal);
    await turns();
    opened[0]?.end();
    await call;
    opened.map(({ signals }) => signals).should.eql([[undefined, giving.signal]]);
  });

  it("open another session after a call that was stopped on its way, which has taken its session with it, and after no other", async () => {
    for (const [name, how] of [
      ["a", new ShellFailure("timed-out", itEnded, { sent: true })],
      ["b", new ShellFailure("blocked", itEnded)],
      ["c", answered],
    ] as const) {
      const call = codeOf(ask(name));
      await turns();
      opened[0]?.end(how);
      await call;
    }
    opened.map(({ asked }) => asked).should.eql([["connect", "a", "connect", "b", "c"]]);
  });

  it("tell a call that waited too long that it was never sent", async () => {
    const busy = [ask("a"), ask("b")];
    (await codeOf(ask("c", undefined, 20))).should.equal("timed-out");
    opened.forEach((shell) => shell.end());
    await Promise.all(busy);
  });

  it("take another shell for one that has ended", async () => {
    const call = codeOf(ask("a"));
    await turns();
    const [first] = opened;
    if (first !== undefined) first.ended = true;
    first?.end(new ShellFailure("exited", itEnded, { sent: true }));
    (await call).should.equal("exited, sent");
    const next = ask("b");
    await turns();
    opened.length.should.equal(2);
    opened[1]?.end();
    await next;
  });

  it("let nobody wait when they are closed", async () => {
    const calls = ["a", "b", "c"].map((name) => codeOf(ask(name)));
    await turns();
    await shells.close();
    (await Promise.all(calls)).should.eql(["closed, sent", "closed, sent", "closed"]);
    (await codeOf(ask("d"))).should.equal("closed");
  });
});
