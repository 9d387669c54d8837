import type { ResultOf } from "../../server";
import { listed, text } from "../../texts";
import { isExchange, licenseSwitches } from "./exchange";
import type { Obstacle } from "./obstacles";
import { opensWindow, type UpdatePackage } from "./update-package";

type Installed = ResultOf<"update.installed">;

/** Setup's switches as a person may write them: with / or -, in any case. */
const has = (args: readonly string[], wanted: RegExp): boolean => args.some((arg) => wanted.test(arg.trim()));
const isOneOf = (switches: readonly string[]): RegExp => new RegExp(`^[/-](${switches.join("|")})$`, "i");
/** @see https://learn.microsoft.com/exchange/plan-and-deploy/deploy-new-installations/unattended-installs */
const MODE = /^[/-]m(ode)?:/i;

/**
 * Whether the installer would wait for somebody at the screen. It runs where nobody sees it (session 0, as SYSTEM), and would be ended by force
 * at the limit, perhaps with services disabled.
 */
export function waitsForAPerson(update: UpdatePackage, installed: Installed): Obstacle | null {
  const { file } = update;
  const code = "waits-for-a-person";
  if (opensWindow(update)) return { code, what: text("unattended.exe", { file }), hint: text("unattended.exe.hint") };
  const { kind, arguments: args } = update;
  // Arguments of one's own take the place of /mode:Upgrade. Without a mode, setup of Exchange is a wizard.
  if (kind === "setup" && isExchange(installed) && args.length > 0 && !has(args, MODE))
    return { code, what: text("unattended.mode", { file }), hint: text("unattended.mode.hint") };
  return null;
}

/** Whether setup lacks the switch that accepts the license terms, without which it ends at once. Nobody but the user may accept them. */
export function lacksLicenseTerms(update: UpdatePackage, installed: Installed): Obstacle | null {
  if (update.kind !== "setup" || !isExchange(installed)) return null;
  const switches = licenseSwitches(update, installed);
  if (switches.length === 0 || has(update.arguments, isOneOf(switches))) return null;
  const named = listed(switches.map((name) => `/${name}`));
  const other = has(update.arguments, /^[/-]IAcceptExchangeServerLicenseTerms/i);
  const what = text(other ? "license-terms.other" : "license-terms.none", { file: update.file });
  return { code: "license-terms", what, hint: text("license-terms.hint", { switches: named }) };
}
