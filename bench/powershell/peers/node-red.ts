import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Node, NodeMessage } from "node-red";
import helper from "node-red-node-test-helper";
import type { Peer, PeerOptions } from "./peer";
import { parsed } from "./peer";
import { withJson, writeScripts } from "../scripts";

type Register = Parameters<typeof helper.load>[0];
interface Message extends NodeMessage {
  readonly call?: number;
  readonly rc?: { readonly code: unknown; readonly message?: string; readonly signal?: string };
  readonly error?: { readonly message: string };
}

/** A flow in a real Node-RED round one node, which gets a message for each call. */
class Flow {
  private readonly open = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  private calls = 0;

  static async start(register: Register, node: Readonly<Record<string, unknown>>, outputs: readonly string[]): Promise<Flow> {
    const flow = new Flow();
    helper.init(require.resolve("node-red"), { execMaxBufferSize: 10_000_000 } as never);
    await new Promise<void>((resolve) => helper.startServer(resolve));
    // The helper's own events of the runtime are in no type.
    const started = once((helper as unknown as { _events: NodeJS.EventEmitter })._events, "flows:started");
    const at = { z: "flow", x: 0, y: 0 };
    await helper.load(register, [
      { id: "flow", type: "tab", label: "flow" },
      { id: "node", ...at, ...node, wires: outputs.map((output) => (output === "" ? [] : [output])) },
      { id: "catch", ...at, type: "catch", name: "", scope: null, uncaught: false, wires: [["failed"]] },
      ...["answer", "failed"].map((id) => ({ id, ...at, type: "helper", wires: [] })),
    ] as never);
    await started;
    const listen = (
      id: string,
      settle: (open: { resolve: (message: Message) => void; reject: (error: Error) => void }, message: Message) => void,
    ) =>
      (helper.getNode(id) as Node).on("input", (message: Message) => {
        const found = flow.open.get(message.call ?? 0);
        flow.open.delete(message.call ?? 0);
        if (found !== undefined) settle(found, message);
      });
    listen("answer", ({ resolve }, message) => resolve(message));
    listen("failed", ({ reject }, { error }) => reject(new Error(error?.message ?? "failed")));
    return flow;
  }

  send(payload: string): Promise<Message> {
    const call = ++this.calls;
    return new Promise((resolve, reject) => {
      this.open.set(call, { resolve, reject });
      helper.getNode("node").receive({ payload, call } as NodeMessage);
    });
  }

  async close(): Promise<void> {
    await helper.unload();
    await new Promise<void>((resolve) => helper.stopServer(resolve));
  }
}

/** Node-RED's own exec node with a script file: its argument is put behind it in double quotes, as flows do. */
export async function execNode({ pwsh, folder, limitMs }: PeerOptions): Promise<Peer> {
  const { fileOf } = writeScripts(folder);
  const at = createRequire(require.resolve("node-red"));
  const register = at(join(dirname(at.resolve("@node-red/nodes/package.json")), "core", "function", "90-exec.js")) as Register;
  const command = `"${pwsh}" -NoProfile -NonInteractive -File`;
  const timer = limitMs < 60_000 ? String(limitMs / 1000) : "";
  const node = { type: "exec", command, addpay: "payload", append: "", useSpawn: "false", timer, winHide: true, oldrc: false };
  const flow = await Flow.start(register, node, ["answer", "", ""]);
  return {
    call: async (script, value) => {
      const { payload, rc } = await flow.send(`"${fileOf(script)}"${value === undefined ? "" : ` "${value}"`}`);
      if (rc?.code === 0) return parsed(payload);
      throw new Error(rc?.signal ?? rc?.message ?? `exit code ${String(rc?.code)}`);
    },
    close: () => flow.close(),
  };
}

/** The package from the flow library whose message is the script; values are put into it in double quotes, as a template node does. */
export async function contribNode({ pwsh }: PeerOptions): Promise<Peer> {
  const register = createRequire(require.resolve("../../package.json"))("node-red-contrib-powershell/powershell.js") as Register;
  // It starts what is called pwsh on the PATH and can be told nothing else.
  process.env["PATH"] = [dirname(pwsh), process.env["PATH"]].join(process.platform === "win32" ? ";" : ":");
  const flow = await Flow.start(register, { type: "powershell", name: "" }, ["answer"]);
  return {
    call: async (script, value) => parsed((await flow.send(withJson(script, value === undefined ? "" : `"${value}"`))).payload),
    close: () => flow.close(),
  };
}
