/// <reference path="../../nodes/node-red-editor.d.ts" />

/** A node, a status or the frame of a group, where it is on the screen. */
export interface Drawn {
  readonly id: string;
  readonly kind: "node" | "status" | "frame";
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether nothing of the editor lies over it or cuts it off. */
  readonly seen: boolean;
}

/** In the page: gives all nodes of these types a status. */
export function showStatuses([types, text]: readonly [readonly string[], string]): void {
  RED.nodes.eachNode((node) => {
    if (types.includes(node.type)) Object.assign(node, { status: { fill: "blue", shape: "dot", text }, dirtyStatus: true, dirty: true });
  });
  RED.view.redraw(true);
}

/** In the page: all that the canvas shows. */
export function whatIsDrawn(): Drawn[] {
  const kinds = [
    ["node", ".red-ui-flow-node:not(.red-ui-flow-node-group)"],
    ["status", ".red-ui-flow-node-status-label"],
    ["frame", ".red-ui-flow-group-outline"],
  ] as const;
  const onCanvas = (x: number, y: number) => document.elementFromPoint(x, y)?.closest("#red-ui-workspace-chart") != null;
  return kinds.flatMap(([kind, selector]) =>
    [...document.querySelectorAll(selector)].flatMap((element) => {
      const { left, right, top, bottom, width } = element.getBoundingClientRect();
      const id = element.closest("[id]")?.id ?? "";
      // The handle beside the palette of Node-RED 5 is over the first pixels of the canvas.
      const seen = [left + 4, right - 4].every((x) => [top + 4, bottom - 4].every((y) => onCanvas(x, y)));
      return width === 0 ? [] : [{ id, kind, left, right, top, bottom, seen }];
    }),
  );
}

/** The nodes and statuses that lie one over the other. */
export function overlaps(drawn: readonly Drawn[]): string[] {
  const solid = drawn.filter(({ kind }) => kind !== "frame");
  return solid.flatMap((one, index) =>
    solid
      .slice(index + 1)
      .filter(
        (other) =>
          one.id !== other.id && one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map((other) => `${one.kind} of ${one.id} and ${other.kind} of ${other.id}`),
  );
}
