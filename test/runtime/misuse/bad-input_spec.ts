import should from "should";
import { code } from "../flows/bundled-flow";
import type { Scenario, Scene, Tapped } from "./scenarios";
import { playScenarios } from "./scenarios";

const command = (name: string) => ({ p: "command", v: name, vt: "str" });

/** What a start by an inject node is answered with. */
const started = (title: string, payload: { readonly v: string; readonly vt: string }, status: number, errorCode?: string): Scenario => ({
  title: `answers a start whose payload is ${title} with ${status}`,
  flow: (flow) => flow.injects("go", "cas-loop", command("start"), { p: "payload", ...payload }),
  play: (scene) => answered(scene, status, errorCode),
});

/** The same by a function node. */
const made = (title: string, payload: string, status: number, errorCode?: string): Scenario => ({
  title: `answers a start whose payload is ${title} with ${status}`,
  flow: (flow) => flow.makes("go", "cas-loop", `return { command: "start", payload: ${payload} };`),
  play: (scene) => answered(scene, status, errorCode),
});

async function answered(scene: Scene, status: number, errorCode?: string): Promise<void> {
  await scene.inject("go");
  const [reply] = await scene.tappedTimes("reply", 1);
  should([reply?.statusCode, reply?.payload?.error?.code]).eql([status, errorCode], JSON.stringify(reply).slice(0, 1000));
  JSON.stringify(reply).length.should.be.below(5000);
  if (status === 202) await scene.client.stop(reply?.payload?.runId ?? "");
}

/** What reaches a node that can do nothing with it is an error of that node, with a code; nothing is answered or done. */
const caught = (title: string, to: string, message: string, errorCode: string, words: RegExp): Scenario => ({
  title: `catches ${title}`,
  flow: (flow) => flow.makes("go", to, `return ${message};`),
  play: async (scene) => {
    await scene.inject("go");
    const [{ error } = {} as Tapped] = await scene.tappedTimes("error", 1);
    should([error?.code, error?.source]).eql([errorCode, scene.flow.id(to)], error?.message ?? "");
    should(error?.message).match(words);
    (error?.message.length ?? 0).should.be.below(600);
    scene.tapped("reply").should.eql([]);
  },
});

/** Deeper than can be copied. */
const deep = "(() => { let deep = {}; for (let n = 0; n < 20000; n++) deep = { deep }; return deep; })()";

/** An expression of the value, as a function node has it. */
const garbage: readonly string[] = [
  "null",
  "undefined",
  "7",
  "'a text'",
  "[]",
  "() => 1",
  "{ id: 1, token: {} }",
  "(() => { const round = { id: 'x' }; round.round = round; return round; })()",
  deep,
];
const tampered = ["{ ...msg.run, token: 'x' }", "{ ...msg.run, id: '../../settings' }", "{ ...msg.run, id: 'x'.repeat(1e6) }"];

/** Another value at each visit. */
const corrupt = (part: "run" | "member", values: readonly string[]) =>
  code(`
    const visit = context.get("visit") || 0;
    context.set("visit", visit + 1);
    const values = [${values.map((value) => `() => (${value})`).join(",")}];
    if (visit < values.length) msg.${part} = values[visit]();
    return msg;`);

playScenarios("Messages that are not right", [
  started("nothing", { v: "", vt: "str" }, 400, "no-body"),
  started("the time", { v: "", vt: "date" }, 400, "no-body"),
  started("a list", { v: "[1,2,3]", vt: "json" }, 400, "bad-body"),
  started("a flag", { v: "true", vt: "bool" }, 400, "bad-body"),
  started("a buffer", { v: "[1,2,3]", vt: "bin" }, 400, "bad-body"),
  started("JSON as text", { v: '{"dryRun":true}', vt: "str" }, 202),
  started("JSON as text with an unknown field", { v: '{"dryrun":true}', vt: "str" }, 400, "bad-body"),
  started("a text", { v: "dry run, please", vt: "str" }, 400, "malformed-json"),
  started("a text of 1 MB", { v: "x".repeat(1_000_000), vt: "str" }, 400, "malformed-json"),
  made("a buffer of 1 MB", "Buffer.alloc(1e6, 'x')", 400, "bad-body"),
  made("an object of 100000 fields", "Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => ['f' + n, n]))", 400, "bad-body"),
  made("a round object", "(() => { const o = { note: 'x' }; o.o = o; return o; })()", 400, "bad-body"),
  made("a deep object", deep, 400, "bad-body"),
  made("a date", "new Date()", 400, "bad-body"),
  made("a map", "new Map([['dryRun', true]])", 400, "bad-body"),
  made("an object without a prototype", "Object.assign(Object.create(null), { dryRun: true })", 202),

  {
    title: "answers a command that is not known, and stop and status where no run is at work",
    flow: (flow) =>
      flow
        .makes("upper", "cas-loop", 'return { command: "START" };')
        .makes("proto", "cas-loop", 'return { command: "__proto__" };')
        .makes("long", "cas-loop", 'return { command: "x".repeat(1e6) };')
        .makes("stop", "cas-loop", 'return { command: "stop", payload: 5 };')
        .makes("status", "cas-loop", 'return { command: "status", payload: { runId: {} } };')
        .makes("other", "cas-loop", 'return { command: "stop", payload: { runId: "../../settings" } };'),
    play: async (scene) => {
      const codes: (string | undefined)[] = [];
      for (const name of ["upper", "proto", "long", "stop", "status", "other"]) {
        await scene.inject(name);
        const [reply] = (await scene.tappedTimes("reply", codes.length + 1)).slice(-1);
        codes.push(reply?.payload?.error?.code);
        (reply?.payload?.error?.message.length ?? 0).should.be.within(1, 500);
      }
      codes.should.eql(["unknown-command", "unknown-command", "unknown-command", "no-such-run", "no-such-run", "no-such-run"]);
    },
  },

  caught("a message without a command or a run at the loop", "cas-loop", "{ payload: 1 }", "no-command", /start.*stop.*status/),
  caught("a command that is no text", "cas-loop", "{ command: { start: true } }", "no-command", /start.*stop.*status/),
  caught(
    "a message of an unknown run at the loop",
    "cas-loop",
    '{ run: { id: "20260110-220000-x-abcdef", array: "a", dryRun: false, token: "t" } }',
    "no-such-run",
    /no run 20260110/,
  ),
  caught(
    "a message of an unknown run at a step",
    "cas-install",
    '{ run: { id: "../../settings", array: "a", dryRun: false, token: "t" }, member: { name: "CAS1" } }',
    "no-such-run",
    /no run/,
  ),
  caught(
    "a message without a run or a server at a step",
    "cas-drain",
    "{ payload: {} }",
    "no-server",
    /belongs to no run and names no server/,
  ),
  caught("a server in no array at a step", "cas-drain", '{ payload: "WEB9" }', "in-no-array", /WEB9 is in no array/),
  caught("a member in no array at a step", "cas-drain", '{ member: { name: "WEB9" } }', "in-no-array", /WEB9 is in no array/),
  caught("a server's name of 1 MB at a step", "cas-drain", '{ payload: "x".repeat(1e6) }', "no-server", /has 1000000 characters/),
  caught("a buffer at a step", "cas-drain", "{ payload: Buffer.alloc(1e6) }", "no-server", /names no server/),
  caught(
    "a message whose msg.run is not what the loop has sent",
    "cas-drain",
    '{ run: "20260110-220000-x-abcdef", payload: "CAS1" }',
    "bad-run",
    /msg\.run is not what the loop sent/,
  ),
  {
    title: "tells the log of an error whose message is too deep to be handed on",
    flow: (flow) => flow.makes("go", "cas-drain", `return { deep: ${deep} };`).set("cas-drain", { name: `drain of ${flow.name}` }),
    play: async (scene) => {
      await scene.inject("go");
      await scene.red.line(new RegExp(`drain of ${scene.flow.name}\\] .*names no server.*could not be passed on`));
    },
  },

  {
    title: "takes no garbage in msg.run for another run or for work by hand, and touches nothing",
    setting: { speed: 300 },
    flow: (flow) =>
      flow
        .insertAfter("cas-preflight", "garbage", "function", corrupt("run", [...garbage, ...tampered]))
        .set("cas-loop", { watchdogMinutes: 1 }),
    play: async (scene) => {
      let last;
      for (const _ of [...garbage, ...tampered]) last = await scene.stopped("message-lost", /after Fit to start\?/);
      if (last !== undefined) await scene.nothingTouched(last);
    },
  },
  {
    title: "goes by its own knowledge where msg.member is garbage or names another member",
    flow: (flow) => {
      const others = [...garbage, `{ name: "${flow.member("CAS4")}" }`, "{ name: 'x'.repeat(1e6) }"];
      return flow
        .insertAfter("cas-preflight", "garbage-1", "function", corrupt("member", others.slice(0, 4)))
        .insertAfter("cas-drain", "garbage-2", "function", corrupt("member", others.slice(4, 8)))
        .insertAfter("cas-install", "garbage-3", "function", corrupt("member", others.slice(8)));
    },
    play: async (scene) => {
      const run = await scene.client.ended(await scene.client.run({ dryRun: true }));
      should([run.outcome, run.reason]).eql(["dry-run", null]);
      run.members.map(({ outcome }) => outcome).should.eql(["would-update", "would-update", "would-update", "would-update"]);
    },
  },
  {
    title: "keeps no part of a message from going on, whatever it is",
    flow: (flow) =>
      flow.insertAfter(
        "cas-preflight",
        "luggage",
        "function",
        code(
          "msg.round = {}; msg.round.round = msg.round; msg.call = () => 1; msg.bytes = Buffer.alloc(1e5); msg.big = 10n; msg.map = new Map(); return msg;",
        ),
      ),
    play: async (scene) => {
      const run = await scene.client.ended(await scene.client.run({ dryRun: true }));
      should([run.outcome, run.reason]).eql(["dry-run", null]);
    },
  },
  {
    title: "takes a command that arrives by a Catch for what it is: an error, which starts nothing",
    flow: (flow) =>
      flow
        .add("broken", "function", code('throw new Error("broken before the loop");'), [["cas-loop"]])
        .makes("go", "broken", 'return { command: "start", payload: {} };'),
    play: async (scene) => {
      await scene.inject("go");
      await scene.red.line(new RegExp(`received an error that belongs to no run.*broken before the loop`));
      scene.tapped("reply").should.eql([]);
      await scene.refused(400, "bad-body", /speed/, { speed: 1 });
    },
  },
]);
