import type { ResultOf } from "../../lib/server/catalogue";

/** What NLB says on a member in service, with the given differences. */
export const nlbHost = (differently: Partial<ResultOf<"nlb.host">> = {}): ResultOf<"nlb.host"> => ({
  state: "converged",
  text: "Converged",
  isDefaultHost: false,
  priority: 2,
  defaultState: "started",
  persistsLastState: false,
  cluster: "CAS-ARRAY",
  convergedWith: null,
  ...differently,
});

/** What SCOM says about a member that it monitors, with the given differences. */
export const maintenance = (differently: Partial<ResultOf<"scom.maintenance">> = {}): ResultOf<"scom.maintenance"> => ({
  on: false,
  inEffect: false,
  endsAt: null,
  reason: null,
  comment: null,
  parts: { inMaintenance: 0, monitored: 3 },
  clock: "2026-01-10T22:00:00.000Z",
  ...differently,
});
