import type { Step } from "../run/step";
import { backupServer } from "./backup-server";
import { fscutility } from "./fscutility";
import { installUpdate } from "./install-update";
import { nlbDrainstop } from "./nlb-drainstop";
import { nlbSetDefaultState } from "./nlb-set-default-state";
import { nlbStart } from "./nlb-start";
import { preflightCheck } from "./preflight-check";
import { restartServer } from "./restart-server";
import { scomMaintenance } from "./scom-maintenance";
import { serviceControl } from "./service-control";
import { verifyHealth } from "./verify-health";

const all = [
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

/** Every step there is, by name, in the order in which the bundled flow first uses them. Each takes what its own options schema has parsed. */
export const steps: ReadonlyMap<string, Step> = new Map((all as unknown as readonly Step[]).map((one) => [one.name, one]));
