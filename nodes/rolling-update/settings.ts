import { z } from "zod";
import type { FlowProblem, RunSettings } from "../../lib/run";
import { Refused } from "../../lib/run";
import { minutes, seconds } from "../../lib/time/duration";
import { Window } from "../../lib/time/window";

/** The settings of the loop node by which a run is watched over, as its form gives them. */
export interface SettingsConfig {
  readonly watchdogMinutes: string;
  readonly guardSeconds: string;
  readonly memberMinutes: string;
  readonly windowFrom: string;
  readonly windowTo: string;
  readonly windowZone: string;
}

/** An empty field is the default. */
const number = (byDefault: number, least: number) =>
  z.preprocess((value) => (value === "" ? undefined : value), z.coerce.number().min(least).default(byDefault));

const Numbers = z.object({ watchdogMinutes: number(15, 1), guardSeconds: number(15, 1), memberMinutes: number(0, 0) });

/** @throws Refused where a setting is not right: a run with half of its settings would not be watched as its owner thinks */
export function settingsOf(config: SettingsConfig, flowProblems: readonly FlowProblem[]): RunSettings {
  const parsed = Numbers.safeParse(config);
  if (!parsed.success) throw new Refused("settings-not-usable", 409, `The loop's settings are not right: ${problemsOf(parsed.error)}.`);
  const { watchdogMinutes, guardSeconds, memberMinutes } = parsed.data;
  return {
    watchdogMs: minutes(watchdogMinutes),
    guardEveryMs: seconds(guardSeconds),
    window: windowOf(config),
    memberMs: memberMinutes > 0 ? minutes(memberMinutes) : null,
    flowProblems,
  };
}

function windowOf({ windowFrom: from, windowTo: to, windowZone: zone }: SettingsConfig): Window | null {
  if (!from && !to) return null;
  const parsed = Window.safeParse({ from: from ?? "", to: to ?? "", zone: zone || "UTC" });
  if (parsed.success) return parsed.data;
  throw new Refused(
    "window-not-usable",
    409,
    `The maintenance window of the loop is not set right, so nothing was started: ${problemsOf(parsed.error)}.`,
  );
}

const problemsOf = (error: z.ZodError): string => error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
