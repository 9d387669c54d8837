import should from "should";
import type { LoggedEvent } from "../../../../lib/server/operations/events";
import type { VerifyResult } from "../../../../lib/steps/health/verify-health";
import { minutes } from "../../../../lib/time/duration";
import type { WorkOnMember } from "../harness";
import { answering, world } from "../harness";

interface Storm {
  /** So many errors before the boot. */
  readonly early: number;
  /** What is logged after it. */
  readonly late: readonly Partial<LoggedEvent>[];
  /** A server that gives the same again and again. */
  readonly stuck?: boolean;
}

/** A member that was restarted, and whose logs have these errors in place of the lab's; counts how often each was given. */
async function restarted({ early, late, stuck = false }: Storm): Promise<{ work: WorkOnMember; asked: () => number }> {
  const at = world();
  let booted: number | null = null;
  let asked = 0;
  const work = await at.work({
    instead: answering("events.since", (_, { cursor, atMost = 500 }) => {
      asked++;
      if (booted === null) return { events: [], more: false };
      const logged = (index: number, ms: number, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
        log: "Application",
        record: 1_000_000 + index,
        id: 77,
        provider: "Chatty",
        level: "error",
        at: new Date(ms).toISOString(),
        message: "words",
        ...more,
      });
      const from = stuck ? 0 : Math.max(0, (cursor.Application ?? 0) - 999_999);
      const until = Math.min(early, from + atMost + 1);
      const found: LoggedEvent[] = [];
      for (let index = from; index < until; index++) found.push(logged(index, booted - minutes(90) + index));
      for (const [index, more] of late.entries())
        if (early + index >= from && found.length <= atMost) found.push(logged(early + index, booted + 1000, more));
      return { events: found.slice(0, atMost), more: found.length > atMost };
    }),
  });
  await work.do("preflight-check", { differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  await work.do("restart-server", { when: "always" });
  booted = at.lab.clock.now();
  return { work, asked: () => asked };
}

const fail = { newErrors: "fail", settleMinutes: 2 };
const mailStore = { id: 9, provider: "Mail Store" };

describe("verify-health and the event logs", function () {
  this.timeout(30_000);

  it("finds the one error after the boot behind 6000 before it", async () => {
    const { work } = await restarted({ early: 6000, late: [mailStore] });
    const refusal = await work.refusalOf("verify-health", fail);
    refusal.code.should.equal("verify-failed");
    refusal.message.should.match(/1 error from Mail Store\/9 after the boot/);
  });

  it("counts each error once, however often it looks", async () => {
    const { work } = await restarted({ early: 12_000, late: [mailStore] });
    const { errors } = await work.do<VerifyResult>("verify-health", { settleMinutes: 5 });
    should(errors).eql({ all: 12_001, afterBoot: 1, complete: true });
  });

  it("goes on in the next look where there are too many for one", async () => {
    const { work } = await restarted({ early: 150_000, late: [] });
    const { errors } = await work.do<VerifyResult>("verify-health", fail);
    should(errors).eql({ all: 150_000, afterBoot: 0, complete: true });
  });

  it("says that it could not read all, and fails for it where new errors fail", async () => {
    const storm = { early: 6000, late: [], stuck: true };
    const { work } = await restarted(storm);
    const refusal = await work.refusalOf("verify-health", fail);
    refusal.message.should.match(/not all errors in the event logs could be read/);
    const { text } = await (await restarted(storm)).work.do("verify-health", { settleMinutes: 2 });
    text.should.match(/there are more that were not read/);
  });

  it("names an error that the server has no text for by its source, and says so", async () => {
    const { work } = await restarted({ early: 0, late: [{ id: 7023, provider: "Service Control Manager", message: "" }] });
    (await work.refusalOf("verify-health", fail)).message.should.match(
      /1 error from Service Control Manager\/7023 after the boot, for which the server has no text/,
    );
  });
});
