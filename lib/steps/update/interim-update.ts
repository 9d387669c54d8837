import type { ResultOf } from "../../server";
import { listed, text } from "../../texts";
import { isExchange, isOfProduct } from "./exchange";
import type { Obstacle } from "./obstacles";
import type { UpdatePackage } from "./update-package";

/**
 * Whether an interim update is installed, which must be removed before the next rollup or service pack of Exchange 2010 (it ends with 1603 or
 * 1648 otherwise). Newer versions give that name to updates that the next one simply replaces. Where the updates cannot be read, that is the
 * obstacle.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff637979(v=exchg.141)
 */
export function interimUpdate(update: UpdatePackage, installed: ResultOf<"update.installed">): Obstacle | null {
  if (!isOfProduct(update) || !isExchange(installed) || installed.build?.startsWith("14.") !== true) return null;
  const code = "interim-update";
  if (installed.updates === null) return { code, what: text("interim-update.unread"), hint: text("install.not-known.hint") };
  const names = installed.updates.map(({ name }) => name).filter((name) => /^Interim Update for Exchange/i.test(name));
  if (names.length === 0) return null;
  return { code, what: text("interim-update.installed", { updates: listed(names) }), hint: text("interim-update.hint") };
}
