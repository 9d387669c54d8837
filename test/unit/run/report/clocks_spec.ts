import { asked } from "../play";
import "should";
import { messageLost } from "../../../../lib/run/record/reason";
import { scaledClock } from "../../../../lib/time/clock";
import { minutes } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { pageOf, textOf } from "./read-page";
import { SmallJournal } from "./small-journal";
import { planOf } from "../../../../lib/run/rules/plan";
import { whatOf } from "../../../../lib/texts";

describe("times on the clock of a lab", () => {
  const journal = new SmallJournal({ speed: 300 }).updates("CAS1").finish();

  it("are said to be those of the lab, and how fast it runs, in the head and at the foot of the report", () => {
    const page = textOf(pageOf(journal));
    page.should.match(/clock that of the lab, 300 times as fast as a real one/);
    page.should.match(/All times are those of UTC on the lab's clock, which runs 300 times as fast as a real one/);
    textOf(pageOf(new SmallJournal().updates("CAS1").finish())).should.not.match(/lab's clock|that of the lab/);
  });

  it("are told with the real time to whoever has waited for a lost message", () => {
    const [member] = journal.state().members;
    said(whatOf(messageLost(member!, minutes(15), 300))).should.match(
      /has taken it for 15 min on the lab's clock \(3 s on a real one\)\.$/,
    );
    said(whatOf(messageLost(member!, minutes(15)))).should.match(/has taken it for 15 min\.$/);
  });

  it("are in the plan of a run by the speed of its connection's clock", () => {
    const connection = {
      kind: "lab",
      clock: scaledClock(300, 0),
      invoke: () => Promise.reject(new Error()),
      close: () => Promise.resolve(),
    } as const;
    const array = {
      name: "A",
      members: [
        { name: "CAS1", address: "CAS1" },
        { name: "CAS2", address: "CAS2" },
      ],
      minInService: 1,
      connection,
      serving: () => Promise.resolve([]),
    };
    const ask = { ...asked, array };
    (planOf(ask).speed ?? 0).should.equal(300);
  });
});
