import type { Text } from "../texts";
import { text } from "../texts";
import type { Call, OperationName, ReadableServer } from "../server";
import type { ProbeError } from "../server/operations";
import { whyNoAnswer } from "./no-answer";
import { troubleIn } from "./redirect";
import { isAmong } from "./statuses";

/** What asking a member whether it answers may ask. */
export const usesOfProbe = ["probe.tcp", "probe.http"] as const;
type Member = ReadableServer<(typeof usesOfProbe)[number]>;

export interface HttpProbe {
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly path: string;
  /** Host header, if the site needs one other than the member's address. */
  readonly host?: string;
  /** The statuses with which a member in service answers: `200-399`. */
  readonly statuses: string;
}

export interface TcpProbe {
  readonly scheme: "tcp";
  readonly port: number;
}

/** How a member is asked on its own address whether it answers. */
export type Probe = HttpProbe | TcpProbe;

/** Whether it does, and how: "answers on port 443". */
export interface Answer {
  readonly good: boolean;
  /** It has answered, though perhaps not as a member in service does. */
  readonly told: boolean;
  readonly how: Text;
}

/** How a member is asked whether it answers. */
export type Ask<Uses extends OperationName> = (member: ReadableServer<Uses>, call: Call) => Promise<Answer>;

/** Asks a member on its own address, never on the array's, where the others would answer for it. */
export async function answers(member: Member, probe: Probe, call: Call): Promise<Answer> {
  const silent = (error: ProbeError | null): Answer => ({
    good: false,
    told: false,
    how:
      error === null
        ? text("answer.none-on-port", { port: probe.port })
        : text("answer.none-on-port-since", { port: probe.port, why: whyNoAnswer(error) }),
  });
  if (probe.scheme === "tcp") {
    const { open, error } = await member.read("probe.tcp", { port: probe.port }, call);
    return open ? { good: true, told: true, how: text("answer.on-port", { port: probe.port }) } : silent(error);
  }
  const { statuses: expected, ...request } = probe;
  const answered = await member.read("probe.http", request, call);
  const { status } = answered;
  if (status === null) return silent(answered.error);
  const { scheme, port, path } = probe;
  const where = text("answer.where", { scheme, port, path });
  const trouble = troubleIn(answered);
  // A broken site does not tell whether it is sent clients: that it serves nobody is no permission to disturb it.
  if (trouble !== null) return { good: false, told: false, how: text("answer.sent-on", { status, where, trouble }) };
  return isAmong(status, expected)
    ? { good: true, told: true, how: text("answer.status", { status, where }) }
    : { good: false, told: true, how: text("answer.other-status", { status, expected, where }) };
}
