import { setMaxListeners } from "node:events";
import type { Node, NodeAPI } from "node-red";
import { CONNECTION, WITNESS } from "./plan";
import type { Stage } from "./play";
import { NodeRed } from "./runtime";

/** A dozen members are asked at once, each question with a limit, and all by one signal: that is no leak yet. */
const LISTENERS = 60;

/** Node-RED with the two types of nodes that the simulation brings: the connection to its lab, and what hears the loop. */
export async function openStage(): Promise<Stage> {
  setMaxListeners(LISTENERS);
  const stage: Omit<Stage, "red"> = { connection: null, received: () => undefined, witness: () => undefined };
  const connection = (RED: NodeAPI) => {
    function SimulatedConnection(this: Node & { open: () => unknown }, config: never) {
      RED.nodes.createNode(this, config);
      this.open = () => stage.connection;
    }
    RED.nodes.registerType(CONNECTION, SimulatedConnection as never);
  };
  const witness = (RED: NodeAPI) => {
    function SimulatedWitness(this: Node, config: never) {
      RED.nodes.createNode(this, config);
      this.on("input", (message, _, done) => {
        stage.witness(message as never);
        done();
      });
    }
    RED.nodes.registerType(WITNESS, SimulatedWitness as never);
  };
  const red = await NodeRed.start({ [CONNECTION]: connection, [WITNESS]: witness });
  red.onReceive((id, message) => stage.received(id, message));
  return Object.assign(stage, { red });
}
