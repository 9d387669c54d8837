import type { Serving } from "../../server";
import type { HttpProbe, usesOfProbe } from "../answers";
import { answers } from "../answers";
import { askAll, callWith, verdict, verdictOnError } from "../verdict";

/**
 * A member serves when it gives the expected status on its own address, and is out when it gives another one. Where it gives none, nothing is
 * told: whatever sends clients to it may still do so.
 */
export const servingByHttp =
  (probe: HttpProbe): Serving<(typeof usesOfProbe)[number]> =>
  (members, signal) =>
    askAll(members, async (member) => {
      try {
        const { good, told, how } = await answers(member, probe, callWith(signal));
        return verdict(member, good ? "serves" : told ? "out" : "no-answer", how);
      } catch (error) {
        return verdictOnError(member, error);
      }
    });
