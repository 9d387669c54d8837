import type { RunView } from "../../../lib/run";
import { isOfNoStep, openQuestion } from "../../../lib/run";
import { jobCutOff } from "../../../lib/run";
import type { Text } from "../../../lib/texts";
import { codeInWords, listed, text } from "../../../lib/texts";
import type { Status } from "../../shared/runtime";

/** Shows below the loop how a run stands, or how it ended. */
export function showRun(status: Status, { state }: RunView): void {
  if (state.phase === "stopping" && isAlarm(state)) return status.failed(stopping(state));
  const asking = state.phase === "running" ? asks(state) : null;
  if (asking !== null) return status.refused(asking);
  if (state.phase !== "ended")
    return isSilent(state) ? status.refused(text("loop.silent", { doing: doing(state) })) : status.working(doing(state));
  const updated = state.members.filter(({ outcome }) => outcome === "updated" || outcome === "already-updated").length;
  if (state.outcome === "stopped") status.failed(howItStopped(state));
  else status.done(state.plan.dryRun ? text("loop.dry-run-done") : text("loop.updated", { updated, total: state.members.length }));
}

/** What it asks, in few words; null where it asks nothing. */
function asks({ members }: RunView["state"]): Text | null {
  const member = members.find((one) => openQuestion(one) !== undefined);
  const question = member === undefined ? undefined : openQuestion(member);
  if (member === undefined || question === undefined) return null;
  const about = { member: member.name, question: question.id };
  return isOfNoStep(question)
    ? text("loop.asks-about", { question: question.id, why: codeInWords(question.reason.code) })
    : text("loop.asks", { ...about, step: member.steps.at(-1)?.name ?? "" });
}

/** Somebody has to look, and shall not wait until everything is put back. */
const isAlarm = ({ reason }: RunView["state"]): boolean =>
  reason !== null && !["stopped-by-operator", "window-closed"].includes(reason.code);

const stopping = (state: RunView["state"]): Text =>
  text("loop.stopping-since", { doing: doing(state), why: codeInWords(state.reason?.code ?? "") });

/** The member at work has not answered for long, and not since. */
const isSilent = ({ warnings, members }: RunView["state"]): boolean => {
  const last = warnings.findLast(({ code }) => code === "not-answering" || code === "answers-again");
  return last?.code === "not-answering" && members.some(({ name, phase }) => phase === "at work" && name === last.member);
};

function doing({ phase, plan, members, stopAfterMember, paused, soaks }: RunView["state"]): Text {
  const last = stopAfterMember !== null;
  if (paused !== null && phase === "running" && members.every((member) => member.phase !== "at work")) return text("loop.paused");
  const doing = text(phase === "stopping" ? "loop.stopping" : last ? "loop.last-member" : plan.dryRun ? "loop.dry-run" : "loop.running");
  const [member, ...others] = members.filter((candidate) => candidate.phase === "at work");
  if (member === undefined)
    return soaks.some(({ endedAt }) => endedAt === null) && phase === "running" ? text("loop.soaks", { doing }) : doing;
  if (others.length > 0)
    return text("loop.at-several", { doing, members: listed([member, ...others].map(({ name }) => name)), total: members.length });
  const at = text("loop.at", { doing, member: member.name, position: member.position, total: members.length });
  if (phase === "stopping" && jobCutOff(member) !== null) return text("loop.job-runs-on", { doing: at });
  const step = member.steps.find(({ outcome }) => outcome === "at work");
  return step === undefined ? at : text("loop.at-step", { doing: at, step: step.name });
}

/** In words that fit below a node. */
function howItStopped({ reason }: RunView["state"]): Text {
  if (reason === null) return text("loop.stopped", { why: text("value.not-known") });
  if (reason.code === "stopped-by-operator") return text("loop.stopped-by-operator");
  const why = codeInWords(reason.code);
  return reason.member === null ? text("loop.stopped", { why }) : text("loop.stopped-at", { member: reason.member, why });
}
