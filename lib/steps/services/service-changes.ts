import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import { OperationFailed } from "../../server/errors";
import type { Service } from "../../server/operations/services";
import type { ChangeCall } from "../../server/server";
import { inWords } from "../../time/duration";
import { serviceNamed } from "./services-order";

export const usesOfServiceChanges = ["services.list", "services.start", "services.stop"] as const;
type Context = ContextOf<typeof usesOfServiceChanges>;
type Call = ChangeCall<(typeof usesOfServiceChanges)[number]>;

const becomes = async (context: Context, name: string, status: "running" | "stopped", limitMs: number): Promise<void> => {
  const doing = status === "running" ? "start" : "stop";
  const waited = await context.wait.until(
    async () => serviceNamed((await context.server.read("services.list", {})).services, name)?.status,
    (now) => now === status,
    { limitMs, meanwhile: () => context.report({ text: `waiting for ${name} to ${doing}` }) },
  );
  if (waited.met) return;
  throw new StepFailed(
    "service-limit",
    `${context.member.name}: the service ${name} did not ${doing} within ${inWords(limitMs)}; it is ${waited.answer ?? "not there"}.`,
    `Look into its log on ${context.member.name}, ${doing} it by hand, then retry the step.`,
  );
};

/** What a refusal by Windows is called in the report, instead of a bare error. */
const refused =
  (context: Context, service: string, doing: string) =>
  (error: unknown): never => {
    if (!(error instanceof OperationFailed)) throw error;
    throw new StepFailed(
      "service-limit",
      `${context.member.name}: the service ${service} cannot be ${doing}: ${error.message}.`,
      "Mend it on the member, then retry the step.",
    );
  };

/** Stops a service and waits until it has stopped. Services that need it must be stopped already. */
export async function stopService(context: Context, service: Service, limitMs: number, call: Call): Promise<void> {
  context.report({ text: `stopping ${service.name}` });
  await context.server.change("services.stop", { name: service.name }, call).catch(refused(context, service.name, "stopped"));
  await becomes(context, service.name, "stopped", limitMs);
}

/** Starts a service and waits until it runs. */
export async function startService(context: Context, service: Service, limitMs: number, call: Call = {}): Promise<void> {
  context.report({ text: `starting ${service.name}` });
  await context.server.change("services.start", { name: service.name }, call).catch(refused(context, service.name, "started"));
  await becomes(context, service.name, "running", limitMs);
}
