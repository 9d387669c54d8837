import { PowerShell } from "node-powershell";
import type { Peer, PeerOptions } from "./peer";
import { parsed } from "./peer";
import { withJson } from "../scripts";

/** A call with the longest limit is one for which nobody thought of a limit: the library has none by itself. */
const NO_LIMIT_MS = 60_000;

/** The library alone, one warm shell, as its documentation shows it. */
export const bare = ({ pwsh, limitMs }: PeerOptions): Promise<Peer> => {
  const shell = new PowerShell({
    executable: pwsh,
    executableOptions: { "-NoProfile": true, "-NonInteractive": true },
    ...(limitMs < NO_LIMIT_MS ? { invocationTimeout: limitMs } : {}),
  });
  return Promise.resolve({
    call: async (script, value) => {
      // The library's own way to put a value into a command.
      const command = value === undefined ? withJson(script) : withJson(script, PowerShell.command`${value}`);
      return parsed((await shell.invoke(command)).raw);
    },
    close: async () => {
      await shell.dispose();
    },
  });
};
