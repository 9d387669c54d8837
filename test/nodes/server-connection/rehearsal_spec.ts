import should from "should";
import { REHEARSAL, rehearsalClock } from "../../../nodes/server-connection/rehearsal";

describe("a rehearsal", () => {
  it("is none unless the environment says so", () => {
    should(rehearsalClock({})).be.null();
    should(rehearsalClock({ [REHEARSAL]: "" })).be.null();
  });

  it("lets the clock run fast from a given moment on", () => {
    const wallStart = Date.now() - 1000;
    const rehearsal = rehearsalClock({ [REHEARSAL]: JSON.stringify({ speed: 300, startsAt: 0, wallStart }) });
    should(rehearsal?.speed).equal(300);
    should(rehearsal?.clock.now()).be.within(300_000, 330_000);
  });

  for (const text of ["fast", "{}", '{"speed":0,"startsAt":0,"wallStart":0}', '{"speed":"300","startsAt":0,"wallStart":0}'])
    it(`is refused where it is not said right: ${text}`, () => {
      (() => rehearsalClock({ [REHEARSAL]: text })).should.throw({ code: "rehearsal-not-understood" });
    });
});
