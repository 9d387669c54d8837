import { said } from "../../shared/english";
import fc from "fast-check";
import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import { Refused } from "../../../lib/run/refused";
import { refusal } from "../../../lib/api/answer";
import { StartBody, StopBody, StopMessage, bodyOf, keyOf, refuseOtherArray, started, startOf } from "../../../lib/api/commands";
import type { Message } from "../../../nodes/shared/runtime/input";

const message = (payload: unknown, more: Record<string, unknown> = {}): Message => ({ _msgid: "1", payload, ...more });
const overHttp = (payload: unknown, req: Record<string, unknown> = {}): Message => message(payload, { req });
const refused = (what: () => unknown): Refused => {
  try {
    what();
  } catch (error) {
    should(error).be.instanceOf(Refused);
    return error as Refused;
  }
  throw new Error("It was not refused.");
};

describe("the body of a command", () => {
  it("is read as it is", () => {
    const body = { update: "Rollup 6", dryRun: true, members: ["CAS1", "CAS2"], requestedBy: " night shift ", note: "CHG-1" };
    bodyOf(StartBody, message(body)).should.deepEqual({ ...body, requestedBy: "night shift" });
    bodyOf(StopMessage, message({ when: "after-member", runId: "r" })).should.deepEqual({ when: "after-member", runId: "r" });
  });

  for (const nothing of [undefined, {}]) {
    it(`may be nothing at all for a stop, in a message and over HTTP (${JSON.stringify(nothing)})`, () => {
      bodyOf(StopMessage, message(nothing)).should.deepEqual({ when: "now" });
      bodyOf(StopBody, overHttp(nothing)).should.deepEqual({ when: "now" });
    });
  }

  it("of a start must be there in a message too: what an inject node sends by itself starts nothing", () => {
    for (const payload of [1767225600000, 0, "", null, undefined])
      refused(() => startOf(message(payload))).should.match({
        code: "no-body",
        status: 400,
        message: /msg\.payload says nothing.*\{ "dryRun": true \}/,
      });
    for (const payload of [{}, "{}"]) startOf(message(payload)).should.deepEqual({});
    for (const payload of [1767225600000, "", null]) bodyOf(StopMessage, message(payload)).should.deepEqual({ when: "now" });
  });

  it("may be JSON as text, as it comes from a broker: a dry run must not become a real one", () => {
    bodyOf(StartBody, message('{"dryRun":true}')).should.deepEqual({ dryRun: true });
    refused(() => bodyOf(StartBody, message("dry run"))).should.match({ code: "malformed-json", status: 400, message: /"dry run"/ });
  });

  it("names the run that is to be stopped in a message only: over HTTP the address does", () => {
    const [problem, ...more] = refused(() => bodyOf(StopBody, overHttp({ runId: "r" }))).problems!;
    [problem!.path, said(problem!.message), more.length].should.deepEqual([
      "runId",
      "is not a known field; the fields are when, requestedBy",
      0,
    ]);
  });

  it("must be an object over HTTP", () => {
    for (const payload of [17, "some text", true, [1]])
      refused(() => bodyOf(StartBody, overHttp(payload))).should.match({ code: "bad-body", status: 400 });
    refused(() => bodyOf(StartBody, overHttp(null))).message.should.match(/body: must be a JSON object, but is null/);
  });

  it("of a start over HTTP must be there and say that it is JSON, on whatever path the flow takes it", () => {
    const sent = (headers: Record<string, string>) => startOf(overHttp({ dryRun: true }, { headers }));
    sent({ "content-length": "15", "content-type": "application/json" }).should.deepEqual({ dryRun: true });
    sent({ "transfer-encoding": "chunked", "content-type": "application/json; charset=utf-8" }).should.deepEqual({ dryRun: true });
    for (const headers of [{}, { "content-length": "0", "content-type": "application/json" }])
      refused(() => sent(headers)).should.match({ code: "no-body", status: 400 });
    for (const type of ["text/plain", "application/x-www-form-urlencoded"])
      refused(() => sent({ "content-length": "15", "content-type": type })).should.match({ code: "not-json", status: 415 });
    refused(() => startOf(overHttp({}))).should.match({ code: "no-body" });
  });

  for (const [body, path, text] of [
    [{ update: "" }, "update", /^must not be empty$/],
    [{ update: 6 }, "update", /^must be a text, but is a number$/],
    [{ dryRun: "yes" }, "dryRun", /^must be true or false without quotation marks, but is a text$/],
    [{ members: [] }, "members", /name at least one member/],
    [{ members: ["CAS1", "cas1"] }, "members", /a member is named twice/],
    [{ members: "CAS1" }, "members", /^must be a list, but is the text "CAS1".*\[ "CAS1" \].*PowerShell.*@\(\$names\)/],
    [{ members: { name: "CAS1" } }, "members", /^must be a list, but is an object$/],
    [{ members: ["CAS1", 2] }, "members.1", /^must be a text, but is a number$/],
    [{ requestedBy: "  " }, "requestedBy", /^must not be empty$/],
    [{ note: "x".repeat(2001) }, "note", /at most 2,?000 characters/],
    [{ deadline: "tomorrow" }, "deadline", /^write it as 2026-12-02T04:00\+01:00, or by the clocks/],
    [{ updte: "Rollup 6" }, "updte", /is not a known field/],
    [{ command: "rm -rf" }, "command", /is not a known field/],
  ] as const) {
    it(`is refused with the path of what is wrong: ${JSON.stringify(body).slice(0, 40)}`, () => {
      const { status, code, problems, message: text_ } = refused(() => bodyOf(StartBody, message(body)));
      [status, code].should.deepEqual([400, "bad-body"]);
      problems!.should.have.length(1);
      problems![0]!.path.should.equal(path);
      said(problems![0]!.message).should.match(text);
      text_.should.containEql(path);
    });
  }

  it("of a stop says what there is to choose from", () => {
    const [problem] = refused(() => bodyOf(StopBody, overHttp({ when: "later" }))).problems!;
    said(problem!.message).should.equal("must be one of: now, after-member");
  });

  it("is refused in no words of the library, whatever it is", () => {
    fc.assert(
      fc.property(fc.record({ update: fc.anything(), dryRun: fc.anything(), members: fc.anything(), when: fc.anything() }), (payload) => {
        for (const schema of [StartBody, StopBody] as const)
          try {
            bodyOf(schema as typeof StartBody, overHttp(payload));
          } catch (error) {
            (error as Refused)
              .problems!.map(({ message: what }) => said(what))
              .join()
              .should.not.match(/expected|received|Invalid|Too /);
          }
      }),
    );
  });

  it("names all that is wrong at once", () => {
    const { problems } = refused(() => bodyOf(StartBody, message({ update: 1, dryRun: 2, one: 3, two: 4 })));
    problems!.map(({ path }) => path).should.deepEqual(["update", "dryRun", "one", "two"]);
  });

  it("is refused and nothing else, whatever it is", () => {
    const anything = fc.anything({
      withNullPrototype: true,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withObjectString: true,
      key: fc.oneof(fc.string(), fc.constantFrom("update", "members", "dryRun", "__proto__", "constructor", "toString", "when")),
    });
    fc.assert(
      fc.property(anything, fc.boolean(), fc.constantFrom(StartBody, StopBody, StopMessage), (payload, http, schema) => {
        try {
          bodyOf(schema as typeof StartBody, http ? overHttp(payload) : message(payload));
        } catch (error) {
          should(error).be.instanceOf(Refused);
          JSON.stringify(refusal(error, said).payload).should.match(/"(bad-body|malformed-json)"/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the key of a trigger", () => {
  const withKey = (key: unknown) => keyOf(overHttp({}, { headers: { "idempotency-key": key } }));

  it("is read from the header", () => should(withKey("night 2026-01-10")).equal("night 2026-01-10"));
  it("is none without the header and without HTTP", () => {
    should([keyOf(overHttp({}, { headers: {} })), keyOf(message({})), keyOf(overHttp({}))]).deepEqual([null, null, null]);
  });
  for (const bad of ["", "x".repeat(201), "naïve", "two\nlines", ["a", "b"]]) {
    it(`is refused where it is ${JSON.stringify(bad).slice(0, 20)}`, () =>
      refused(() => withKey(bad)).should.match({ code: "bad-key", status: 400 }));
  }
});

describe("the key of a start by a message", () => {
  const withKey = (idempotencyKey: unknown, more: Record<string, unknown> = {}) => keyOf(message({}, { idempotencyKey, ...more }));

  it("is msg.idempotencyKey", () => should(withKey("CHG-4711")).equal("CHG-4711"));
  for (const bad of ["", "x".repeat(201), "naïve", 4711, null, {}]) {
    it(`is refused where it is ${JSON.stringify(bad).slice(0, 20)}`, () =>
      refused(() => withKey(bad)).should.match({ code: "bad-key", status: 400, message: /msg\.idempotencyKey/ }));
  }
  it("must be that of the header where there are both", () => {
    const header = { req: { headers: { "idempotency-key": "a" } } };
    should(withKey("a", header)).equal("a");
    should(withKey(undefined, header)).equal("a");
    refused(() => withKey("b", header)).should.match({ code: "bad-key" });
  });
});

describe("the array that a start names", () => {
  it("is that of the loop, or nothing is started", () => {
    for (const asked of [undefined, "cas"]) refuseOtherArray(asked, "cas");
    for (const asked of ["CAS", "mail", " cas"])
      refused(() => refuseOtherArray(asked, "cas")).should.match({ code: "other-array", status: 409, problems: [{ path: "array" }] });
    startOf(message({ array: "cas" })).should.deepEqual({ array: "cas" });
    refused(() => startOf(message({ array: "" }))).should.match({ code: "bad-body" });
  });
});

describe("the answer to a start", () => {
  const document = { runId: "run-1", array: "cas", state: "running" } as RunDocument;
  const statusUrl = (originalUrl?: string) =>
    started(document, originalUrl === undefined ? message({}) : overHttp({}, { originalUrl })).payload.statusUrl;

  it("is 202 with the run's id and its array", () => {
    const payload = { runId: "run-1", array: "cas", state: "running", statusUrl: null };
    started(document, message({})).should.deepEqual({ statusCode: 202, payload });
  });

  it("says where to look, below the address that was called", () => {
    for (const url of [
      "/rolling-update/cas/runs",
      "/rolling-update/cas/runs/",
      "/rolling-update/cas/runs?x=1",
      "/rolling-update/cas/runs/?x=/",
    ]) {
      should(statusUrl(url)).equal("/rolling-update/cas/runs/run-1");
    }
  });
});

describe("an error as an answer", () => {
  it("carries code, words, problems and the run that is in the way", () => {
    refusal(
      new Refused("array-busy", 409, "Busy.", { problems: [{ path: "members", message: "no" }], runId: "run-1" }),
      said,
    ).should.deepEqual({
      statusCode: 409,
      payload: { error: { code: "array-busy", message: "Busy.", problems: [{ path: "members", message: "no" }] }, runId: "run-1" },
    });
  });

  it("names the array of the loop that answers", () => {
    for (const thrown of [new Refused("array-busy", 409, "Busy."), new Error("odd")])
      refusal(thrown, said, "cas").should.match({ payload: { array: "cas" } });
  });

  it("is given for whatever was thrown: no caller hangs", () => {
    for (const thrown of [new Error("odd"), "odd"])
      refusal(thrown, said).should.deepEqual({ statusCode: 500, payload: { error: { code: "unexpected", message: "odd" } } });
  });
});
