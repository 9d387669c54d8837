import type { Node } from "node-red";
import type { Listener, RunView, TakeUp } from "../../../lib/run";
import { takenBack } from "../../../lib/run";
import { listed, text } from "../../../lib/texts";
import type { Registry, Status } from "../../shared/runtime";
import { heardAtOnce } from "./heard-at-once";
import { reportIn } from "./report-in";
import { showRun } from "./show-run";

interface Parts {
  readonly registry: Registry;
  readonly node: Node;
  readonly status: Status;
  /** Those who deploy shall know what is at work. */
  readonly tellEditors: () => void;
  readonly deployed: TakeUp["deployed"];
  /** Sends a message out of one of the loop's outputs. */
  readonly emit: (port: "member" | "finished" | "stopped" | "warning", message: Record<string, unknown>) => void;
}

/** What a loop does at what it hears from its run. */
export function listening(parts: Parts): Listener {
  const { registry, node, status, emit, tellEditors, deployed } = parts;
  const { say } = registry;
  let heard: (run: RunView) => void = () => undefined;
  return {
    started: (run, how) => {
      heard = heardAtOnce(run, { say, emit, warn: (what) => node.warn(say(what)) });
      if (how === "begins") begins(parts, run);
      else goesOn(parts, run);
      tellEditors();
    },
    member: ({ run, member, update }) => emit("member", { run, member, payload: {}, ...(update === null ? {} : { update }) }),
    deployed,
    knows: (place) => [...registry.stepNodes.values()].some((one) => one.place === place),
    again: ({ node: place, message, port }) => {
      const step = [...registry.stepNodes.values()].find((one) => one.place === place);
      step?.sendAgain(message, port);
      return step !== undefined;
    },
    changed: (run) => {
      showRun(status, run);
      heard(run);
    },
    suspended: () => {
      status.working(text("loop.interrupted"));
      tellEditors();
    },
    ended: (run) => {
      tellEditors();
      const { id, plan, outcome } = run.state;
      const payload = run.document();
      const ended = { run: id, array: plan.array, report: reportIn(payload) };
      for (const step of takenBack(run.state)) registry.statuses.tookBack(id, step);
      if (outcome === "stopped") node.error(registry.say(text("loop.run-stopped", { ...ended, headline: payload.summary })));
      else node.log(registry.say(text("loop.run-ended", ended)));
      emit(outcome === "stopped" ? "stopped" : "finished", { run: { id, array: plan.array, dryRun: plan.dryRun }, payload });
    },
  };
}

function begins({ registry, node }: Parts, { id, state: { plan }, array }: RunView): void {
  const { runs, statuses, say } = registry;
  statuses.runStarts(array.name, (other) => runs.runningOn(other)?.id);
  const told = {
    run: id,
    array: plan.array,
    by: plan.requestedBy ?? text("loop.nobody-named"),
    members: listed(plan.members.map(({ name }) => name)),
  };
  node.log(say(plan.dryRun ? text("loop.dry-run-started", told) : text("loop.run-started", told)));
  if (plan.speed !== undefined) node.log(say(text("loop.fast-clock", { run: id, speed: plan.speed })));
}

function goesOn({ registry, node }: Parts, { id, state: { plan, interrupted } }: RunView): void {
  const why = interrupted?.why ?? text("resume.process-ended");
  node.warn(registry.say(text("loop.goes-on", { run: id, array: plan.array, why })));
}
