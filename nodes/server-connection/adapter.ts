import type * as RealServers from "../../lib/adapters";
import type { Connection } from "../../lib/server";
import type { Clock } from "../../lib/time";
import type { Way } from "./servers";

interface Options extends Way {
  readonly clock?: Clock;
}

/** The adapter to real servers. Loaded when the first connection needs it: the lab needs no PowerShell. */
export const adapter = {
  connect: (options: Options): Connection => {
    const { openRealServers } = require("../../lib/adapters") as typeof RealServers;
    return openRealServers(options);
  },
};
