import { said, saidReason } from "../../shared/english";
import should from "should";
import type { EventName } from "../../../lib/adapters/lab";
import { eventNames, faultNames, outsideEvents, summaryOfEvent, summaryOfFault } from "../../../lib/adapters/lab";
import type { RunView } from "../../../lib/run/engine/listener";
import type { MemberState } from "../../../lib/run/record/state";
import type { Expected } from "../../shared/faults";
import { expected, firstIsLeft, leftOf } from "../../shared/faults";
import { keptPage } from "../../shared/kept-page";
import { brokenBy, playedOnce, playFlow } from "./play";

const told = (run: RunView): string => [saidReason(run.state.reason), ...run.state.warnings.map(({ text }) => said(text))].join("\n");
const rows: string[][] = [];

describe("the bundled flow on a lab that is broken on purpose", () => {
  for (const name of faultNames) {
    const { code, left, says } = expected[name];
    it(`${name}: ${code === null ? "the run gets over it" : `stops with ${code}`}, CAS2 is left ${left}`, async () => {
      const played = await playedOnce({ faults: [{ name, member: "CAS2" }] });
      const { run, lab } = played;
      const truth = lab.truth();
      should(run.state.reason?.code ?? null).equal(code);
      leftOf(truth, "CAS2").should.equal(left);
      leftOf(truth, "CAS1").should.equal(firstIsLeft(expected[name]));
      if (says !== undefined) told(run).should.match(says);

      const later = truth.operations.filter(({ kind, member }) => kind === "change" && (member === "CAS3" || member === "CAS4"));
      if (code === null) ["CAS3", "CAS4"].map((member) => leftOf(truth, member)).should.eql(["updated", "updated"]);
      else later.should.eql([]);
      (await brokenBy(played)).should.eql([]);

      const [, member] = run.state.members;
      const failed = run.state.members.find(({ steps }) => steps.some(({ outcome }) => outcome === "failed"));
      rows.push([name, said(summaryOfFault(name)), phase(failed ?? member), code ?? "–", inWords(member), code === null ? "0" : "1"]);
    });
  }
});

/** When each event comes to CAS2, and what it leads to today. */
const acts: Readonly<Record<EventName, Pick<Expected, "code" | "says"> & { readonly when: string; readonly nlb: string }>> = {
  "nlb-start": {
    when: "install-update",
    code: "serves-unverified",
    nlb: "stopped",
    says: /by another hand before its update was verified/,
  },
  "nlb-stop": { when: "scom-maintenance", code: null, nlb: "converged" },
  "nlb-suspend": { when: "restart-server", code: "not-converged", nlb: "suspended", says: /somebody has done that/ },
  "scom-end": { when: "install-update", code: null, nlb: "converged", says: /begun again/ },
  "sign-on": { when: "scom-maintenance", code: null, nlb: "converged" },
  "power-cut": { when: "install-update", code: "installer-failed", nlb: "stopped", says: /went down/ },
  "management-away": { when: "install-update", code: null, nlb: "converged" },
  // Nothing is looked at between members as the bundled flow is set.
  "service-crashes": { when: "nlb-start", code: null, nlb: "converged" },
  "slow-answer": { when: "install-update", code: null, nlb: "converged" },
  "read-fails": { when: "install-update", code: null, nlb: "converged" },
};
const eventRows: string[][] = [];

describe("the bundled flow on a lab in which others act", () => {
  for (const name of eventNames) {
    const { when, code, nlb, says } = acts[name];
    it(`${name}, at ${when}: ${code === null ? "the run gets over it" : `stops with ${code}`}, CAS2 is left ${nlb}`, async () => {
      const { run, lab } = await playFlow({ lab: { events: [{ name, member: "CAS2", when }] } });
      const truth = lab.truth();
      truth.outside.should.match([{ event: name, member: "CAS2", by: outsideEvents[name].by }]);
      should(run.state.reason?.code ?? null).equal(code);
      if (says !== undefined) told(run).should.match(says);
      truth.members["CAS2"]?.nlb.should.equal(nlb);
      leftOf(truth, "CAS1").should.equal("updated");

      const [, member] = run.state.members;
      const how = outsideEvents[name].by === "somebody" ? "somebody" : "the surroundings";
      eventRows.push([name, said(summaryOfEvent(name)), how, when, phase(member), code ?? "–", inWords(member), code === null ? "0" : "1"]);
    });
  }

  after(function () {
    // Only whole: a chosen test alone knows a part of the tables.
    if (rows.length !== faultNames.length || eventRows.length !== eventNames.length) return;
    const { kept, wanted, hint } = keptPage("faults.md", page(rows, eventRows));
    kept.should.equal(wanted, hint);
  });
});

/** At which step the run was when it was stopped. */
const phase = (member: MemberState | undefined): string => member?.steps.find(({ outcome }) => outcome === "failed")?.step ?? "–";

const inWords = (member: MemberState | undefined): string => {
  const facts = member?.left?.facts ?? {};
  const known = ["nlb", "defaultState", "forefront", "scom", "version"].map((fact) => `${fact} ${facts[fact] ?? "not known"}`);
  return known.join(", ");
};

const table = (lines: readonly (readonly string[])[]): readonly string[] => lines.map((cells) => `| ${cells.join(" | ")} |`);

const page = (faults: readonly (readonly string[])[], events: readonly (readonly string[])[]): readonly string[] => [
  "# Faults",
  "",
  "What the bundled flow does on a lab that is broken on purpose. Written by the test that proves it (`test/unit/procedure/faults_spec.ts`).",
  "",
  "The fault is given to CAS2 of four members. Where the run cannot go on, CAS1 is updated and serves, and CAS3 and CAS4 are not touched; what preflight sees of all members before the first is touched leaves CAS1 as it was, too.",
  "Try one with `npm run demo -- --fault NAME@MEMBER`; the exit code is that of the demo.",
  "What each reason code means, and how `never-converged` differs from `not-converged`: [reason codes](reason-codes.md).",
  "",
  "| fault | what it does | stopped at | reason code | state in which the member is left | exit code |",
  "| --- | --- | --- | --- | --- | --- |",
  ...table(faults),
  "",
  "## What others do",
  "",
  "People and the surroundings act in a lab, too. Each event comes once: a moment after the step that is named, or so many minutes after it was planned.",
  "Try one with `npm run demo -- --event NAME@MEMBER:WHEN`, such as `nlb-start@CAS2:install-update` or `power-cut@CAS3:+45`. `--truth` shows what was done,",
  "and by whose hand.",
  "",
  "| event | what happens | by whose hand | at | stopped at | reason code | state in which the member is left | exit code |",
  "| --- | --- | --- | --- | --- | --- | --- | --- |",
  ...table(events),
];
