import type { StepContext } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { servicesBefore } from "../parts";
import { changedSince, includesService, keptStopped } from "../services";
import type { VerifyOptions } from "./options";

type ServiceChange = ReturnType<typeof changedSince>["findings"][number];

interface ServicesNow {
  readonly findings: Text[];
  /** Names of services that ran before and are started only when somebody needs them: no damage. */
  readonly idle: readonly string[];
}

/**
 * Services that are worse than before. One that was already stopped is fine, and so is one that a step of this run keeps stopped. What counts is
 * decided in the room `services`.
 */
export async function servicesAgainstBefore(
  context: StepContext<"services.list">,
  { ignoreServices }: Pick<VerifyOptions, "ignoreServices">,
): Promise<ServicesNow> {
  const { services } = await context.server.read("services.list", {});
  const kept = keptStopped(context);
  const { findings, remarks } = changedSince(servicesBefore(context), services, ignoreServices);
  const isKept = ({ name, how }: ServiceChange) =>
    (how === "ran-before" || how === "should-run" || how === "not-automatic") && includesService(kept, name);
  return {
    findings: findings.filter((change) => !isKept(change)).map(inWords),
    idle: remarks.filter((change) => change.how !== "should-run" && !isKept(change)).map(({ name }) => name),
  };
}

function inWords({ name: service, how, was, is }: ServiceChange): Text {
  switch (how) {
    case "gone":
      return text("health.gone", { service });
    case "disabled":
      return text("health.disabled", { service, was: was?.startType ?? "" });
    default:
      return text(`health.${how}`, { service, status: is?.status ?? "" });
  }
}
