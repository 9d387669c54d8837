/**
 * The auditor: judges a night against the promises of the README, one file for each. It reads the lab's ground truth, and the journals and documents
 * of the runs as JSON; it shares no code with the run, which it judges. What others did is theirs: it alarms only over what the run did, and over what
 * the run should have noticed in its time (`night/limits.ts`).
 *
 * Some promises cannot be judged from every night, and are not passed over in silence: `notJudged` names them. 7: that an entry was on the disk is
 * taken from the journal that is given. 8 needs a night with a kill. 10 needs more than one trigger. 11 needs the windows as instants. 12 needs the
 * secrets to look for. 3 and 6 need some hours after the end, and the run's document. Of a run by hand only its changes are judged, not how it leaves
 * its member: a person goes on with that.
 *
 * Begin with `audit.ts`, then read `night/night.ts`.
 */
export { audit, notJudged } from "./audit";
export type { Finding, NotJudged, PromiseNumber } from "./finding";
export type { Limits, Records, RunRecords } from "./night";
