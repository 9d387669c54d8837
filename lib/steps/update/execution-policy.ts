import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import { ServerError, Unreachable } from "../../server";
import type { SetExecutionPolicy } from "../../server/operations";
import type { Text } from "../../texts";
import { joined, text } from "../../texts";
import { afterRefusal } from "../parts";
import { isExchange, isOfProduct } from "./exchange";
import type { Obstacle } from "./obstacles";
import type { UpdatePackage } from "./update-package";

export const usesOfExecutionPolicy = ["system.executionPolicy", "update.installed"] as const;
type Context = ContextOf<typeof usesOfExecutionPolicy>;

/**
 * Whether Group Policy sets an execution policy of PowerShell on a member with Exchange. Exchange's installers stop WMI, which PowerShell needs to
 * look at such a policy: their own scripts no longer run then, and they end after they have removed files (KB2810617). Null: it sets none.
 * Where it cannot be read, that is the obstacle.
 * @throws Unreachable
 */
export async function setByGroupPolicy({ server, member }: Context): Promise<Obstacle | null> {
  const about = { member: member.name };
  const code = "execution-policy";
  try {
    const { policies } = await server.read("system.executionPolicy", {});
    if (policies.length === 0) return null;
    const what = text("execution-policy.set", { policies: joined(policies.map(inWords)) });
    const hint = text("execution-policy.hint", about);
    const ofSystem = policies.some(({ user }) => user === "SYSTEM");
    return { code, what, hint: ofSystem ? text("execution-policy.hint-system", { hint }) : hint };
  } catch (error) {
    if (!(error instanceof ServerError) || error instanceof Unreachable) throw error;
    const hint = afterRefusal(error, text("execution-policy.unread.hint", about));
    return { code, what: text("execution-policy.unread", { what: error.what }), hint };
  }
}

const inWords = ({ user, policy }: SetExecutionPolicy): Text => {
  if (user === null) return text("execution-policy.of-computer", { policy });
  return text(user === "SYSTEM" ? "execution-policy.of-system" : "execution-policy.of-account", { policy });
};

/**
 * Looks right before an installer of Exchange is started: Group Policy refreshes by itself, every 90 minutes or so, and may have come since
 * preflight looked.
 * @throws StepFailed
 */
export async function mustBearPolicy(context: Context, update: UpdatePackage): Promise<void> {
  if (!isOfProduct(update) || !isExchange(await context.server.read("update.installed", {}))) return;
  const obstacle = await setByGroupPolicy(context);
  if (obstacle !== null) throw stoppedBy(obstacle);
}

/** What a step says that starts nothing because of it. */
export const stoppedBy = ({ code, what, hint }: Obstacle): StepFailed => new StepFailed(code, text("install.not-started", { what }), hint);
