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

/** How long a service may take, and what goes with its change. */
interface How {
  readonly limitMs: number;
  readonly call?: ChangeCall<(typeof usesOfServiceChanges)[number]>;
}

const becomes = async (
  context: Context,
  { name, status }: { readonly name: string; readonly status: "running" | "stopped" },
  limitMs: number,
): Promise<void> => {
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
export async function stopService(context: Context, { name }: Service, { limitMs, call = {} }: How): Promise<void> {
  context.report({ text: text("service.stopping", { service: name }) });
  await context.server.change("services.stop", { name }, call).catch(refused(context, "service.stop-refused", name));
  await becomes(context, { name, status: "stopped" }, limitMs);
}

/** Starts a service and waits until it runs. */
export async function startService(context: Context, { name }: Service, { limitMs, call = {} }: How): Promise<void> {
  context.report({ text: text("service.starting", { service: name }) });
  await context.server.change("services.start", { name }, call).catch(refused(context, "service.start-refused", name));
  await becomes(context, { name, status: "running" }, limitMs);
}
