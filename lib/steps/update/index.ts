/**
 * The steps that back a member up and install the update, and what other steps need to know about an update: its package, whether a member has it
 * already, what an exit code means. Begin with `install-update.ts`.
 */
export { isExchange, isOfProduct } from "./exchange";
export { setByGroupPolicy, usesOfExecutionPolicy } from "./execution-policy";
export { installationsOf, stillWantsRestart } from "./install-result";
export { interimUpdate } from "./interim-update";
export { lacksLicenseTerms, waitsForAPerson } from "./unattended";
export type { Obstacle } from "./obstacles";
export { accountOf, hasFile, isInstalled, isListed, problemWithFile, unfit, untold } from "./package-on-member";
export type { UpdatePackage } from "./update-package";
