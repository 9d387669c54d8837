import { z } from "zod";
import { SetExecutionPolicy } from "../../../server/operations";

/** How a member is when the world begins, where that is not as usual. */
export const Found = z.object({
  build: z.string().optional(),
  nlb: z.enum(["stopped", "suspended"]).optional(),
  defaultState: z.enum(["started", "stopped", "suspended"]).optional(),
  forefront: z.enum(["enabled", "disabled", "not-installed"]).optional(),
  /** A customisation script of the rollup is there. */
  rollupScript: z.boolean().optional(),
  pendingReboot: z.boolean().optional(),
  freeDiskMb: z.number().optional(),
  /** What Windows Installer had kept of its product is gone. */
  installerCacheLost: z.boolean().optional(),
  /** Roles whose setup has not come to its end. */
  unfinishedSetup: z.array(z.object({ role: z.string(), action: z.string().nullable() })).optional(),
  /** Execution policies of PowerShell that Group Policy sets. */
  executionPolicies: z.array(SetExecutionPolicy).optional(),
  /** How far its clock is ahead; by default a second or so either way. */
  clockSkewMs: z.number().optional(),
});
export type Found = z.output<typeof Found>;
