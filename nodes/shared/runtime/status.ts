import type { Node } from "node-red";

/** A status runs into the next node's where it is longer than this, so the important words come first. */
const LONGEST = 44;
/** What went wrong may take more room: nothing goes on beside it. */
const LONGEST_WHEN_RED = 80;

const shown = (text: string, longest = LONGEST): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** What a node shows below itself. The same looks mean the same everywhere; alerts may be built on them. */
export class Status {
  constructor(private readonly node: Pick<Node, "status">) {}

  working(text: string): void {
    this.node.status({ fill: "blue", shape: "dot", text: shown(text) });
  }

  waiting(text: string): void {
    this.node.status({ fill: "blue", shape: "ring", text: shown(text) });
  }

  done(text: string): void {
    this.node.status({ fill: "green", shape: "dot", text: shown(text) });
  }

  /** Nothing had to be done. */
  unchanged(text: string): void {
    this.node.status({ fill: "grey", shape: "dot", text: shown(text) });
  }

  failed(text: string): void {
    this.node.status({ fill: "red", shape: "dot", text: shown(text, LONGEST_WHEN_RED) });
  }

  /** A message that may not act, or a node that is not set up. */
  refused(text: string): void {
    this.node.status({ fill: "red", shape: "ring", text: shown(text, LONGEST_WHEN_RED) });
  }
}
