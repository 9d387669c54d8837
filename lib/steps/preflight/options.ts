import { z } from "zod";
import { minutesOption, numberOption } from "../parts/options";
import { UpdatePackage } from "../update/update-package";

export const PreflightOptions = z.object({
  package: UpdatePackage.nullable().default(null),
  maxClockSkewSeconds: numberOption(300, { least: 1 }),
  minFreeDiskMb: numberOption(5120),
  /** On a strong reason for a pending restart; weaker ones only warn. */
  pendingRestart: z.enum(["refuse", "warn"]).default("refuse"),
  differentVersions: z.enum(["refuse", "warn"]).default("refuse"),
  /** A member found out of service: not touched, or updated and left out. */
  foundOut: z.enum(["refuse", "leave-out"]).default("refuse"),
  /** The time that one member may take; compared with what is left of the maintenance window. */
  neededMinutes: minutesOption(240),
});
export type PreflightOptions = z.output<typeof PreflightOptions>;
