import type { Text } from "../../texts";
import { duration, instant, text } from "../../texts";
import type { RunState } from "../record";
import { reckonedAtStart } from "../record";
import type { Markup, Piece } from "./markup";
import { shown } from "./markup";

/** By when the run was to be done, and what was reckoned when it began, each as a line of its own. */
export function times(state: RunState, line: (term: Text, what: Piece) => Markup): readonly Markup[] {
  const { deadline, deployed, byHand } = state.plan;
  const window = deployed?.settings?.window ?? null;
  const reckoned = byHand ? null : reckonedAtStart(state);
  return [
    ...(window === null
      ? []
      : [line(text("report.window"), text("report.window-is", { from: window.from, to: window.to, zone: window.zone }))]),
    ...(deadline === undefined ? [] : [line(text("report.deadline"), shown(instant(deadline)))]),
    ...(reckoned === null ? [] : [line(text("report.reckoned"), inWords(state, reckoned))]),
  ];
}

function inWords({ startedAt, plan }: RunState, { by, end }: NonNullable<ReturnType<typeof reckonedAtStart>>): Text {
  const member = { needed: duration(by.slowMs), source: by.source };
  if (!plan.dryRun) return text("report.reckoned-is", { ...member, usualEnd: instant(end.usualEnd), slowEnd: instant(end.slowEnd) });
  const { usualEnd, slowEnd } = end;
  return text("report.reckoned-real", { ...member, usual: duration(usualEnd - startedAt), slow: duration(slowEnd - startedAt) });
}
