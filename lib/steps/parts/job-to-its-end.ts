import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ArgsOf, ChangeCall, ResultOf } from "../../server";
import type { Text } from "../../texts";
import { duration, instant, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { sayingWhenSilent } from "./not-answering";

export const usesOfJobs = ["job.poll", "job.start"] as const;
type Context = ContextOf<typeof usesOfJobs>;

export type JobState = ResultOf<"job.poll">;

/** How long a member may be away (a boot that the job caused) before the first poll of a job. */
const AWAY_MS = minutes(45);
/** A job that was started shows up within this time, or it was not accepted. */
const APPEARS_MS = minutes(2);

/** The state of a job that may have been started before a crash, a lost session or a boot. */
export async function jobNow(context: Context, id: string): Promise<JobState> {
  const look = sayingWhenSilent(context, text("waiting.job"), () => context.server.read("job.poll", { id }));
  const waited = await context.wait.until(look, () => true, { limitMs: AWAY_MS, unreachableIsNotYet: true });
  return waited.answer ?? (await context.server.read("job.poll", { id }));
}

/** What is told once, as a warning, when a job has run for so long. */
export interface Slow {
  readonly afterMinutes: number;
  readonly says: Text;
}

export interface JobOptions {
  /** How it stands, by {@link jobNow}. */
  readonly known: JobState;
  /** In a word or two, for the status: `waiting.installing`. */
  readonly doing: Text;
  /** The reason code when it does not end. */
  readonly limitCode: string;
  readonly slow?: Slow | null;
  readonly call?: ChangeCall<never>;
}

/**
 * Starts a job unless it is already known, and polls it until it has ended. The member itself ends it at its limit. Lost contact counts as
 * *not yet*, since an installer may stop the very services that a session needs.
 * @throws StepFailed with `limitCode`; `unreachable` if the member no longer answers at the limit
 */
export async function jobToItsEnd(context: Context, job: ArgsOf<"job.start">, options: JobOptions): Promise<JobState> {
  const { server, wait, report, now, elapsed, member } = context;
  const { known, doing, limitCode, slow = null, call = {} } = options;
  if (known.state === "finished") return known;
  if (known.state === "none") await server.change("job.start", job, call);

  const begun = elapsed();
  let answers = false;
  let seenAt: number | null = null;
  let said = "";
  let toldSlow = false;
  const asked = async () => {
    answers = false;
    const answer = await server.read("job.poll", { id: job.id });
    answers = true;
    seenAt = now();
    said = answer.text;
    if (answer.state === "none" && elapsed() - begun > APPEARS_MS) {
      throw new StepFailed(
        limitCode,
        text("job.not-appeared", { limit: duration(APPEARS_MS) }),
        text("job.not-appeared.hint", { member: member.name }),
      );
    }
    return answer;
  };
  const look = sayingWhenSilent(context, { doing, lastSaid: () => said }, asked);
  const limitMs = minutes(job.limitMinutes + 10);
  const waited = await wait.until(look, ({ state }) => state === "finished", {
    limitMs,
    everyMs: seconds(20),
    unreachableIsNotYet: true,
    meanwhile: (answer) => {
      const sinceMs = answer.startedAt === null ? elapsed() - begun : now() - Date.parse(answer.startedAt);
      if (slow !== null && !toldSlow && sinceMs >= minutes(slow.afterMinutes)) {
        toldSlow = true;
        context.warn(slow.says);
      }
      report({
        text: text("job.running", { doing, time: duration(sinceMs) }),
        fraction: Math.min(1, Math.max(0, sinceMs / minutes(job.limitMinutes))),
        figures: { minutes: Math.round(sinceMs / 60_000), says: answer.text },
      });
    },
  });
  if (waited.met) return waited.answer;
  const told = { doing, limit: duration(limitMs), lastSeen: lastSeenAs(waited.answer, seenAt) };
  if (answers) throw new StepFailed(limitCode, text("job.limit", told), text("job.limit.hint", { member: member.name }));
  throw new StepFailed("unreachable", text("job.silent", { ...told, member: member.name }), text("job.silent.hint"));
}

function lastSeenAs(answer: JobState | undefined, seenAt: number | null): Text {
  if (answer === undefined || seenAt === null) return text("job.never-seen");
  const { state, text: says } = answer;
  const about = { state, at: instant(seenAt) };
  return says === "" ? text("job.seen-at", about) : text("job.seen-at-saying", { ...about, says });
}
