import type { NodeAPI } from "node-red";
import type { ArraySetup } from "../../../lib/run";
import { Refused } from "../../../lib/run";
import { text } from "../../../lib/texts";
import type { Registry } from "./registry";
import { connectionNode } from "./registry";

/** A server in no array, and the id of the connection node that leads to it. */
interface Alone {
  readonly connection: string;
  readonly server: string;
}

/** A server in no array, treated as an array of one: the lock holds, and nobody else has to serve. */
export function aloneSetup(RED: NodeAPI, registry: Registry, { connection, server }: Alone): ArraySetup {
  const node = connectionNode(RED, connection);
  if (node === null) throw new Refused("no-connection", 400, text("by-hand.no-connection", { server }));
  return {
    name: server,
    members: [{ name: server, address: server }],
    minInService: 0,
    connection: node.open({ registry, array: server, members: [{ name: server, address: server }], scomServer: null }),
    serving: () => Promise.resolve([]),
    // Its user has said that it is in no array: where it has no NLB either, no client comes to it by way of a balancer.
    takenOut: "behind-nothing",
  };
}
