import should from "should";
import type { RunView } from "../../../../lib/run";
import type { Text } from "../../../../lib/texts";
import { quoted } from "../../../../lib/texts";
import { heardAtOnce } from "../../../../nodes/rolling-update/run/heard-at-once";
import { said } from "../../../shared/english";

/** A run as its loop sees it, with the given differences. */
const run = (differently: object = {}): RunView => {
  const members = [{ phase: "at work", changes: [{}], questions: [] }];
  const plan = { array: "cas", dryRun: false };
  const state = { plan, phase: "running", reason: { code: "verify-failed" }, warnings: [], members, ...differently };
  return { id: "1", state, document: () => ({ summary: "It stops." }) } as unknown as RunView;
};

/** What the loop says of runs that look like this, one after the other. */
function heard(first: RunView, ...later: readonly RunView[]) {
  const warned: string[] = [];
  const sent: (readonly [port: string, message: Record<string, unknown>])[] = [];
  const hear = heardAtOnce(first, {
    say: said as never,
    warn: (what: Text) => void warned.push(said(what)),
    emit: (port, message) => void sent.push([port, message]),
  });
  for (const one of later) hear(one);
  return { warned, sent, ports: sent.map(([port]) => port) };
}

describe("That a run is stopping, told before its end", () => {
  const stopping = { phase: "stopping" };
  for (const [what, differently, told] of [
    ["a member at work has changes to be put back", stopping, 1],
    ["nothing was changed on it", { ...stopping, members: [{ phase: "at work", changes: [], questions: [] }] }, 0],
    ["what was changed is finished", { ...stopping, members: [{ phase: "finished", changes: [{}], questions: [] }] }, 0],
    ["a dry run has nothing to put back", { ...stopping, plan: { array: "cas", dryRun: true } }, 0],
    ["it is interrupted: nothing more is sent", { ...stopping, reason: { code: "interrupted" } }, 0],
    ["nobody has said why", { ...stopping, reason: null }, 1],
    ["it has ended already", { phase: "ended" }, 0],
    ["it runs", {}, 0],
  ] as const)
    it(`is said where something has to be put back first, and no more (${what})`, () => {
      const { ports, sent, warned } = heard(run(), run(differently), run(differently));
      ports.should.eql(told === 1 ? ["stopped"] : []);
      warned.should.have.length(told);
      if (told === 1) should(sent[0]?.[1]).eql({ run: { id: "1", array: "cas", dryRun: false }, payload: { summary: "It stops." } });
    });

  it("is not said again of a run that was stopping when the loop began to hear of it", () => {
    heard(run(stopping), run(stopping)).ports.should.eql([]);
  });
});

describe("Warnings of a run, told at once", () => {
  const warning = (code: string | null, text: string) => ({ code, member: "CAS1", text: quoted(text), at: Date.UTC(2026, 0, 10) });
  const [slow, silent] = [warning(null, "It is slow."), warning("not-answering", "It is silent.")];

  it("are told once each, those from before the loop heard of the run left out, and those with a code in the log too", () => {
    const { sent, warned } = heard(
      run({ warnings: [slow] }),
      run({ warnings: [slow, silent] }),
      run({ warnings: [slow, silent] }),
      run({ warnings: [slow, silent, slow] }),
    );
    const about = { runId: "1", array: "cas", member: "CAS1", at: "2026-01-10T00:00:00.000Z" };
    sent.should.eql([
      [
        "warning",
        { run: { id: "1", array: "cas", dryRun: false }, payload: { ...about, code: "not-answering", summary: "It is silent." } },
      ],
      ["warning", { run: { id: "1", array: "cas", dryRun: false }, payload: { ...about, code: null, summary: "It is slow." } }],
    ]);
    should(warned).match([/It is silent/]);
    warned.should.have.length(1);
  });
});
