import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import { OperationFailed } from "../../server";
import type { Service } from "../../server/operations";
import type { ChangeCall } from "../../server";
import { duration, text } from "../../texts";
import { afterRefusal } from "../parts";
import { serviceNamed } from "./services-order";

export const usesOfServiceChanges = ["services.list", "services.start", "services.stop"] as const;
type Context = ContextOf<typeof usesOfServiceChanges>;
type Call = ChangeCall<(typeof usesOfServiceChanges)[number]>;

const becomes = async (context: Context, name: string, status: "running" | "stopped", limitMs: number): Promise<void> => {
  const starts = status === "running";
  const waited = await context.wait.until(
    async () => serviceNamed((await context.server.read("services.list", {})).services, name)?.status,
    (now) => now === status,
    {
      limitMs,
      meanwhile: () => context.report({ text: text(starts ? "service.waiting-to-start" : "service.waiting-to-stop", { service: name }) }),
    },
  );
  if (waited.met) return;
  throw new StepFailed(
    "service-limit",
    text(starts ? "service.not-started" : "service.not-stopped", {
      service: name,
      limit: duration(limitMs),
      status: waited.answer ?? text("service.gone"),
    }),
    text(starts ? "service.not-started.hint" : "service.not-stopped.hint", { member: context.member.name }),
  );
};

/** Gives a refusal by Windows a name in the report, instead of a bare error. */
const refused =
  (context: Context, what: "service.start-refused" | "service.stop-refused", service: string) =>
  (error: unknown): never => {
    if (!(error instanceof OperationFailed)) throw error;
    throw new StepFailed(
      "service-limit",
      text(what, { service, what: error.what }),
      afterRefusal(error, text("service.refused.hint", { member: context.member.name })),
    );
  };

/** Stops a service and waits until it has stopped. Services that need it must be stopped already. */
export async function stopService(context: Context, service: Service, limitMs: number, call: Call): Promise<void> {
  context.report({ text: text("service.stopping", { service: service.name }) });
  await context.server.change("services.stop", { name: service.name }, call).catch(refused(context, "service.stop-refused", service.name));
  await becomes(context, service.name, "stopped", limitMs);
}

/** Starts a service and waits until it runs. */
export async function startService(context: Context, service: Service, limitMs: number, call: Call = {}): Promise<void> {
  context.report({ text: text("service.starting", { service: service.name }) });
  await context.server
    .change("services.start", { name: service.name }, call)
    .catch(refused(context, "service.start-refused", service.name));
  await becomes(context, service.name, "running", limitMs);
}
