import type { Node } from "node-red";
import type { Say, Words } from "../../../lib/texts";

/** A longer status runs into that of the next node, so the important words come first. */
const LONGEST = 44;
/** What went wrong may take more room: nothing goes on beside it. */
const LONGEST_WHEN_RED = 80;

/** What a node shows below itself. The same look means the same everywhere; alerts may be built on it. */
export class Status {
  constructor(
    private readonly node: Pick<Node, "status">,
    private readonly say: Say,
  ) {}

  working(what: Words): void {
    this.node.status({ fill: "blue", shape: "dot", text: this.shown(what) });
  }

  /** In a dry run: nothing is under way, and nothing was done. */
  foreseen(what: Words): void {
    this.node.status({ fill: "grey", shape: "ring", text: this.shown(what) });
  }

  nothing(): void {
    this.node.status({});
  }

  done(what: Words): void {
    this.node.status({ fill: "green", shape: "dot", text: this.shown(what) });
  }

  /** Nothing had to be done. */
  unchanged(what: Words): void {
    this.node.status({ fill: "grey", shape: "dot", text: this.shown(what) });
  }

  failed(what: Words): void {
    this.node.status({ fill: "red", shape: "dot", text: this.shown(what, LONGEST_WHEN_RED) });
  }

  /** A message that may not act, or a node that is not set up. */
  refused(what: Words): void {
    this.node.status({ fill: "red", shape: "ring", text: this.shown(what, LONGEST_WHEN_RED) });
  }

  private shown(what: Words, longest = LONGEST): string {
    const text = this.say(what);
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  }
}
