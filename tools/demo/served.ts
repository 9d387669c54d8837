import type { PowerShellSettings } from "../../lib/adapters/powershell";
import type { Member } from "../../lib/server";

/** What the process of a rehearsal reports when it is ready: everything that a Node-RED needs to work on its computers. */
export interface Served {
  readonly settings: PowerShellSettings;
  readonly members: readonly Member[];
  readonly scomServer: string;
  /** The arguments of `scaledClock`, by which waits run as fast as the computers' world. */
  readonly clock: { readonly speed: number; readonly startsAt: number; readonly wallStart: number };
}
