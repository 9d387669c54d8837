import type { StepContext } from "../../run/step";
import type { ResultOf } from "../../server";
import { ServerError, Unreachable } from "../../server";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";
import { runOfJob } from "../parts";
import { installationsOf, isListed, type UpdatePackage } from "../update";
import type { Looked } from "./looked";

type Context = StepContext<"update.history">;
type Entry = ResultOf<"update.history">["entries"][number];
type Updates = NonNullable<ResultOf<"update.installed">["updates"]>;

/**
 * Windows updates of a package that are not in the lists of what is installed. No list has everything: the malicious software removal tool leaves
 * nothing in them, and an update of another product may not either. So the Windows Update Agent is asked what it has done with them. What it says
 * has failed, perhaps only when Windows started, or was removed is a finding; what nobody knows of is one only if no installer of this run has said
 * that it is there.
 */
export async function notListed(context: Context, update: UpdatePackage, updates: Updates): Promise<Looked> {
  const missing = update.kbs.filter((kb) => !isListed(kb, updates));
  const installation = installationsOf(context).findLast((one) => one.package === update.name && one.startedAt !== null);
  const history = await historyOf(context, missing);
  // The removal tool keeps its number for years: of this run's installation only what came after its start tells.
  const since = installation === undefined ? undefined : runOfJob(installation, false)[0];
  const lastOf = (kb: string) =>
    history.entries.find((entry) => counts(entry) && isListed(kb, [entry]) && (since === undefined || entry.at >= since));
  const told = missing.map((kb) => ({ kb, last: lastOf(kb) }));
  const bad = told.flatMap(({ kb, last }) =>
    last === undefined || isThere(last) || last.result === "unfinished" ? [] : [saidOf(kb, last)],
  );
  const unknown = told.filter(({ last }) => last === undefined || last.result === "unfinished").map(({ kb }) => kb);
  if (unknown.length === 0) return { findings: bad, remarks: [] };
  if (installation === undefined) return { findings: [...bad, text("health.not-installed", { package: update.name })], remarks: [] };
  const about = { updates: listed(unknown), member: context.member.name };
  const remark =
    history.why === null ? text("health.not-confirmed", about) : text("health.not-confirmed-unread", { ...about, why: history.why });
  return { findings: bad, remarks: [remark] };
}

/** A removal that failed says nothing. */
const counts = ({ operation, result }: Entry): boolean => operation === "installation" || result === "succeeded";

const isThere = ({ operation, result }: Entry): boolean => operation === "installation" && result === "succeeded";

const saidOf = (kb: string, { operation }: Entry): Text =>
  operation === "installation" ? text("health.update-failed", { kb }) : text("health.update-removed", { kb });

/** What the agent tells; where it does not answer, why. */
async function historyOf(
  { server }: Context,
  kbs: readonly string[],
): Promise<{ entries: readonly Entry[]; why: ServerError["what"] | null }> {
  try {
    return { ...(await server.read("update.history", { kbs: [...kbs] })), why: null };
  } catch (error) {
    if (!(error instanceof ServerError) || error instanceof Unreachable) throw error;
    return { entries: [], why: error.what };
  }
}
