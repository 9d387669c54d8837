import "should";
import { text } from "../../../../lib/texts";
import type { Answered, Shell } from "../../../../lib/adapters/powershell/shell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell/shell";
import { Shells } from "../../../../lib/adapters/powershell/shells";

const itEnded = text("powershell.no-result");
const answered: Answered = { frame: { ok: true, records: [] }, printed: "" };

/** A shell whose calls end when the test says so. */
class Held {
  ended = false;
  worn = false;
  readonly asked: string[] = [];
  /** How it takes being told of its server. */
  connects = (): Promise<Answered> => Promise.resolve(answered);
  private readonly holds: ((how: Answered | ShellFailure) => void)[] = [];

  /** What was handed over besides the requests. */
  readonly secrets: (string | undefined)[] = [];
  /** The requests, which commands get in PowerShell. */
  readonly requests: string[] = [];

  call(request: Readonly<Record<string, unknown>>, { secret }: { secret?: string } = {}): Promise<Answered> {
    this.secrets.push(secret);
    this.requests.push(JSON.stringify(request));
    const type = String(request["type"]);
    this.asked.push(type === "=connect" ? "connect" : String(request["function"]).slice(1));
    if (type === "=connect") return this.connects();
    return new Promise((resolve, reject) => this.holds.push((how) => (how instanceof ShellFailure ? reject(how) : resolve(how))));
  }

  end(how: Answered | ShellFailure = answered): void {
    this.holds.shift()?.(how);
  }

  close(): Promise<void> {
    this.ended = true;
    while (this.holds.length > 0) this.end(new ShellFailure("closed", itEnded, { sent: true }));
    return Promise.resolve();
  }
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe("The shells of one server", () => {
  let opened: Held[];
  let shells: Shells;
  const ask = (name: string, signal?: AbortSignal, limitMs = 60_000) =>
    shells.call({ type: "call", function: name, parameters: {} }, { limitMs, ...(signal === undefined ? {} : { signal }) });
  const code = (call: Promise<unknown>) =>
    call.then(
      () => "answered",
      (error: unknown) => (error instanceof ShellFailure ? `${error.code}${error.sent ? ", sent" : ""}` : String(error)),
    );

  beforeEach(() => {
    opened = [];
    shells = new Shells({}, () => {
      const shell = new Held();
      opened.push(shell);
      return shell as unknown as Shell;
    });
  });
  afterEach(() => shells.close());

  describe("that do not get to know their server", () => {
    const open = (connected: () => Promise<Answered>) =>
      new Shells({}, () => {
        const shell = new Held();
        shell.connects = connected;
        opened.push(shell);
        return shell as unknown as Shell;
      });

    const refused: Answered = { frame: { ok: false, error: {} }, printed: "" };

    it("are told of it again with the next call, and not started anew: a server that restarts is asked again and again", async () => {
      const answers: Answered[] = [refused, refused, answered];
      const later = () => new Promise<Answered>((resolve) => setImmediate(() => resolve(answers.shift() as Answered)));
      shells = open(later);
      for (const name of ["a", "b"]) (await ask(name)).should.equal(refused);
      const call = ask("c");
      while (opened[0]?.asked.at(-1) !== "c") await new Promise(setImmediate);
      opened[0]?.end();
      (await call).should.equal(answered);
      opened.map(({ ended, asked }) => ({ ended, asked })).should.eql([{ ended: false, asked: ["connect", "connect", "connect", "c"] }]);
    });

    it("do not answer a later call with what happened to one that had given up", async () => {
      let settle = (_how: Answered): void => {};
      const slow = new Promise<Answered>((resolve) => {
        settle = resolve;
      });
      const tries = [slow, Promise.resolve(answered)];
      shells = open(() => tries.shift() as Promise<Answered>);
      (await code(ask("a", undefined, 10))).should.equal("timed-out");
      settle(refused);
      const call = ask("b");
      await turns();
      opened[0]?.end();
      (await call).should.equal(answered);
    });

    it("are told of it again also where PowerShell gave no answer in time and is still there", async () => {
      const tries: (Answered | ShellFailure)[] = [new ShellFailure("timed-out", itEnded, { sent: true }), answered];
      shells = open(async () => {
        await new Promise(setImmediate);
        const how = tries.shift();
        if (how instanceof ShellFailure) throw how;
        return how as Answered;
      });
      (await code(ask("a"))).should.equal("timed-out");
      const call = ask("b");
      while (opened[0]?.asked.at(-1) !== "b") await new Promise(setImmediate);
      opened[0]?.end();
      (await call).should.equal(answered);
    });

    it("have not sent the request, so that nobody thinks that something may have been done", async () => {
      shells = open(() => Promise.reject(new ShellFailure("exited", itEnded, { sent: true })));
      (await code(ask("a"))).should.equal("exited");
    });
  });

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
    const waiting = code(ask("c", giving.signal));
    await turns();
    giving.abort();
    (await waiting).should.equal("cancelled");
    opened.forEach((shell) => shell.end());
    await Promise.all(busy);
    opened.flatMap(({ asked }) => asked).should.not.containEql("c");
  });

  it("tell a call that waited too long that it was never sent", async () => {
    const busy = [ask("a"), ask("b")];
    (await code(ask("c", undefined, 20))).should.equal("timed-out");
    opened.forEach((shell) => shell.end());
    await Promise.all(busy);
  });

  it("take another shell for one that has ended", async () => {
    const call = code(ask("a"));
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

  describe("that wear out", () => {
    /** A shell is worn and has answered; the next one waits to get to know the server. */
    const worn = async () => {
      let meet = (_how: Answered | ShellFailure): void => {};
      shells = new Shells({}, () => {
        const shell = new Held();
        if (opened.length > 0) {
          const met = new Promise<Answered>((resolve, reject) => {
            meet = (how) => (how instanceof ShellFailure ? reject(how) : resolve(how));
          });
          shell.connects = () => met;
        }
        opened.push(shell);
        return shell as unknown as Shell;
      });
      const call = ask("a");
      await turns();
      const old = opened[0] as Held;
      old.worn = true;
      old.end();
      await call;
      await turns();
      return { old, meet: (how: Answered | ShellFailure = answered) => meet(how) };
    };
    const through = async (name: string, shell: Held | undefined) => {
      const call = ask(name);
      await turns();
      shell?.end();
      await call;
    };

    it("work on until the next one knows its server, so that nobody stands for a start", async () => {
      const { old, meet } = await worn();
      await through("b", old);
      opened.map(({ asked }) => asked).should.eql([["connect", "a", "b"], ["connect"]]);
      meet();
      await turns();
      await through("c", opened[1]);
      opened
        .map(({ asked, ended }) => ({ asked, ended }))
        .should.eql([
          { asked: ["connect", "a", "b"], ended: true },
          { asked: ["connect", "c"], ended: false },
        ]);
    });

    it("end after the call in which they are, when the next one comes meanwhile", async () => {
      const { old, meet } = await worn();
      const call = ask("b");
      await turns();
      meet();
      await turns();
      old.ended.should.be.false();
      old.end();
      await call;
      await turns();
      old.ended.should.be.true();
    });

    it("work on where the next one does not come about, and are not asked for another with every call", async () => {
      const { old, meet } = await worn();
      meet(new ShellFailure("exited", itEnded, { sent: true }));
      await turns();
      await through("b", old);
      await through("c", old);
      opened.map(({ ended }) => ended).should.eql([false, true]);
    });

    it("leave nothing behind when all are dropped or closed before the next one is there", async () => {
      for (const how of ["drop", "close"] as const) {
        opened = [];
        const { meet } = await worn();
        await shells[how]();
        meet();
        await turns();
        opened.map(({ ended }) => ended).should.eql([true, true]);
      }
    });
  });

  it("let nobody wait when they are closed", async () => {
    const calls = ["a", "b", "c"].map((name) => code(ask(name)));
    await turns();
    await shells.close();
    (await Promise.all(calls)).should.eql(["closed, sent", "closed, sent", "closed"]);
    (await code(ask("d"))).should.equal("closed");
  });
});
