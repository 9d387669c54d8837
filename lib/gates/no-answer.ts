import type { ProbeError } from "../server/operations";
import type { Text } from "../texts";
import { quoted, text } from "../texts";

/** Why a probe had no answer, in words. */
export function whyNoAnswer({ code, said = "?" }: ProbeError): Text {
  if (code === "other") return quoted(said);
  return code === "tls-other" ? text("probe.tls-other", { reason: said }) : text(`probe.${code}`);
}
