import type { Capture } from "./capture";
import type { ProductName } from "../laws";

/** What setup writes into ExchangeSetup.log, without stamps: lines with their levels. */
export interface SetupMessages {
  readonly begins: readonly string[];
  readonly works: readonly (readonly [level: number, line: string])[];
  readonly succeeds: readonly string[];
  /** The reason is put in before. */
  readonly stops: string;
  readonly fails: readonly string[];
  readonly cannotUpgrade: string;
  readonly fatal: string;
}

const STARS = "**********************************************";
const error = "[ERROR] {reason}";

const head = [
  STARS,
  "Starting Microsoft Exchange Server {banner} Setup",
  STARS,
  "Local time zone: (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna.",
  "Operating system version: {os}.",
  "Setup version: {to}.",
  "Logged on user: CONTOSO\\svc-exupdate.",
  "Command Line Parameter Name='mode', Value='Upgrade'.",
] as const;
const found = [
  "Setup will search for an Exchange Server object for the local machine with name '{computer}'.",
  "The locally installed version is {from}.",
  "Performing Microsoft Exchange Server Prerequisite Check",
] as const;
const works = [
  [1, "Executing: & $RoleBinPath\\ServiceControl.ps1 Stop $roleList"],
  [1, "Installing MSI package '{folder}\\exchangeserver.msi'."],
  [2, "Beginning processing Start-PostFileCopy"],
  [2, "Ending processing Start-PostFileCopy"],
  [1, "Finished executing component tasks."],
] as const;

const exchange2010: Capture<SetupMessages> = {
  source:
    "The console of setup, in published transcripts of 2010, for its ends; form and lines of 3g of a log of 2010 SP1 (thevirtualhorizon.com, February 2011). Its banner in the log and the order of the last lines are not verified.",
  kind: "composed",
  product: "Exchange Server 2010",
  culture: "en-US",
  texts: {
    begins: [...head, ...found],
    works,
    succeeds: ["The Microsoft Exchange Server setup operation completed successfully.", "End of Setup", STARS],
    stops: error,
    fails: [
      "Setup is halting task execution because of one or more errors in a critical task.",
      "The Exchange Server setup operation did not complete. More details can be found in ExchangeSetup.log located in the <SystemDrive>:\\ExchangeSetupLogs folder.",
      "End of Setup",
      STARS,
    ],
    cannotUpgrade: "The installed version cannot be upgraded by this version of Setup.",
    fatal: "Fatal error during installation. Error code is 1603.",
  },
};

const exchange2013: Capture<SetupMessages> = {
  source:
    "Logs of setup in microsoft/CSS-Exchange, Setup/Tests, 2013 to 2019, for the head and for failures; the success line is that which Setup/Shared/SetupLogReviewerLogic.ps1 looks for. The order of the last lines of a good run is not verified, nor is any line of the Subscription Edition but its banner.",
  kind: "composed",
  product: "Exchange Server 2013 to Subscription Edition",
  culture: "en-US",
  texts: {
    begins: [
      ...head,
      "Command Line Parameter Name='iacceptexchangeserverlicenseterms', Value=''.",
      "The registry key, HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v14, wasn't found.",
      "Copying Files...",
      "File copy complete.  Setup will now collect additional information needed for installation.",
      "",
      "The installation mode is set to: 'BuildToBuildUpgrade'.",
      ...found,
      "**************",
    ],
    works,
    succeeds: [
      "The Exchange Server setup operation completed successfully.",
      "CurrentResult main.run:235: 0",
      "CurrentResult setupbase.maincore:396: 0",
      "End of Setup",
      STARS,
    ],
    stops: error,
    fails: [
      "Setup is stopping now because of one or more critical errors.",
      "CurrentResult console.ProcessRunInternal:198: 1",
      "The Exchange Server setup operation didn't complete.  More details can be found in ExchangeSetup.log located in the <SystemDrive>:\\ExchangeSetupLogs folder.",
      "CurrentResult main.run:235: 1",
      "CurrentResult setupbase.maincore:396: 1",
      "End of Setup",
      STARS,
    ],
    cannotUpgrade: "The installed version cannot be upgraded by this version of Setup.",
    fatal: "Installing product {folder}\\exchangeserver.msi failed. Fatal error during installation. Error code is 1603.",
  },
};

/** By product; all from 2013 on speak alike. */
export const setupMessages: Readonly<Record<ProductName, Capture<SetupMessages>>> = {
  "exchange-2010": exchange2010,
  "exchange-2013": exchange2013,
  "exchange-2016": exchange2013,
  "exchange-2019": exchange2013,
  "exchange-se": exchange2013,
};
