import type { ResultOf } from "../../server";
import { compareBuilds } from "../parts";
import type { UpdatePackage } from "./update-package";

type Installed = Pick<ResultOf<"update.installed">, "product" | "build">;

/** Whether the product that is installed on a member is Exchange, of any version. */
export const isExchange = ({ product }: Pick<Installed, "product">): boolean => product?.startsWith("Microsoft Exchange") === true;

/** Whether a package is run by an installer of the product's own, as rollups, security updates and setup are. */
export const isOfProduct = ({ kind }: Pick<UpdatePackage, "kind">): boolean =>
  kind === "rollup" || kind === "security-update" || kind === "setup";

const ACCEPTS = "IAcceptExchangeServerLicenseTerms";
const WITH_DATA = [`${ACCEPTS}_DiagnosticDataON`, `${ACCEPTS}_DiagnosticDataOFF`] as const;

/**
 * The first cumulative updates whose setup takes the switches with `_DiagnosticData` and no longer the one without: those of September 2021, for
 * 2016 (CU22) and 2019 (CU11). Exchange 2013 has had none since.
 * @see https://learn.microsoft.com/exchange/diagnostic-data-exchange-server
 * @see https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
 */
const FIRST_WITH_DATA: Readonly<Record<string, string>> = { "15.1": "15.1.2375.7", "15.2": "15.2.986.5" };

/**
 * The switches of which setup needs one, without the character before them. Empty for Exchange 2010 and older, whose setup knows none. All of
 * them where it is not known which ones this setup takes.
 * @param expectedBuild what the package brings @param build what is installed; null: not known
 */
export function licenseSwitches({ expectedBuild }: Pick<UpdatePackage, "expectedBuild">, { build }: Installed): readonly string[] {
  const known = expectedBuild ?? build;
  if (known === null) return [ACCEPTS, ...WITH_DATA];
  const [major = 0, minor = 0] = known.split(".").map(Number);
  if (major < 15) return [];
  if (major === 15 && minor === 0) return [ACCEPTS];
  const first = FIRST_WITH_DATA[`${major}.${minor}`];
  if (first === undefined) return [ACCEPTS, ...WITH_DATA];
  if (compareBuilds(known, first) >= 0) return WITH_DATA;
  // An upgrade leads to what is newer than the installed build, nobody knows how far.
  return expectedBuild === null ? [ACCEPTS, ...WITH_DATA] : [ACCEPTS];
}
