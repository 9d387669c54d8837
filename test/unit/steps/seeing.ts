import { waiting } from "../../../lib/run/member/wait";
import type { StepContext, StepResult } from "../../../lib/run/step";
import type { Verdict } from "../../../lib/server/array";
import type { ReadOp, ResultOf } from "../../../lib/server/catalogue";
import type { ChangeCall } from "../../../lib/server/server";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import type { Answers } from "../../shared/answering";
import { AnsweringServer } from "../../shared/answering";
import { said } from "../../shared/english";

interface Known {
  /** What earlier steps have left, by their names, oldest first. */
  readonly earlier?: Readonly<Record<string, readonly object[]>>;
  readonly found?: { readonly [Op in ReadOp]?: ResultOf<Op> };
  readonly before?: unknown;
  /** The other members of the array. */
  readonly others?: readonly AnsweringServer[];
  readonly takenOut?: StepContext["array"]["takenOut"];
  /** Who serves, at each look. */
  readonly serving?: () => readonly Verdict[];
}

/** A change that a part of a step has sent. */
interface Sent {
  readonly op: string;
  readonly args: unknown;
  readonly call: ChangeCall;
}

/** What a part of a step sees of CAS1, where that answers what a test says. Changes are noted, and change nothing. */
export function seeing(answers: Answers, { earlier = {}, found = {}, before, others = [], takenOut, serving }: Known = {}) {
  const sent: Sent[] = [];
  const server = Object.assign(new AnsweringServer("CAS1", answers), {
    change: (op: string, args: unknown, call: ChangeCall = {}) => {
      sent.push({ op, args, call });
      return Promise.resolve();
    },
  });
  const clock = new VirtualClock();
  const stop = new AbortController();
  const warnings: string[] = [];
  const context = {
    server,
    member: { name: "CAS1", address: "10.0.0.1", position: 1, of: others.length + 1 },
    array: {
      name: "CAS-ARRAY",
      minInService: 1,
      takenOut: takenOut ?? "at-gate",
      others,
      serving: () => Promise.resolve(serving?.() ?? []),
    },
    wait: waiting({ server, clock, signal: stop.signal, dryRun: false }),
    report: () => undefined,
    warn: (words: Parameters<typeof said>[0]) => void warnings.push(said(words)),
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    found: (read: ReadOp) => found[read],
    foundEarlier: true,
    leftHalfDone: () => Promise.resolve(null),
    madeBefore: () => null,
    before,
    earlier: (step: string) => (earlier[step] ?? []) as readonly StepResult[],
  };
  return { context: context as unknown as StepContext, asked: server.asked, sent, clock, stop, warnings };
}

/** What a step keeps of an installation that took half an hour, with the given differences. */
export const installation = (startedAt: string | null, differently: object = {}): object => ({
  package: "Rollup 6",
  kind: "rollup",
  restart: "needed",
  exitCode: 3010,
  startedAt,
  finishedAt: startedAt === null ? null : new Date(Date.parse(startedAt) + 30 * 60_000).toISOString(),
  ...differently,
});

/** The picture that preflight takes, with the given differences. */
export const picture = (differently: object = {}): object => ({
  clock: "2026-01-10T22:00:00.000Z",
  bootedAt: "2026-01-01T00:00:00.000Z",
  cursor: { Application: 0, System: 0 },
  services: [],
  build: "14.3.123.4",
  pendingReboot: [],
  nlb: null,
  setupLog: { path: "C:\\ExchangeSetupLogs\\ExchangeSetup.log", offset: 0 },
  ...differently,
});
