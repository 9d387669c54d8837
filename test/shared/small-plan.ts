import type { Dated } from "../../lib/run/record/entry";

/** The plan of a run of one member, as a start without any wishes makes it. */
export const smallPlan = {
  array: "CAS-ARRAY",
  members: [{ name: "CAS1", address: "cas1.example.org" }],
  minInService: 0,
  update: null,
  dryRun: false,
  byHand: false,
  requestedBy: null,
  note: null,
  key: null,
  flow: "loop",
};

/** The first entry of its journal. */
export const smallStart = (run = "r1", at = 1000, more: object = {}): Extract<Dated, { type: "run started" }> => ({
  type: "run started",
  run,
  plan: { ...smallPlan, ...more },
  planHash: "x",
  fence: 1,
  at,
});
