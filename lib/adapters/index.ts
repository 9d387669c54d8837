/**
 * What stands for the servers: the lab, real servers by PowerShell, and this process itself. Each has a folder, knows the waist, and knows no
 * other. The files here put them together: `by-place.ts` sends an operation to where it runs. Begin with `real-servers.ts`. The lab has a face of
 * its own: whoever wants it needs no PowerShell.
 */
export type { CheckedServers } from "./for-checks";
export { openForChecks } from "./for-checks";
export { openRealServers } from "./real-servers";
