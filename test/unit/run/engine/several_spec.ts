import should from "should";
import type { Run } from "../../../../lib/run";
import type { StepContext } from "../../../../lib/run/step";
import { StepFailed } from "../../../../lib/run/step";
import { quoted } from "../../../../lib/texts";
import { inOneSentence, reasonOf, stoppedAt } from "../../../../lib/run/record";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said, saidReason } from "../../../shared/english";
import type { Played } from "../play";
import { asked, atOnce, outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const all = Object.values(procedure);

/** A step that does something else on each member; nothing on those that are not named. */
const on = (name: string, what: Readonly<Record<string, (context: StepContext) => Promise<unknown>>>) =>
  doing(name, async (context) => {
    await what[context.member.name]?.(context);
  });

const wait = (time: number) => (context: StepContext) => context.wait.pause(time);
const fails = () => Promise.reject(new Error("It failed."));

/** An array of four of which two may be out. */
const four = () => new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
const playTwo = (array: SmallArray, steps: Parameters<typeof play>[1]): Promise<Played> => play(array, steps, atOnce(2));
const atWork = ({ state }: Pick<Run, "state">): string[] =>
  state.members.filter(({ phase }) => phase === "at work").map(({ name }) => name);

describe("A run with two members at work", () => {
  it("updates all, two at a time, and never lets fewer than the least others serve", async () => {
    const array = four();
    const out: number[] = [];
    const together = new Set<string>();
    array.beforeChange = () => {
      out.push([...array.members.values()].filter(({ nlb }) => nlb !== "converged").length);
      together.add(atWork(array.runs.runningOn("CAS-ARRAY") as Run).join());
    };
    const played = await playTwo(array, [stop, stay, install, on("long", { CAS1: wait(minutes(20)) }), verify, start, usual]);
    should(played.run.state.outcome).equal("finished", saidReason(played.run.state.reason));
    outcomes(played).should.eql(["updated", "updated", "updated", "updated"]);
    Math.max(...out).should.equal(2);
    // CAS2 was done long before CAS1, and the next two were taken only when both were.
    [...together].should.containEql("CAS1,CAS2").and.containEql("CAS3,CAS4");
    [...together].filter((names) => /CAS[12].*CAS[34]/.test(names)).should.eql([]);
    together.forEach((names) => names.split(",").length.should.be.belowOrEqual(2));
  });

  it("says of a member that ended beside another because of whom, and not the failure of that one as its own", async () => {
    const array = four();
    const failing = doing("failing", async ({ member: { name }, wait }) => {
      await wait.pause(minutes(name === "CAS2" ? 5 : 50));
      if (name === "CAS2") throw new StepFailed("installer-failed", quoted("it ended with 1603"));
    });
    const { run } = await playTwo(array, [stop, failing, ...all]);
    should(run.state.reason).match({ code: "installer-failed", member: "CAS2" });
    const [beside, failed] = run.state.members;
    should(failed?.reason).match({ code: "installer-failed", member: "CAS2" });
    should(beside?.reason).match({ code: "ended-beside", member: "CAS1" });
    saidReason(beside?.reason ?? null).should.match(
      /^CAS1: The run ended because of CAS2 \(the installer failed\)\. CAS1 was put back as it was found/,
    );
  });

  it("has no batch that is larger than what the array can spare", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    const { run } = await playTwo(array, all);
    should(run.state.outcome).equal("finished");
    should(run.state.plan.atOnce).eql({ set: "2", batches: [1, 1, 1], most: 1 });
  });

  it("takes the second one only where enough others serve without both", async () => {
    const array = four();
    array.at("CAS4").nlb = "stopped";
    const { run } = await playTwo(array, all);
    should(run.state.reason?.code).equal("guard-broken");
    array.sent.filter((line) => line.startsWith("CAS2")).should.eql([]);
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("puts one back that is not updated yet, lets the other one rest beside its installer, and begins nothing new", async () => {
    const array = four();
    array.jobsLastMs = minutes(50);
    const begun = array.clock.elapsed();
    let middle = "";
    void array.clock.sleep(minutes(2)).then(() => {
      middle = said(inOneSentence((array.runs.runningOn("CAS-ARRAY") as Run).state));
    });
    const backAfter: number[] = [];
    array.beforeChange = (member, op) => {
      if (`${member} ${op}` === "CAS2 nlb.start") backAfter.push(array.clock.elapsed() - begun);
    };
    const failing = on("failing", {
      CAS1: async (c) => {
        await install.run(c, {});
        await c.wait.pause(minutes(40));
      },
      CAS2: async (c) => {
        await c.wait.pause(minutes(5));
        await fails();
      },
    });
    const played = await playTwo(array, [stop, failing]);
    const [first, second] = played.run.state.members;
    outcomes(played).should.eql(["failed", "failed", "untouched", "untouched"]);
    should(stoppedAt(played.run.state)?.name).equal("CAS2");
    array.at("CAS1").nlb.should.equal("stopped");
    array.at("CAS2").nlb.should.equal("converged");
    array.sent.filter((line) => /^CAS[34]/.test(line)).should.eql([]);
    middle.should.equal("Running: CAS1 (failing) and CAS2 (failing) are at work, 0 of 4 members of CAS-ARRAY done.");
    said(inOneSentence(played.run.state)).should.match(/at CAS2/);
    // Nobody waits for the other one's installer.
    backAfter.should.have.length(1);
    (backAfter[0] ?? 0).should.be.below(minutes(7));
    (array.clock.elapsed() - begun).should.be.aboveOrEqual(minutes(50));
    saidReason(first?.reason).should.match(/Its job update\.exe has ended since/);
    saidReason(second?.reason).should.match(/put back as it was found/);
    // The first one did nothing wrong: its step was cut off.
    should(first?.steps.at(-1)?.cutOff).be.true();
    should(second?.steps.at(-1)?.cutOff).be.false();
  });

  it("keeps one that rests out of service as long as the other one is not left yet, whoever brings it in", async () => {
    const array = four();
    array.beforeChange = (member) => (array.jobsLastMs = minutes(member === "CAS1" ? 1 : 40));
    const failing = on("failing", { CAS1: async (c) => (await c.wait.pause(minutes(2)), await fails()), CAS2: wait(minutes(50)) });
    void array.clock.sleep(minutes(20)).then(() => (array.at("CAS1").nlb = "converged"));
    const { run } = await playTwo(array, [stop, stay, install, failing, verify, start, usual]);
    array.sent.filter((sent) => sent === "CAS1 nlb.stop").should.have.length(2);
    array.at("CAS1").nlb.should.equal("stopped");
    const [first, second] = run.state.members;
    saidReason(first?.reason).should.match(/come into service unverified and was stopped again/);
    should(first?.finishedAt).be.aboveOrEqual((second?.finishedAt ?? 0) - seconds(30));
    should(first?.finishedAt).be.above(run.state.startedAt + minutes(39));
  });

  it("lets a token move the member alone to which it was given, and that one once", async () => {
    const array = four();
    const tokens = new Map<string, string>();
    const tried: string[] = [];
    const looking = on("looking", {
      CAS1: async (c) => {
        await c.wait.pause(minutes(2));
        const run = array.runs.runningOn("CAS-ARRAY") as Run;
        for (const { name, lastToken } of run.state.members) if (lastToken !== null) tokens.set(name, lastToken);
        const step = doing("thief", () => Promise.resolve());
        for (const [name, token] of tokens)
          await run
            .step({ token, node: "thief", step, options: () => ({}), message: {} })
            .then(({ member }) => tried.push(`${name}'s moved ${member.name}`))
            .catch((error: unknown) => tried.push(`${name}'s: ${reasonOf(error).code}`));
      },
      // On its way to nobody: its token is not spent.
      CAS2: wait(seconds(1)),
    });
    const played = await playTwo(array, [looking, doing("slow", wait(minutes(4))), ...all]);
    // Both members are in a step of their own then.
    tried.should.eql(["CAS1's: token-spent", "CAS2's: token-spent"]);
    should(played.run.state.outcome).equal("finished", saidReason(played.run.state.reason));
  });

  it("waits for all steps that are at work before it is at its end", async () => {
    const array = four();
    const ended: string[] = [];
    const lingers = (time: number) => (c: StepContext) =>
      c.wait.pause(minutes(60)).catch(async () => {
        await array.clock.sleep(time);
        ended.push(c.member.name);
        throw new Error("given up");
      });
    const steps = on("long", { CAS1: lingers(seconds(50)), CAS2: lingers(seconds(20)) });
    void array.clock.sleep(minutes(3)).then(() => array.runs.runningOn("CAS-ARRAY")?.stop("now", "Ada"));
    const { run } = await playTwo(array, [steps]);
    ended.should.eql(["CAS2", "CAS1"]);
    should(run.state.reason?.code).equal("stopped-by-operator");
    run.state.members.flatMap(({ steps: done }) => done.map(({ outcome }) => outcome)).should.eql(["failed", "failed"]);
  });

  it("watches each: whichever is brought in unverified is stopped at once, and the other one is put back", async () => {
    const array = four();
    const brought = on("brought in", {
      CAS1: wait(minutes(30)),
      CAS2: async (c) => {
        await install.run(c, {});
        await c.wait.pause(minutes(3));
        array.at("CAS2").nlb = "converged";
        await c.wait.pause(minutes(30));
      },
    });
    const { run } = await playTwo(array, [stop, brought]);
    should(run.state.reason).match({ code: "serves-unverified", member: "CAS2" });
    array.at("CAS2").nlb.should.equal("stopped");
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("notices that the message of one is lost while the other one goes on", async () => {
    const array = four();
    const busy = doing("busy", wait(minutes(10)));
    let lost = "";
    const run = await new Promise<Run>((resolve, reject) => {
      const step = async (token: string): Promise<void> => {
        const ask = { token, node: "busy", step: busy, options: () => ({}), message: {} };
        const answer = await array.runs.runningOn("CAS-ARRAY")?.step(ask);
        if (answer !== undefined) await step(answer.run.token);
      };
      const member = ({ run: { token }, member: { name } }: { run: { token: string }; member: { name: string } }) => {
        if (lost === "") lost = name;
        else step(token).catch(() => undefined);
      };
      const listener = { member, changed: () => undefined, ended: (ended: unknown) => resolve(ended as Run) };
      array.runs.start({ ...asked, array: array.setup, ...atOnce(2) }, listener).catch(reject);
    });
    lost.should.equal("CAS1");
    should(run.state.reason).match({ code: "message-lost", member: "CAS1" });
  });

  it("ends after those at work where somebody asked for that, and takes no other", async () => {
    const array = four();
    void array.clock.sleep(minutes(2)).then(() => array.runs.runningOn("CAS-ARRAY")?.stop("after-member", "Ada"));
    const played = await playTwo(array, [on("long", { CAS1: wait(minutes(10)), CAS2: wait(minutes(20)) }), ...all]);
    outcomes(played).should.eql(["updated", "updated", "untouched", "untouched"]);
    should(played.run.state.reason?.code).equal("stopped-by-operator");
  });

  it("changes the cluster by one change after the other", async () => {
    const array = four();
    for (const member of array.members.values()) member.answersAfterMs = seconds(1);
    const under = { now: 0, most: 0 };
    const { invoke } = array;
    Object.assign(array.setup.connection, {
      invoke: (async (name, op, args, call) => {
        const unsettles = /^nlb\.(stop|start|setDefaultState)$/.test(op);
        if (unsettles) under.most = Math.max(under.most, ++under.now);
        try {
          return await invoke(name, op, args, call);
        } finally {
          if (unsettles) under.now--;
        }
      }) as typeof invoke,
    });
    const { run } = await playTwo(array, all);
    should(run.state.outcome).equal("finished", saidReason(run.state.reason));
    under.most.should.equal(1);
  });

  it("leaves both alone where its record cannot be written any more, without waiting for an installer", async () => {
    const array = four();
    array.jobsLastMs = minutes(50);
    const { journals } = array.store;
    const append = journals.append.bind(journals);
    const failing = on("failing", {
      CAS1: async (c) => {
        await install.run(c, {});
        await c.wait.pause(minutes(5));
        journals.append = async (run, entry) => {
          if (entry.type === "member finished") throw new Error("no space left on device");
          await append(run, entry);
        };
        await fails();
      },
      CAS2: wait(minutes(30)),
    });
    const begun = array.clock.elapsed();
    const { run } = await playTwo(array, [stop, failing]);
    should(run.state.reason?.code).equal("journal-failed");
    (array.clock.elapsed() - begun).should.be.below(minutes(15));
    run.state.members
      .filter(({ outcome }) => outcome === "failed")
      .map(({ name }) => name)
      .should.eql(["CAS1", "CAS2"]);
  });
});
