import type { OperationName, Serving, TakenOut } from "../server";
import { servingByHttp } from "./probe/http";
import { servingByNlb, servingInNlb, usesOfNlb } from "./nlb";
import type { HttpProbe, Probe } from "./answers";
import { usesOfProbe } from "./answers";
import { answersByScript, servingByScript, usesOfScript } from "./script/script";
import type { ServingSettings } from "./settings";

export type { ServingSettings } from "./settings";

/** How it is told, as saved in a flow too. */
interface Way {
  readonly serving: string;
  readonly otherMeans: boolean;
}

/** All that each way of telling asks of every member: the rights of its user follow from it. */
export function usesOfServing({ serving, otherMeans }: Way): readonly OperationName[] {
  const asked = serving === "script" ? usesOfScript : usesOfProbe;
  return byOtherMeans({ serving, otherMeans }) ? asked : [...asked, ...usesOfNlb];
}

/** How members of an array get out of traffic. */
export const takenOutBy = (settings: Way): TakenOut => (byOtherMeans(settings) ? "by-other-means" : "at-gate");

const byOtherMeans = ({ serving, otherMeans }: Way): boolean => serving !== "nlb" && otherMeans;

/** The way of telling who serves that an array's settings choose. NLB is asked too, unless members get out of traffic by other means. */
export function servingBy(settings: ServingSettings): Serving {
  const { serving, servingScript } = settings;
  const scheme = settings.servingScheme === "http" ? "http" : "https";
  if (!byOtherMeans(settings)) {
    if (serving === "script") return servingInNlb(answersByScript(servingScript));
    return servingByNlb(serving === "http" ? httpProbeOf(settings, scheme) : probeOf(settings));
  }
  return serving === "script" ? servingByScript(servingScript) : servingByHttp(httpProbeOf(settings, scheme));
}

const probeOf = (settings: ServingSettings): Probe =>
  settings.servingScheme === "tcp" ? { scheme: "tcp", port: settings.servingPort } : httpProbeOf(settings, settings.servingScheme);

const httpProbeOf = (settings: ServingSettings, scheme: HttpProbe["scheme"]): HttpProbe => ({
  scheme,
  port: settings.servingPort,
  path: settings.servingPath,
  statuses: settings.servingStatus,
  ...(settings.servingHost === "" ? {} : { host: settings.servingHost }),
});
