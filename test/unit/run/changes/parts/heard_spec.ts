import should from "should";
import { hearing } from "../../../../../lib/run/changes/heard";
import { AccessDenied, OperationFailed, Unreachable } from "../../../../../lib/server/errors";
import type { Invoke } from "../../../../../lib/server/server";
import { minutes } from "../../../../../lib/time/duration";
import { VirtualClock } from "../../../../../lib/time/virtual-clock";
import { said } from "../../../../shared/english";

const about = { server: "CAS1", operation: "system.info" as const, what: "so" };
const silent = new Unreachable(about);
const refuses = new OperationFailed({ ...about, errorId: "x" });

describe("Whoever asks a member, whatever for,", () => {
  let heard: string[];
  let clock: VirtualClock;
  /** A question after so many minutes, and what comes of it. */
  let ask: (afterMinutes: number, answer: Error | null, on?: "member" | "monitoring", server?: string) => Promise<void>;
  beforeEach(() => {
    heard = [];
    clock = new VirtualClock(0);
    let next: Error | null = null;
    const layer = hearing(clock, ({ code, member, text }) => heard.push(`${clock.elapsed() / 60_000} ${member} ${code}: ${said(text)}`));
    const invoke = layer((() => (next === null ? Promise.resolve("answer") : Promise.reject(next))) as Invoke);
    ask = async (at, answer, on = "member", server = "CAS1") => {
      await clock.sleep(minutes(at) - clock.elapsed());
      next = answer;
      const op = on === "member" ? "system.info" : "scom.maintenance";
      const how: unknown = await invoke(server, op, {}, {}).catch((error: unknown) => error);
      should(how).equal(answer ?? "answer");
    };
  });

  it("hears of it once when it has been silent for ten minutes, and once when it answers again, with how long that was", async () => {
    await ask(1, silent);
    await ask(10.9, silent);
    heard.should.eql([]);
    await ask(11, silent);
    await ask(20, silent);
    await ask(31, null);
    await ask(32, null);
    heard.should.have.length(2);
    heard[0]!.should.match(/^11 CAS1 not-answering: .*10 min/);
    heard[1]!.should.match(/^31 CAS1 answers-again: .*30 min/);
  });

  it("hears nothing where it has answered in between, if only by a refusal", async () => {
    for (const answer of [null, refuses]) {
      heard.splice(0);
      const from = clock.elapsed() / 60_000;
      await ask(from, silent);
      await ask(from + 8, answer);
      await ask(from + 9, silent);
      await ask(from + 18, silent);
      heard.should.eql([]);
      await ask(from + 19, silent);
      heard.should.have.length(1);
      await ask(from + 20, null);
    }
  });

  it("takes neither a silent management server for a silent member, nor one member for another, nor any other failure for silence", async () => {
    await ask(0, silent, "monitoring");
    await ask(11, silent, "monitoring");
    await ask(12, silent, "member", "CAS2");
    await ask(13, new AccessDenied(about));
    await ask(24, new AccessDenied(about));
    await ask(25, silent);
    await ask(34, silent, "member", "CAS2");
    heard.should.match([/^34 CAS2 not-answering/]);
    await ask(36, silent);
    await ask(37, null, "monitoring");
    heard.should.match([/CAS2/, /^36 CAS1 not-answering/]);
  });
});
