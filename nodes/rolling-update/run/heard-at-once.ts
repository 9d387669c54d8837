import type { RunDocument, RunView } from "../../../lib/run";
import { openQuestion } from "../../../lib/run";
import type { Say, Text } from "../../../lib/texts";
import { text } from "../../../lib/texts";

/** A warning of a run, for other systems. */
export interface Warning {
  readonly runId: string;
  readonly array: string;
  readonly member: string | null;
  /** What a program may decide by; null for most. */
  readonly code: string | null;
  /** What the run asks, where it does. */
  readonly question?: RunDocument["questions"][number];
  readonly summary: string;
  /** UTC, on the run's clock. */
  readonly at: string;
}

/** How the loop says something. */
interface Loop {
  readonly say: Say;
  readonly warn: (what: Text) => void;
  readonly emit: (port: "stopped" | "warning", message: Record<string, unknown>) => void;
}

/**
 * Tells of a run what somebody should hear before it ends: each warning, and once that it stops, since to put its member back can take hours.
 * Nothing is said twice of one that is taken up again.
 * @param run as it is when the loop begins to hear of it
 * @returns to be called when anything has changed
 */
export function heardAtOnce({ id, state: { plan, ...begun } }: RunView, { say, warn, emit }: Loop): (run: RunView) => void {
  const about = { run: id, array: plan.array };
  const part = { id, array: plan.array, dryRun: plan.dryRun };
  let warned = begun.warnings.length;
  let stopping = begun.phase !== "running";
  const asked = unheard();
  return (run) => {
    const { warnings, phase } = run.state;
    for (const warning of warnings.slice(warned)) {
      const payload = forOthers(warning, { ...about, say });
      if (payload.code !== null) warn(text("loop.run-warns", { ...about, what: payload.summary }));
      emit("warning", { run: part, payload });
    }
    warned = warnings.length;
    for (const question of asked(run)) {
      const { member, text: summary, askedAt: at } = question;
      warn(text("loop.run-warns", { ...about, what: summary }));
      emit("warning", { run: part, payload: { runId: id, array: plan.array, member, code: "question", summary, at, question } });
    }
    if (stopping || phase === "running") return;
    stopping = true;
    if (!leaves(run.state)) return;
    const payload = run.document();
    warn(text("loop.run-is-stopping", { ...about, headline: payload.summary }));
    emit("stopped", { run: part, payload });
  };
}

/** What it asks and nobody has answered, each told once: also what was asked before its loop began to hear of it. */
function unheard(): (run: RunView) => RunDocument["questions"] {
  const told = new Set<string>();
  return (run) => {
    if (run.state.members.every((member) => openQuestion(member) === undefined)) return [];
    const news = run.document().questions.filter(({ question, answer }) => answer === null && !told.has(question));
    for (const { question } of news) told.add(question);
    return news;
  };
}

interface About {
  readonly run: string;
  readonly array: string;
  readonly say: Say;
}

const forOthers = ({ at, member, text: what, code }: RunView["state"]["warnings"][number], { run, array, say }: About): Warning => ({
  runId: run,
  array,
  member,
  code,
  summary: say(what),
  at: new Date(at).toISOString(),
});

/** Whether anything has to be put back first. Otherwise the run ends at once, and one message is enough. */
const leaves = ({ phase, reason, plan, members }: RunView["state"]): boolean =>
  phase === "stopping" &&
  !plan.dryRun &&
  reason?.code !== "interrupted" &&
  members.some((member) => member.phase === "at work" && member.changes.length > 0);
