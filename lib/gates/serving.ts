import type { OperationName, Serving } from "../server";
import { servingByHttp } from "./probe/http";
import { servingByNlb, usesOfNlb } from "./nlb";
import type { HttpProbe, Probe } from "./answers";
import { usesOfProbe } from "./answers";
import { servingByScript, usesOfScript } from "./script/script";
import type { ServingSettings } from "./settings";

export type { ServingSettings } from "./settings";

/** All that each way of telling asks of every member: the rights of its user follow from it. */
export const usesOfServing: Readonly<Record<ServingSettings["serving"], readonly OperationName[]>> = {
  nlb: usesOfNlb,
  http: usesOfProbe,
  script: usesOfScript,
};

/** The way of telling who serves that an array's settings choose. */
export function servingBy(settings: ServingSettings): Serving {
  switch (settings.serving) {
    case "nlb":
      return servingByNlb(probeOf(settings));
    case "http":
      return servingByHttp(httpProbeOf(settings, settings.servingScheme === "http" ? "http" : "https"));
    case "script":
      return servingByScript(settings.servingScript);
  }
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
