import { joined, listed, text, textBeside } from "../../texts";
import type { Obstacle, UpdatePackage } from "../update";
import {
  accountOf,
  interimUpdate as interimUpdateOf,
  isExchange,
  isOfProduct,
  lacksLicenseTerms,
  setByGroupPolicy,
  waitsForAPerson,
} from "../update";
import type { Check, Finding, PreflightContext } from "./check";
import { inTheWay, refuse, warn } from "./check";
import type { PreflightOptions } from "./options";

type Installed = Parameters<typeof waitsForAPerson>[1];

/** A check of what stands in the way of an installer, by the package and by what is installed. */
const unless =
  (obstacleTo: (update: UpdatePackage, installed: Installed) => Obstacle | null) =>
  async ({ server }: PreflightContext, { package: update }: PreflightOptions): Promise<readonly Finding[]> => {
    if (update === null) return [];
    const obstacle = obstacleTo(update, await server.read("update.installed", {}));
    return obstacle === null ? [] : [refuse(inTheWay(obstacle))];
  };

export const unattended: Check = {
  name: textBeside("check.unattended", "unattended"),
  looksAt: "the arguments of the package: whether its installer would wait for somebody at the screen",
  refusesWhen: "a security update that is an .exe has no arguments, or those of an Exchange setup name no mode",
  run: unless(waitsForAPerson),
};

export const licenseTerms: Check = {
  name: textBeside("check.license-terms", "license terms"),
  looksAt: "the arguments of a setup of Exchange 2013 or newer: whether they accept its license terms",
  refusesWhen: "they do not, or by a switch that this version does not know (setup would end at once, with the member taken out)",
  run: unless(lacksLicenseTerms),
};

export const interimUpdate: Check = {
  name: textBeside("check.interim-update", "interim update"),
  looksAt: "the installed updates of Exchange 2010: whether an interim update is among them",
  refusesWhen:
    "there is one, or the updates cannot be read, and the update is an update rollup, a security update or a setup: interim updates must be removed first",
  run: unless(interimUpdateOf),
};

export const installerCache: Check = {
  name: textBeside("check.installer-cache", "installer cache"),
  looksAt: "the packages of Exchange that Windows Installer keeps in C:\\Windows\\Installer: whether they are there",
  refusesWhen:
    "one is missing, and the update is an update rollup, a security update or a setup (the installer would end with 1603 or 1612)",
  run: async ({ server }, { package: update }) => {
    if (update === null || !isOfProduct(update) || !isExchange(await server.read("update.installed", {}))) return [];
    const { missing } = await server.read("update.installerCache", {});
    if (missing.length === 0) return [];
    const packages = missing.map(({ name, file }) =>
      file === null ? text("preflight.package-nowhere", { name }) : text("preflight.package-gone", { name, file }),
    );
    return [refuse(text("preflight.installer-cache", { packages: joined(packages) }))];
  },
};

export const unfinishedSetup: Check = {
  name: textBeside("check.unfinished-setup", "unfinished setup"),
  looksAt: "the marks that setup of Exchange leaves in the registry until it has come to its end",
  refusesWhen:
    "there is one, and the update is a setup of Exchange, which would end at its prerequisites; for other updates of Exchange it warns",
  run: async ({ server }, { package: update }) => {
    if (update === null || !isOfProduct(update) || !isExchange(await server.read("update.installed", {}))) return [];
    const { roles } = await server.read("update.unfinishedSetup", {});
    if (roles.length === 0) return [];
    const named = listed(roles.map(({ role, action }) => (action === null ? role : `${role} (${action})`)));
    return [
      update.kind === "setup"
        ? refuse(text("preflight.unfinished-setup", { roles: named }))
        : warn(text("preflight.unfinished", { roles: named })),
    ];
  },
};

export const executionPolicy: Check = {
  name: textBeside("check.execution-policy", "execution policy"),
  looksAt: "whether Group Policy sets the execution policy of PowerShell, for the computer, for SYSTEM or for the account",
  refusesWhen:
    "it sets one, or that cannot be read, and the update is an update rollup, a security update or a setup of Exchange (KB2810617); for other updates of a member with Exchange it warns",
  run: async (context, { package: update }) => {
    if (!isExchange(await context.server.read("update.installed", {}))) return [];
    const obstacle = await setByGroupPolicy(context);
    const account = update === null ? null : accountOf(update);
    // Windows loads what belongs to a user only while that user is signed in.
    const unseen = account === null ? [] : [warn(text("preflight.policy-of-account", { account }))];
    if (obstacle === null) return unseen;
    // Whatever else is installed may bring an update of Exchange with it, such as Windows updates.
    return [update !== null && isOfProduct(update) ? refuse(inTheWay(obstacle)) : warn(inTheWay(obstacle)), ...unseen];
  },
};
