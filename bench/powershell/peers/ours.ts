import { Hosts } from "../../../lib/adapters/powershell/shell";
import { Shells } from "../../../lib/adapters/powershell/shells";
import { callerModule } from "../../../lib/adapters/powershell/target";
import type { Peer, PeerOptions } from "./peer";
import { writeScripts } from "../scripts";

interface Kind {
  readonly shells: number;
  readonly servers: number;
}

/** The adapter of this package, below the operations: its warm shells, called as it calls them. */
export const ours =
  ({ shells: most, servers }: Kind) =>
  ({ pwsh, folder, limitMs }: PeerOptions): Promise<Peer> => {
    const { module } = writeScripts(folder);
    const hosts = new Hosts({ executable: pwsh, caller: callerModule });
    const pools = Array.from(
      { length: servers },
      (_, index) => new Shells({ kind: "local", module, expect: null }, () => hosts.shell(String(index)), { most }),
    );
    return Promise.resolve({
      call: async ({ name }, value, server = 0) => {
        const pool = pools[server % servers] as Shells;
        const parameters = value === undefined ? {} : { Value: value };
        const { frame } = await pool.call({ type: "call", function: name, parameters }, { limitMs });
        if (!frame.ok) throw new Error((frame["error"] as { message: string }).message);
        return (frame["records"] as unknown[])[0];
      },
      close: async () => {
        await Promise.all(pools.map((pool) => pool.close()));
        await hosts.close();
      },
    });
  };
