import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import should from "should";
import { FileStore } from "../../../../../lib/run/store/file";
import { Held } from "../../../../../lib/run/store/store";
import { begun, textsOf, warned } from "../contract";

const limits = { heartbeatMs: 50, goneAfterMs: 1200, settleMs: 30 };
const room = require.resolve("../../../../../lib/run/store/file");

/** Takes the array, begins a run, and appends an entry for each line that it reads. */
const program = (folder: string): string => `
  ${room.endsWith(".ts") ? 'require("tsx/cjs");' : ""}
  const { FileStore } = require(${JSON.stringify(room)});
  const store = new FileStore(${JSON.stringify(folder)}, { lock: ${JSON.stringify(limits)} });
  const say = (what) => console.log(JSON.stringify(what));
  (async () => {
    const lock = await store.locks.take("CAS-ARRAY", "r1");
    lock.lost.addEventListener("abort", () => say({ lost: true }));
    await store.journals.append("r1", ${JSON.stringify(begun())});
    say({ fence: lock.fence });
    require("node:readline").createInterface({ input: process.stdin }).on("line", (text) =>
      store.journals.append("r1", { type: "warning", member: null, text, at: 2000 }).then(
        () => say({ appended: text }),
        (error) => say({ refused: text, code: error.code }),
      ),
    );
  })();`;

/** The first process, and what it says. */
class Other {
  readonly said: Record<string, unknown>[] = [];
  private readonly child: ChildProcess;

  constructor(folder: string) {
    this.child = spawn(process.execPath, ["-e", program(folder)], {
      cwd: join(__dirname, "../../../../.."),
      stdio: ["pipe", "pipe", "inherit"],
    });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      this.said.push(JSON.parse(line) as Record<string, unknown>);
      this.child.emit("said");
    });
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** What it says under that name, as soon as it does. */
  async says(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.said.find((one) => name in one);
      if (found !== undefined) return found;
      await once(this.child, "said");
    }
  }

  asked(text: string): void {
    this.child.stdin?.write(`${text}\n`);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }
}

describe("two processes on one folder", function () {
  this.timeout(20_000);
  let folder: string;
  let store: FileStore;
  let other: Other;
  let fence: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "two-"));
    store = new FileStore(folder, { lock: limits });
    other = new Other(folder);
    fence = (await other.says("fence"))["fence"] as number;
  });
  afterEach(async () => {
    await other.end();
    await store.journals.close("r1");
    await rm(folder, { recursive: true, force: true });
  });

  /** Tries to take the array. @returns who has it, and how long it took to be told */
  const refused = async (): Promise<{ readonly held: Held; readonly ms: number }> => {
    const from = performance.now();
    const error = await store.locks.take("CAS-ARRAY", "r2").catch((thrown: unknown) => thrown);
    const ms = performance.now() - from;
    should(error).be.instanceof(Held);
    return { held: error as Held, ms };
  };

  it("refuse a second start within 100 ms, with the name of the run that has the array", async () => {
    const times: number[] = [];
    for (let n = 0; n < 5; n++) {
      const { held, ms } = await refused();
      should(held.holder).match({ run: "r1", pid: other.pid });
      held.message.should.match(/being worked on by run r1 since .* \(process \d+ on /);
      times.push(ms);
    }
    // The computer may be busy with other things in between.
    Math.min(...times).should.be.below(100);
  });

  it("let the second one take over from one that was halted, which does nothing more when it wakes up", async function () {
    if (process.platform === "win32") return this.skip(); // there is no such signal
    process.kill(other.pid, "SIGSTOP");
    const from = performance.now();
    const { held } = await refused();
    should(held.holder).match({ run: "r1", pid: other.pid });
    held.mayBeGone.should.be.true();
    const lock = await taken(() => store.locks.take("CAS-ARRAY", "r1"));
    (performance.now() - from).should.be.above(limits.goneAfterMs);
    lock.fence.should.be.above(fence);
    await store.journals.append("r1", warned("taken over"));

    other.asked("too late");
    process.kill(other.pid, "SIGCONT");
    (await other.says("refused")).should.eql({ refused: "too late", code: "journal-taken" });
    (await other.says("lost")).should.eql({ lost: true });
    lock.lost.aborted.should.be.false();
    textsOf(await store.journals.read("r1")).should.eql(["run started", "taken over"]);
    await lock.release();
  });

  it("leave the array to one that was halted and woke up in time", async function () {
    if (process.platform === "win32") return this.skip(); // there is no such signal
    process.kill(other.pid, "SIGSTOP");
    await refused();
    await delay(limits.goneAfterMs / 2);
    process.kill(other.pid, "SIGCONT");
    other.asked("in time");
    (await other.says("appended")).should.eql({ appended: "in time" });
    for (let n = 0; n < 5; n++) {
      await delay(limits.goneAfterMs / 4);
      should((await refused()).held.holder).match({ run: "r1" });
    }
    other.said.some((one) => "lost" in one).should.be.false();
  });

  it("give the array to the second one at once when the first one is killed", async () => {
    await refused();
    await other.end();
    const lock = await store.locks.take("CAS-ARRAY", "r2");
    lock.fence.should.be.above(fence);
    await lock.release();
  });
});

/** Tries again until it is given. */
async function taken<T>(take: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      await delay(50);
    }
  }
}
