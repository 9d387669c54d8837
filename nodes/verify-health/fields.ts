import { setupLogPath } from "../../lib/steps/parts/setup-log-path";
import type { Shown, Text } from "../shared/fields";
import {
  choice,
  hostHeaderLike,
  httpStatuses,
  list,
  minutes,
  numbers,
  ownUpdate,
  pattern,
  port,
  ports,
  rows,
  serviceNamesLike,
  stepNode,
  text,
  urlPathLike,
  windowsPath,
} from "../shared/fields";

export const fields = {
  update: ownUpdate("shared"),
  settleMinutes: minutes({ from: 1, to: 240, initially: 15, icon: "hourglass-half" }),
  tcpPorts: numbers({ by: "comma", ...ports, icon: "plug", example: "443, 25, 135" }),
  httpProbes: rows({
    columns: {
      scheme: choice(["https", "http"]),
      port: port({ initially: 443 }),
      path: text({ initially: "/", like: urlPathLike }),
      host: text({ like: hostHeaderLike, leftOut: true }),
      status: httpStatuses(),
    },
    row: "probe",
    icon: "globe",
  }),
  ignoreServices: list({ by: "line", each: serviceNamesLike, icon: "cogs", example: "BackupAgent*" }),
  newErrors: choice(["report", "fail"], { icon: "exclamation-triangle" }),
  ignoreEvents: list({
    by: "line",
    each: pattern(/^[^/]+(\/\d+)?$/, "event"),
    icon: "filter",
    example: "DistributedCOM/10016",
  }),
  setupLog: windowsPath({ initially: setupLogPath, icon: "file-text-o" }),
};

function label(node: Shown): Text {
  const probes = node.list("httpProbes").length + node.list("tcpPorts").length;
  if (probes === 0) return { key: "palette" };
  return probes === 1 ? { key: "short.oneProbe" } : { key: "short.probes", values: { probes } };
}

export const definition = stepNode(fields, { about: "safety", label });
