/** Where Exchange's setup writes, appended to over all its runs (domain reference 4.10). In a file of its own, since forms show it too. */
export const setupLogPath = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";
