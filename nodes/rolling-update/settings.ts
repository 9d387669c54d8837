import type { z } from "zod";
import type { RunSettings } from "../../lib/run";
import { Refused } from "../../lib/run";
import { howManyIn, oneAtATime } from "../../lib/run/batches";
import { text } from "../../lib/texts";
import { minutes, seconds } from "../../lib/time";
import type { Parsed } from "../shared/fields";
import { problemsIn } from "../shared/runtime";
import type { fields } from "./fields";

type Settings = Parsed<typeof fields>;

/**
 * How a run is watched over, by the settings of the loop.
 * @throws Refused if a setting is not right: a run with half of its settings would not be watched as its owner expects
 */
export function settingsOf(schema: z.ZodType<Settings>, config: object, flow: Pick<RunSettings, "flowProblems" | "leftOut">): RunSettings {
  const { data, error } = schema.safeParse(config);
  if (error !== undefined) throw refusalOf(error);
  const {
    afterRestart,
    whenStepFails,
    holdMinutes,
    holdThen,
    watchdogMinutes,
    guardSeconds,
    memberMinutes,
    howMany,
    order,
    soakMinutes,
    windowFrom: from,
    windowTo: to,
    windowZone: zone,
  } = data;
  return {
    watchdogMs: minutes(watchdogMinutes),
    guardEveryMs: seconds(guardSeconds),
    window: from === "" ? null : { from, to, zone },
    zone: zone === "" ? null : zone,
    memberMs: memberMinutes > 0 ? minutes(memberMinutes) : null,
    afterRestart,
    whenStepFails,
    holdMs: holdMinutes > 0 ? minutes(holdMinutes) : null,
    holdThen,
    howMany: howManyIn(howMany) ?? oneAtATime,
    order,
    soakMs: minutes(soakMinutes),
    ...flow,
  };
}

function refusalOf(error: z.ZodError): Refused {
  const ofWindow = error.issues.every(({ path }) => String(path[0]).startsWith("window"));
  if (!ofWindow) return new Refused("settings-not-usable", 409, text("loop.settings-not-right", { problems: problemsIn(error) }));
  return new Refused("window-not-usable", 409, text("loop.window-not-right", { problems: problemsIn(error) }));
}

/** Node-RED's settings decide who may start over HTTP. @throws Refused without any: everybody in the network could */
export function refuseOpenDoor(settings: object): void {
  const { httpNodeAuth, httpNodeMiddleware } = settings as { httpNodeAuth?: unknown; httpNodeMiddleware?: unknown };
  if (httpNodeAuth === undefined && httpNodeMiddleware === undefined)
    throw new Refused("http-not-protected", 403, text("loop.http-not-protected"));
}
