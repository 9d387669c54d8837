import type { Check } from "./check";
import { executionPolicy, installerCache, interimUpdate, licenseTerms, unattended, unfinishedSetup } from "./of-the-installer";
import { earlierRuns } from "./of-our-own-runs";
import { clock, disk, pendingRestart, powershell, reachable } from "./of-the-server";
import { flow, forefront, maintenance, nlbPriorities, nlbState, othersServe, services, time } from "./of-the-surroundings";
import { installerBusy, packageFile, setupAccount, packageFits, version } from "./of-the-update";

/** What the member itself is asked, once it has answered. */
export const checksOfTheMember: readonly Check[] = [
  clock,
  powershell,
  version,
  pendingRestart,
  disk,
  packageFile,
  packageFits,
  unattended,
  licenseTerms,
  interimUpdate,
  installerCache,
  unfinishedSetup,
  executionPolicy,
  setupAccount,
  installerBusy,
  services,
  forefront,
  maintenance,
  earlierRuns,
  nlbState,
];

/** What is checked even if the member does not answer. */
export const checksOfTheArray: readonly Check[] = [nlbPriorities, othersServe, flow, time];

/** All that preflight looks at, in this order. */
export const checks: readonly Check[] = [reachable, ...checksOfTheMember, ...checksOfTheArray];
