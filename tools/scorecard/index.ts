/**
 * `npm run scorecard`: Node-RED's own scorecard, node-red-dev, on the packed tarball, and the checks that it leaves out. It knows nothing of lib/
 * and of the nodes but what is in the package. Begin with `node-red-dev.ts`.
 */
export { checkNewestReleases, checkNoBadPackages } from "./dependency-checks";
export type { Card, Catalogue } from "./node-red-dev";
export { NodeRedDev } from "./node-red-dev";
export { pack, view } from "./npm";
export { checkKeywords, checkName, checkNodes, checkParsed } from "./package-checks";
export { Results } from "./results";
