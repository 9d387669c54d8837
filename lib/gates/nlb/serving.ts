import type { Call, OperationName, ReadableServer, ResultOf, Serving, Verdict } from "../../server";
import { OperationFailed, ServerError } from "../../server";
import { NO_NLB_NODE } from "../../server/operations";
import type { Text } from "../../texts";
import { text } from "../../texts";
import type { Host } from "./split";
import { splitOf } from "./split";
import type { Answer, Ask, Probe } from "../answers";
import { answers, usesOfProbe } from "../answers";
import { askAll, callWith, verdict, verdictOnError } from "../verdict";

/** What telling by NLB asks of every member. */
export const usesOfNlb = [...usesOfProbe, "nlb.host"] as const;
type Uses = (typeof usesOfNlb)[number];

interface Told {
  readonly member: { readonly name: string };
  readonly nlb: ResultOf<"nlb.host">;
  readonly answer: Answer;
}

/**
 * A member serves when it says that it has converged, exactly one of the converged hosts is the default host (or could be), and it answers on its
 * own address. Converged alone is not enough: hosts that have lost sight of each other each converge alone, as default host (domain reference 1.10).
 */
export const servingByNlb = (probe: Probe): Serving<Uses> => servingInNlb((member, call) => answers(member, probe, call));

/**
 * The same, with another way to ask whether a member answers. An answer alone does not show that it takes traffic: a member that is stopped in
 * NLB still answers on its own address.
 */
export const servingInNlb =
  <Asked extends OperationName>(ask: Ask<Asked>): Serving<Asked | "nlb.host"> =>
  async (members, signal) => {
    const looked = await askAll(members, (member) => look(member as ReadableServer, ask as Ask<OperationName>, callWith(signal)));
    const told = looked.filter((one): one is Told => "nlb" in one);
    const converged = told.filter(({ nlb }) => nlb.state === "converged").map(hostOf);
    const cluster: Cluster = {
      split: splitOf(converged, told.map(hostOf)),
      mayHaveDefaultHost: converged.some((host) => host.isDefaultHost !== false),
      converging: told.some(({ nlb }) => nlb.state === "converging"),
    };
    return looked.map((one) =>
      "nlb" in one ? { ...judge(one, cluster), ...(one.nlb.isDefaultHost === true && { isDefaultHost: true }) } : one,
    );
  };

async function look(member: ReadableServer, ask: Ask<OperationName>, call: Call): Promise<Told | Verdict> {
  try {
    const nlb = await member.read("nlb.host", {}, call);
    const inService = nlb.state === "converged" || nlb.state === "converging";
    return { member, nlb, answer: inService ? await ask(member, call).catch(asNoAnswer) : notAsked };
  } catch (error) {
    if (error instanceof OperationFailed && error.errorId === NO_NLB_NODE) return verdict(member, "no-gate", text("gate.none"));
    return verdictOnError(member, error);
  }
}

/** A member that is out of the cluster need not answer. */
const notAsked: Answer = { good: false, told: false, how: text("answer.not-asked") };

/** What the member has said about NLB counts even if its probe fails. */
const asNoAnswer = (error: unknown): Answer => {
  if (!(error instanceof ServerError)) throw error;
  return { good: false, told: false, how: text("answer.failed", { what: error.what }) };
};

const hostOf = ({ member, nlb }: Told): Host => ({ name: member.name, ...nlb });

/** What all members have said, taken together. */
interface Cluster {
  /** How they have lost sight of each other; null when those that have converged have done so together. */
  readonly split: Text | null;
  /** One of the converged hosts is the default host, or does not say: then it has named the hosts that it has converged with. */
  readonly mayHaveDefaultHost: boolean;
  readonly converging: boolean;
}

function judge({ member, nlb, answer }: Told, cluster: Cluster): Verdict {
  // It counts for a while, but only if it answers. Either way its code says that the array must not be disturbed now.
  const comingIn = (why: Text): Verdict => ({ ...verdict(member, "converging", why), converging: answer.good });
  const told = { answer: answer.how };
  switch (nlb.state) {
    case "converging":
      return comingIn(text("nlb.converging", told));
    case "converged":
      if (cluster.split !== null) return verdict(member, "split-cluster", text("nlb.split", { split: cluster.split }));
      if (!cluster.mayHaveDefaultHost) {
        return cluster.converging ? comingIn(text("nlb.no-default-host-yet", told)) : verdict(member, "out", text("nlb.no-default-host"));
      }
      return answer.good
        ? verdict(member, "serves", text("nlb.converged", told))
        : verdict(member, "no-answer", text("nlb.converged-but", told));
    case "draining":
      return verdict(member, "out", text("nlb.draining"));
    case "unknown":
      return verdict(member, "out", text("nlb.unknown-state", { state: nlb.text }));
    case "stopped":
    case "suspended":
      return verdict(member, "out", text("nlb.out", { state: nlb.state }));
  }
}
