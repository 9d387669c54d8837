import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Truth } from "../../../lib/adapters/lab";
import type { RunDocument } from "../../../lib/run";
import type { DemoFlow } from "../flow";
import { Instants } from "./instants";
import type { Judged } from "./judge";
import { judged } from "./judge";
import { recordsIn } from "./records";

interface Of {
  readonly flow: DemoFlow;
  /** Of its Node-RED. */
  readonly userDir: string;
  readonly count: number;
  /** Name of the update-package that is asked for; null: the flow's own. */
  readonly update: string | null;
}

/** What a night with kills came to. */
export interface Killed extends Judged {
  readonly asked: number;
  readonly kills: number;
  /** How often the run was taken up: less than `kills` where one fell before it was, or after its end. */
  readonly resumes: number;
}

/** The kills of a demo, one after the other. */
export class Killing {
  /** The flow, with a lab that writes its truth. */
  readonly flow: DemoFlow;
  private kills = 0;
  private readonly instants: Instants;
  private readonly truthFile: string;

  constructor(private readonly of: Of) {
    const { flow, userDir, count } = of;
    const { array, connection } = flow.updated ?? {};
    this.truthFile = connection?.truthFile || join(userDir, "truth.json");
    const nodes = flow.nodes.map((node) => (node === connection ? { ...node, truthFile: this.truthFile } : node));
    this.flow = { ...flow, nodes };
    const steps = flow.nodes.filter((node) => "server" in node && node.d !== true).length;
    this.instants = new Instants({ count, seed: Number(connection?.seed) || 0, members: array?.members?.length ?? 0, steps });
  }

  /** @returns how long to wait before the next kill, in ms; null while none is due */
  due(document: RunDocument): number | null {
    return this.instants.next(document);
  }

  /** @returns what is told of a kill right before it is made */
  made(): string {
    this.kills += 1;
    return `Node-RED is killed (${this.kills} of ${this.of.count}).`;
  }

  /** What really happened; asked for when its Node-RED has been stopped. */
  result(): Killed {
    const { flow, userDir, count: asked, update } = this.of;
    const array = flow.updated?.array;
    const runs = recordsIn(join(userDir, "rolling-update"), array?.name ?? "");
    const truth = JSON.parse(readFileSync(this.truthFile, "utf8")) as Truth;
    const resumes = runs
      .flatMap(({ journal }) => journal)
      .filter((entry) => (entry as { readonly type?: unknown }).type === "resumed").length;
    const loop = flow.nodes.find(({ type, array: id }) => type === "rolling-update" && id === array?.id);
    const isIts = (id: string, name: string | undefined) => (update === null ? id === loop?.update : name === update);
    const media = flow.nodes.find(({ type, id, name }) => type === "update-package" && isIts(id, name));
    return { asked, kills: this.kills, resumes, ...judged(truth, runs, media?.expectedBuild || null) };
  }
}
