import type { StepContext } from "../../run/step";
import type { VerifyOptions } from "./options";

/** The member answers on its own address: NLB itself does not look whether its hosts do. */
export async function probes(
  { server }: StepContext<"probe.tcp" | "probe.http">,
  { tcpPorts, httpProbes }: VerifyOptions,
): Promise<string[]> {
  const findings: string[] = [];
  for (const port of tcpPorts) {
    const { open, error } = await server.read("probe.tcp", { port });
    if (!open) findings.push(`port ${port} does not accept connections${error === null ? "" : ` (${error})`}`);
  }
  for (const { status: wanted, scheme, port, path, host } of httpProbes) {
    const { status, error } = await server.read("probe.http", {
      scheme,
      port,
      path,
      ...(host === "" ? {} : { host }),
    });
    if (status !== wanted)
      findings.push(`${scheme} on port ${port}, ${path}: ${status === null ? (error ?? "no answer") : `status ${status}`}, not ${wanted}`);
  }
  return findings;
}
