import type { ReadableServer } from "../../server/server";
import { instant, text } from "../../texts";
import type { Recorder } from "../store/recorder";
import { memberOf } from "../record/state";

/**
 * Whether a member has booted since it was verified, by the clock of the member: then nobody has looked at it since, and it is not verified any more.
 * That is written down, and said. A member that is not verified, or of which it is not known when it was, is not asked.
 * @throws ServerError where it does not say
 */
export async function noticeBoot(recorder: Recorder, server: ReadableServer, signal?: AbortSignal): Promise<void> {
  const { verified, verifiedAt } = memberOf(recorder.state, server.name);
  if (!verified || verifiedAt === null) return;
  const { bootedAt } = await server.read("system.info", {}, signal === undefined ? {} : { signal });
  if (Date.parse(bootedAt) <= Date.parse(verifiedAt)) return;
  const lost = await recorder.record((state) =>
    memberOf(state, server.name).verified ? { type: "verification lost", member: server.name, bootedAt } : null,
  );
  if (lost === null) return;
  const said = text("change.booted", { member: server.name, at: instant(Date.parse(bootedAt)) });
  recorder.note({ type: "warning", member: server.name, text: said });
}
