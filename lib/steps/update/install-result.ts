import { z } from "zod";
import type { StepContext } from "../../run/step";
import { Instant } from "../../server";
import { updateKinds } from "./update-package";

/** What `install-update` keeps of an installation, for the steps after it. */
export const Installation = z.object({
  package: z.string(),
  kind: z.enum(updateKinds),
  /** `under-way`: the installer has restarted the server itself. `perhaps`: only the installer will know. */
  restart: z.enum(["no", "needed", "under-way", "perhaps"]),
  exitCode: z.number().int().nullable(),
  /** By the member's clock; null where nothing was installed, or in a plan. */
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type Installation = z.output<typeof Installation>;

/** The installations of this run on this member, oldest first. */
export const installationsOf = ({ earlier }: Pick<StepContext, "earlier">): readonly Installation[] =>
  earlier("install-update").flatMap((result) => Installation.safeParse(result).data ?? []);

/** Whether the restart that an installation asked for is still to come. Any boot after it is that restart. */
export const stillWantsRestart = ({ restart, startedAt, finishedAt }: Installation, bootedAt: string): boolean => {
  if (restart === "no") return false;
  // An installer that restarts the server does so while it ends, so its own end cannot be compared with.
  const since = restart === "under-way" ? startedAt : finishedAt;
  return since === null || Date.parse(bootedAt) <= Date.parse(since);
};
