import type { Connection } from "../server";
import { byPlace } from "./by-place";
import { controllerOf } from "./controller";
import { PowerShellConnection } from "./powershell";

type Options = ConstructorParameters<typeof PowerShellConnection>[0];

/** The connection to real servers: members and the SCOM server by PowerShell, everything else by this process itself. */
export function openRealServers(options: Options): Connection {
  const powershell = new PowerShellConnection(options);
  const { invoke, kind, clock, answersOn } = powershell;
  return {
    kind,
    clock,
    answersOn,
    invoke: byPlace({ member: invoke, monitoring: invoke, controller: controllerOf(options.members) }),
    close: () => powershell.close(),
  };
}
