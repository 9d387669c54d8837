import { isAmong, troubleIn, whyNoAnswer } from "../../gates";
import type { StepContext } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";
import type { VerifyOptions } from "./options";

/** The member answers on its own address: NLB itself does not check whether its hosts do. */
export async function probes(
  { server }: StepContext<"probe.tcp" | "probe.http">,
  { tcpPorts, httpProbes }: VerifyOptions,
): Promise<Text[]> {
  const findings: Text[] = [];
  for (const port of tcpPorts) {
    const { open, error } = await server.read("probe.tcp", { port });
    if (!open)
      findings.push(
        error === null ? text("health.port-closed", { port }) : text("health.port-closed-since", { port, why: whyNoAnswer(error) }),
      );
  }
  for (const { status: expected, scheme, port, path, host } of httpProbes) {
    const answered = await server.read("probe.http", {
      scheme,
      port,
      path,
      ...(host === "" ? {} : { host }),
    });
    const { status, error } = answered;
    const trouble = troubleIn(answered);
    const where = text("answer.where", { scheme, port, path });
    if (status === null)
      findings.push(
        error === null ? text("health.no-reply", { where }) : text("health.no-reply-since", { where, why: whyNoAnswer(error) }),
      );
    else if (trouble !== null) findings.push(text("health.sent-on", { where, status, trouble }));
    else if (!isAmong(status, expected)) findings.push(text("health.other-status", { where, status, expected }));
  }
  return findings;
}
