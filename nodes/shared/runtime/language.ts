import type { NodeAPI } from "node-red";
import type { Languages } from "../../../lib/run";
import type { Say } from "../../../lib/texts";
import { hostZone } from "../../../lib/time";
import { sayIn } from "../../../lib/texts/say";

/** Where Node-RED itself looks for its language, in this order. */
const VARIABLES = ["LC_ALL", "LC_MESSAGES", "LANG"] as const;

/** `de_CH.UTF-8` becomes `de-CH`; `C` and `POSIX` are not languages. */
const languageIn = (value: string): string | null => {
  const name = value.replace(/[.@].*$/, "").replace("_", "-");
  return /^[a-z]{2,3}(-[A-Za-z]{2})?$/.test(name) ? name : null;
};

/** The language of this Node-RED: `lang` in its settings, else that of its process, else English. */
export function languageOf({ lang }: { readonly lang?: unknown }, environment: NodeJS.ProcessEnv = process.env): string {
  if (typeof lang === "string" && lang !== "") return lang;
  const set = VARIABLES.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
  return (set === undefined ? null : languageIn(set)) ?? "en-US";
}

/**
 * Nodes and the HTTP API use the language of Node-RED. Reports use the setting `rollingUpdateReportLanguage` in Node-RED's settings file, if it
 * is set: their readers may be other people than those who work in the editor. Moments are said by the clocks of this host, in a report by those of the maintenance window.
 */
export function languagesOf(RED: NodeAPI): Languages {
  const settings = RED.settings as { readonly lang?: unknown; readonly rollingUpdateReportLanguage?: unknown };
  const own = languageOf(settings);
  const { rollingUpdateReportLanguage: asked } = settings;
  const language = typeof asked === "string" && asked !== "" ? asked : own;
  const zone = hostZone();
  const inZone = (other: string): Say => sayIn(language, { zone: other });
  return { documents: sayIn(own, { zone }), reports: { say: inZone(zone), language, zone, inZone } };
}
