import type { SmallWorld, WorkOnMember } from "../harness";
import { packageOf } from "../harness";

const update = packageOf("rollup6");

/** Work on a member that has been updated and restarted, and is to be verified. */
export async function updated(at: SmallWorld, options: Parameters<SmallWorld["work"]>[0] = {}): Promise<WorkOnMember> {
  const work = await at.work(options);
  await work.do("preflight-check", { package: update, differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  await work.do("install-update", { package: update });
  await work.do("restart-server");
  return work;
}
