import { bare } from "./bare";
import { contribNode, execNode } from "./node-red";
import { ours } from "./ours";
import type { OpenPeer } from "./peer";

export const peerNames = ["ours", "exec", "contrib", "bare"] as const;
export type PeerName = (typeof peerNames)[number];

export const titles: Readonly<Record<PeerName, string>> = {
  ours: "this package",
  exec: "exec node, a pwsh per message",
  contrib: "node-red-contrib-powershell",
  bare: "node-powershell alone, warm",
};

/** As the product has them for a server, unless a load asks for something else. */
const asShipped = { shells: 2, servers: 1 };

/** @param kind of our shells; the others know one way only */
export function opening(peer: PeerName, kind = asShipped): OpenPeer {
  switch (peer) {
    case "ours":
      return ours(kind);
    case "exec":
      return execNode;
    case "contrib":
      return contribNode;
    case "bare":
      return bare;
  }
}
