import type { Finding, NotJudged, PromiseNumber } from "./finding";
import { Night } from "./night";
import type { Records } from "./night";
import { afterFailure, asFound, batches, held, inWindows, noSecrets, once, oneRun, writtenFirst } from "./record";
import { enoughServe, monitoring, nobodyCut, notTooManyOut, verifiedFirst } from "./service";

const promises: Readonly<Record<PromiseNumber, (night: Night) => readonly Finding[]>> = {
  1: enoughServe,
  2: notTooManyOut,
  3: verifiedFirst,
  4: nobodyCut,
  5: monitoring,
  6: asFound,
  7: writtenFirst,
  8: once,
  9: (night) => [...afterFailure(night), ...batches(night), ...held(night)],
  10: oneRun,
  11: inWindows,
  12: noSecrets,
};

/** All promises that were broken in a night, in the order of time; empty when none was, as far as its records show (see `notJudged`). */
export function audit(records: Records): readonly Finding[] {
  const night = new Night(records);
  return Object.values(promises)
    .flatMap((judge) => judge(night))
    .sort((a, b) => a.at - b.at || a.promise - b.promise);
}

/** What the records of a night cannot show, however innocent it looks. */
export function notJudged(records: Records): readonly NotJudged[] {
  const night = new Night(records);
  const { runs, truth, limits } = night;
  const end = Math.max(...runs.map(({ to }) => to), truth.startedAtMs);
  const unless = (shown: boolean, promise: PromiseNumber, why: string): readonly NotJudged[] => (shown ? [] : [{ promise, why }]);
  return [
    ...unless(runs.length > 0, 1, "there is no journal: nobody says how many must serve"),
    ...unless(truth.nowMs - end >= limits.tailMs, 3, "the hours after the end are not known: who comes back then, and what runs out"),
    ...unless(
      runs.every(({ document }) => document !== null),
      6,
      "a run has no document: what its report names is not known",
    ),
    ...unless(false, 7, "that an entry was on the disk: give the journal as it was on the disk"),
    ...unless(
      runs.some(({ isKilled }) => isKilled),
      8,
      "no run was killed: whether one resumes is not known",
    ),
    ...unless(runs.length > 1, 10, "there was one trigger only"),
    ...unless(records.windows !== undefined, 11, "no windows are given, as instants"),
    ...unless((records.secrets ?? []).length > 0, 12, "no secrets are given to look for"),
  ];
}
