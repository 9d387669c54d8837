/**
 * What the lab says, in the words of those who say it on real servers: logs, events, lists of services, states, answers. Data files with nothing
 * but texts, each with its source, product and culture at its head. A text that the lab gives is changed here, after a real one, and not in the
 * code that gives it. It knows the names in laws, and nothing else. Begin with `capture.ts`.
 */
export type { Capture } from "./capture";
export { fill } from "./capture";
export { cultureNamed, languages } from "./cultures";
export type { Culture, Language } from "./cultures";
export { jobs } from "./jobs";
export { nlb } from "./nlb";
export { productOfBuild, products, securityUpdates, updateTitles } from "./products";
export type { ProductFacts } from "./products";
export { scom } from "./scom";
export { exchange2010, exchange2013, ofWindowsItself, services, webFarm, windows } from "./services";
export type { OwnService, ServiceRow } from "./services";
export { setupMessages } from "./setup-messages";
export type { SetupMessages } from "./setup-messages";
export { owa, owaWays, schemes, web } from "./web";
export { windowsEvents } from "./windows-events";
export { installerEvents, installerLog } from "./windows-installer";
