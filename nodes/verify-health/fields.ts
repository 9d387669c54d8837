import { setupLogPath } from "../../lib/steps/parts/setup-log-path";
import type { Shown, Text } from "../shared/fields";
import {
  choice,
  credential,
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

const signsOn = { signOn: ["forms", "basic"] };

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
  /** Whether a user signs on, and how. */
  signOn: choice(["none", "forms", "basic"], { icon: "sign-in" }),
  signOnUser: credential(false, { needed: "signOnUser", icon: "user", when: signsOn }),
  signOnPassword: credential(true, { needed: "signOnPassword", icon: "lock", when: signsOn }),
  signOnScheme: choice(["https", "http"], { icon: "shield", when: signsOn, notices: { http: "unencrypted" } }),
  signOnPort: port({ initially: 443, icon: "plug", when: signsOn }),
  /** Empty: the usual one. */
  signOnPath: text({ like: urlPathLike, emptyIs: null, icon: "globe", when: signsOn }),
  signOnHost: text({ like: hostHeaderLike, icon: "tag", when: signsOn, example: "mail.contoso.com" }),
  signOnCertificate: choice(["check", "any"], {
    icon: "certificate",
    when: { ...signsOn, signOnScheme: ["https"] },
    notices: { any: "anyCertificate" },
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
