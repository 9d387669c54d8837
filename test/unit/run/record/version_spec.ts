import should from "should";
import { ZodError } from "zod";
import type { Dated } from "../../../../lib/run/record";
import { asKept, entryOf, versioned } from "../../../../lib/run/record";
import { TooNew, VERSION } from "../../../../lib/run/record/version";
import { saidReason } from "../../../shared/english";

const member = "CAS1";
const picture = { facts: {}, readings: {}, unknown: [] };
const warning: Dated = { type: "warning", member: null, text: "so", at: 5 };
/** As an old version has kept it. */
const read = (v: number | undefined, entry: object): Record<string, unknown> => ({
  ...entryOf({ ...(v === undefined ? {} : { v }), at: 5, ...entry }),
});

describe("An entry in a journal", () => {
  it("has the version with which it was written, and is read as it was", () => {
    versioned(warning).should.eql({ v: VERSION, ...warning });
    entryOf(versioned(warning)).should.eql(warning);
    entryOf({ ...versioned(warning), more: "of a later version" }).should.eql(warning);
  });

  it("of a later version is refused, with both versions: nobody guesses what it says", () => {
    should(() => entryOf({ ...warning, v: VERSION + 1 })).throw(TooNew);
    try {
      entryOf({ ...warning, v: 99 });
    } catch (error) {
      saidReason((error as TooNew).reason)
        .should.match(/99/)
        .and.match(new RegExp(`${VERSION}`));
    }
  });

  it("is refused where it is none", () => {
    for (const kept of [
      null,
      7,
      {},
      { at: 1 },
      { ...warning, at: "now" },
      { ...warning, v: -1 },
      { ...warning, v: 0.5 },
      { ...warning, type: "x" },
    ])
      should(() => entryOf(kept)).throw(ZodError);
  });

  it("comes back as its journal will have it, or is refused", () => {
    should(asKept({ ...warning, code: undefined } as never)).eql(warning);
    const upkeep: Dated = {
      type: "upkeep",
      member,
      keep: ["scom.extend", { minutes: 30 }],
      everyMs: Number.NaN,
      ifEnded: null,
      at: 5,
    };
    should(() => asKept(upkeep)).throw(ZodError);
  });
});

describe("An entry from before there were codes and reasons", () => {
  it("has its sentence as the reason, by its code where it had one", () => {
    const step = { type: "step failed", member, step: "s", node: "n", visit: 1 };
    for (const v of [undefined, 0]) {
      should(read(v, { ...step, code: "drain-limit", text: "too many" })).match({
        reason: { code: "drain-limit", what: "too many", member: null },
      });
      should(read(v, { ...step, text: "too many" })).match({ reason: { code: "unexpected", what: "too many" } });
      should(read(v, { type: "stopping", code: "x", text: "why" })).match({ type: "stopping", reason: { code: "x", what: "why" }, at: 5 });
      should(read(v, { type: "run finished", outcome: "stopped", reasonCode: "y", reason: "why" })).match({
        reason: { code: "y", what: "why" },
      });
      should(read(v, { type: "run finished", outcome: "finished", reason: null })).match({ reason: null });
    }
    should(() => read(0, { ...step, text: null })).throw(ZodError);
  });

  it("has what could not be read of a member as reasons, and no token, alarm or upkeep that was not known then", () => {
    const unknown = ["NLB is silent", { code: "access-denied", member, what: "no", since: [], hint: null }];
    const started = read(0, { type: "member started", member, found: { ...picture, unknown }, earlier: {} });
    should(started).match({ token: null, found: { unknown: [{ code: "unreachable", what: "NLB is silent" }, { code: "access-denied" }] } });
    should(read(0, { type: "member started", member, found: { facts: {}, readings: {} }, earlier: {} })).match({ found: { unknown: [] } });
    const left = { facts: {}, readings: {}, unknown: ["x"] };
    const finished = read(0, { type: "member finished", member, outcome: "failed", reason: "why", left, toMend: [] });
    should(finished).match({ alarm: null, reason: { code: "unexpected", what: "why" }, left: { unknown: [{ what: "x" }] } });
    should(read(0, { type: "warning", member: null, text: "so" })).eql(warning);
  });
});

describe("An entry from before tokens were kept", () => {
  const reason = { code: "x", member: null, what: "why", since: [], hint: null };

  it("has none, and no alarm and nothing that begins an upkeep again", () => {
    should(read(1, { type: "member started", member, found: picture, earlier: {} })).match({ token: null });
    const step = { type: "step finished", member, step: "s", node: "n", visit: 1, result: {}, output: {}, port: null, verifies: false };
    should(read(1, { ...step, establishes: {} })).match({ token: null });
    should(read(1, { type: "upkeep", member, keep: ["scom.extend", {}], everyMs: 1 })).match({ ifEnded: null });
    should(read(1, { type: "member finished", member, outcome: "failed", reason, left: picture, toMend: [] })).match({
      alarm: null,
      reason,
    });
    should(read(1, { type: "warning", member: null, text: "so" })).eql(warning);
  });

  it("keeps its reason as it is, and what it had: only the steps from its own version on are taken", () => {
    should(read(1, { type: "stopping", reason, code: "y", text: "z" })).match({ reason });
    should(read(1, { type: "member started", member, found: picture, earlier: {}, token: "t" })).match({ token: "t" });
    should(() => read(2, { type: "member started", member, found: picture, earlier: {} })).throw(ZodError);
  });
});
