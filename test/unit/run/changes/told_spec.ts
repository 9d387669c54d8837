import should from "should";
import type { StepContext } from "../../../../lib/run/step";
import type { TellOp } from "../../../../lib/server/catalogue";
import { ServerError } from "../../../../lib/server/errors";
import { quoted } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { tells, toldAs } from "../../../shared/tells";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
for (const op of tells) toldOnce(op);

function toldOnce(op: TellOp): void {
  const args = (id: string) => ({ ...toldAs(op, id), url: "https://chat.example.com/hooks/a-secret" });
  /** Tells it as often as the test wants. */
  const telling = (...ids: readonly string[]) =>
    doing("tell", async (context: StepContext) => {
      for (const id of ids) await context.server.tell(op, args(id));
    });
  const sentOf = (array: SmallArray): readonly string[] => array.sent.filter((line) => line === `CAS1 ${op}`);

  describe(`What a step tells somebody by ${op}`, () => {
    it("is told once by its id, however often the step asks, and another id by itself", async () => {
      const array = new SmallArray();
      const played = await play(array, [telling("a", "a", "b"), telling("a"), stop, stay, install, verify, start, usual], {
        members: ["CAS1"],
      });
      outcomes(played).should.eql(["updated"]);
      sentOf(array).should.have.length(2);
      played.run.state.members[0]!.told.map(({ id, outcome }) => [id, outcome]).should.eql([
        ["a", "done"],
        ["b", "done"],
      ]);
    });

    it("is in the journal before it is sent, without its arguments: they may hold a secret", async () => {
      const array = new SmallArray();
      let before: unknown[] = [];
      array.beforeChange = (_, op) => {
        if (op === op) before = [...(array.store.journals.kept.values().next().value ?? [])];
      };
      const played = await play(array, [telling("a")]);
      should(before.at(-1)).match({ type: "will tell", member: "CAS1", id: "a", op: op });
      JSON.stringify(array.store.journals.kept.get(played.run.id)).should.not.match(/a-secret/);
    });

    it("warns where no answer comes, is not told again, and the run goes on", async () => {
      const array = new SmallArray();
      array.trouble.set(op, "answer-lost");
      const played = await play(array, [telling("a", "a"), stop, stay, install, verify, start, usual], { members: ["CAS1"] });
      outcomes(played).should.eql(["updated"]);
      sentOf(array).should.have.length(1);
      played.run.state.warnings
        .map(({ text }) => said(text))
        .should.matchAny(/not known whether this was received, and it is not sent again/);
    });

    it("may be tried again where it was refused: then nobody has heard of it", async () => {
      const array = new SmallArray();
      array.trouble.set(op, "refused");
      const stubborn = doing("stubborn", async ({ server }) => {
        await server.tell(op, args("a")).catch(() => server.tell(op, args("a")));
      });
      const played = await play(array, [stubborn], { members: ["CAS1"] });
      played.run.state.members[0]!.told.map(({ outcome }) => outcome).should.eql(["failed", "done"]);
    });

    it("is left out of a dry run, and of its plan", async () => {
      const array = new SmallArray();
      const played = await play(array, [telling("a"), stop, install], { dryRun: true, members: ["CAS1"] });
      sentOf(array).should.eql([]);
      played.run.state.members[0]!.wouldChange.map(({ op }) => op).should.eql(["nlb.stop", "job.start"]);
      played.run.state.members[0]!.told.should.eql([]);
    });

    /** A step as add-a-step.md has it: it tells, and says what it has told. */
    const saying = doing("say", async ({ server, warn, workId }: StepContext) => {
      try {
        await server.tell(op, args(workId(1)));
        return { changed: true, text: quoted("told") };
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        warn(quoted("nobody was told"));
        return { changed: false, text: quoted("nobody was told") };
      }
    });
    const saidBy = async (array: SmallArray, dryRun: boolean) => {
      const { run } = await play(array, [saying, saying], { dryRun, members: ["CAS1"] });
      return (run.state.members[0]!.earlier.get("say") ?? []).map((result) => [result.changed, said(result.text)]);
    };

    it("leads to the same result in a real run and in a dry run, where the run says that it would be", async () => {
      should(await saidBy(new SmallArray(), false)).eql([
        [true, "told"],
        [true, "told"],
      ]);
      should(await saidBy(new SmallArray(), true)).eql([
        [true, "in a real run: told"],
        [true, "in a real run: told"],
      ]);
    });

    it("leads to no other result where the answer is lost, and to a warning of the step where it is refused", async () => {
      for (const [trouble, first] of [
        ["answer-lost", [true, "told"]],
        ["refused", [false, "nobody was told"]],
      ] as const) {
        const array = new SmallArray();
        array.trouble.set(op, trouble);
        should((await saidBy(array, false))[0]).eql(first);
      }
    });

    it("asks no guard, and leaves the member untouched", async () => {
      const array = new SmallArray(["CAS1", "CAS2"], 1);
      const asking = doing("ask", async ({ server }) => {
        array.at("CAS2").nlb = "stopped";
        await server.tell(op, args("a"));
        throw new Error("enough");
      });
      const played = await play(array, [asking]);
      sentOf(array).should.have.length(1);
      played.run.state.members[0]!.should.match({ changes: [], toMend: [] });
    });
  });
}
