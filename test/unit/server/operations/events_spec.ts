import "should";
import type { EventCursor, LoggedEvent } from "../../../../lib/server";
import { eventsAfter } from "../../../../lib/server";

const event = (log: LoggedEvent["log"], record: number): LoggedEvent => ({
  log,
  record,
  id: 1000,
  provider: "MSExchange",
  level: "error",
  at: "2026-01-10T22:00:00.000Z",
  message: "",
});

/** What is told by a server that gives these answers, one after the other, and after which cursors it was asked. */
async function told(answers: readonly { readonly events: readonly LoggedEvent[]; readonly more: boolean }[], atMost = 10) {
  const asked: EventCursor[] = [];
  const ask = (cursor: EventCursor) => {
    asked.push(cursor);
    return Promise.resolve(answers[asked.length - 1] ?? { events: [], more: false });
  };
  const pages: (readonly [records: readonly number[], cursor: EventCursor, isLast: boolean])[] = [];
  for await (const { events, cursor, isLast } of eventsAfter({ Application: 5, System: 7 }, ask, atMost))
    pages.push([events.map(({ record }) => record), cursor, isLast]);
  return { asked, pages };
}

describe("Events after a cursor", () => {
  it("are asked for until nothing is left behind, each time from where the answer before has ended", async () => {
    const { asked, pages } = await told([
      { events: [event("Application", 6), event("Application", 8)], more: true },
      { events: [event("System", 9)], more: true },
      { events: [event("Application", 10), event("System", 11)], more: false },
      { events: [event("Application", 12)], more: false },
    ]);
    asked.should.eql([
      { Application: 5, System: 7 },
      { Application: 8, System: 7 },
      { Application: 8, System: 9 },
    ]);
    pages.should.eql([
      [[6, 8], { Application: 8, System: 7 }, false],
      [[9], { Application: 8, System: 9 }, false],
      [[10, 11], { Application: 10, System: 11 }, true],
    ]);
  });

  it("are told where there are none: then that is the last answer", async () => {
    (await told([{ events: [], more: false }])).pages.should.eql([[[], { Application: 5, System: 7 }, true]]);
  });

  it("end with an answer that says there are more and gets no further, which would be counted again and again", async () => {
    const { asked, pages } = await told([
      { events: [event("Application", 6)], more: true },
      { events: [event("Application", 6)], more: true },
      { events: [event("Application", 7)], more: false },
    ]);
    asked.length.should.equal(2);
    pages.length.should.equal(1);
  });

  it("end after as many answers as were allowed, though there are more", async () => {
    const all = [6, 7, 8, 9].map((record) => ({ events: [event("System", record + 2)], more: true }));
    const { asked, pages } = await told(all, 2);
    asked.length.should.equal(2);
    pages.map(([, , isLast]) => isLast).should.eql([false, false]);
  });
});
