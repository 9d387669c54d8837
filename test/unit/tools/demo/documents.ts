import type { MemberDocument, RunDocument } from "../../../../lib/run/record/document";

export const member = (name: string, parts: Partial<MemberDocument> = {}): MemberDocument => ({
  name,
  state: "waiting",
  outcome: "untouched",
  reason: null,
  found: {},
  left: {},
  current: null,
  steps: [],
  changes: [],
  wouldChange: [],
  toMend: [],
  leftToDo: [],
  ...parts,
});

const found = { nlb: "converged", defaultState: "started", forefront: "enabled", scom: "monitored", version: "14.3.123.4" };

/** A member that was updated in 40 minutes and serves. */
export const updated = (name: string, parts: Partial<MemberDocument> = {}): MemberDocument =>
  member(name, {
    state: "ended",
    outcome: "updated",
    found,
    left: { ...found, version: "14.3.195.1" },
    steps: [
      { step: "nlb-drainstop", name: "nlb-drainstop", outcome: "done", seconds: 600, text: "no clients left after 10 min" },
      { step: "install-update", name: "install-update", outcome: "done", seconds: 1800, text: "installed" },
    ],
    ...parts,
  });

export const atWork = (name: string, step: string, text: string, seconds: number, parts: Partial<MemberDocument> = {}): MemberDocument =>
  member(name, { state: "at work", found, current: { step, name: step, text, seconds, figures: {} }, ...parts });

export const run = (members: readonly MemberDocument[], parts: Partial<RunDocument> = {}): RunDocument => ({
  runId: "20260110-220000-abc",
  summary: "Finished.",
  array: "exchange-cas-array",
  state: "running",
  outcome: null,
  wouldEnd: null,
  batches: members.map(({ name }) => [name]),
  soaks: [],
  deadline: null,
  memberTakes: null,
  expectedEnd: null,
  reasonCode: null,
  reason: null,
  paused: null,
  questions: [],
  update: "Rollup 6",
  dryRun: false,
  requestedBy: "demo",
  note: null,
  interrupted: null,
  waitsFor: null,
  stopAfterMember: false,
  clockSpeed: null,
  startedAt: "2026-01-10T22:00:00.000Z",
  finishedAt: null,
  report: null,
  warnings: [],
  members,
  ...parts,
});

export const ended = (members: readonly MemberDocument[], parts: Partial<RunDocument> = {}): RunDocument =>
  run(members, { state: "ended", outcome: "finished", finishedAt: "2026-01-10T23:30:00.000Z", report: "reports/abc.html", ...parts });
