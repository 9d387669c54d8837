/**
 * The procedure: all steps by name. A step knows its contract (`lib/run/step.ts`), the gates and the waist; it knows no run, no Node-RED and no
 * clock but the one in its context. A folder for each part of the procedure; in it the file named like a node is the step, the others are its parts.
 * The face of a folder has what other folders use of it. A step is taken from its own file, by its node and by this list.
 * Begin with `traffic/nlb-start.ts`.
 */
import type { Step } from "../run/step";
import { backupServer } from "./update/backup-server";
import { fscutility } from "./services/fscutility";
import { installUpdate } from "./update/install-update";
import { nlbDrainstop } from "./traffic/nlb-drainstop";
import { nlbSetDefaultState } from "./traffic/nlb-set-default-state";
import { nlbStart } from "./traffic/nlb-start";
import { preflightCheck } from "./preflight/preflight-check";
import { restartServer } from "./restart/restart-server";
import { scomMaintenance } from "./monitoring/scom-maintenance";
import { serviceControl } from "./services/service-control";
import { verifyHealth } from "./health/verify-health";

const all: readonly Step[] = [
  preflightCheck,
  scomMaintenance,
  nlbDrainstop,
  nlbSetDefaultState,
  fscutility,
  serviceControl,
  backupServer,
  installUpdate,
  restartServer,
  verifyHealth,
  nlbStart,
];

/** Every step there is, by name, in the order in which the bundled flow first uses them; others stand where they would. Each takes its own options, and no others. */
export const steps: ReadonlyMap<string, Step> = new Map(all.map((one) => [one.name, one]));
