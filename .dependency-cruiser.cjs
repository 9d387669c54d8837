/**
 * The arrows of the house: which room may know which. A rule is broken when a file under `from` imports a file under `to`;
 * type-only imports count too, since knowing a room's types is knowing the room.
 */

/** Rooms that a room of `lib/` may import besides itself. A room that is not listed here may not exist. */
const arrows = {
  time: [],
  server: ["time"],
  serving: ["server", "time"],
  steps: ["server", "time"],
  run: ["server", "time"],
  lab: ["server", "time"],
  probe: ["server", "time"],
  powershell: ["server", "probe", "time"],
};

/** Single files that may be imported besides: a step knows its contract, not the run that plays it. */
const doors = {
  steps: ["lib/run/step\\.ts$"],
  serving: ["lib/run/step\\.ts$"],
};

/** The only place of `nodes/` that chooses an adapter. */
const adapterNode = "^nodes/server-connection/";

const rooms = Object.entries(arrows).map(([room, others]) => ({
  name: `lib-${room}`,
  comment: `lib/${room} may import ${others.length === 0 ? "nothing else of lib/" : others.map((other) => `lib/${other}`).join(", ")}.`,
  severity: "error",
  from: { path: `^lib/${room}/` },
  to: {
    path: "^(lib|nodes|plugins|test|bench|scripts)/",
    pathNot: [`^lib/(${[room, ...others].join("|")})/`, ...(doors[room] ?? []).map((door) => `^${door}`)],
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    {
      name: "no-room-without-arrows",
      comment: "Every room of lib/ has its arrows at the top of this file.",
      severity: "error",
      from: {},
      to: { path: "^lib/", pathNot: [`^lib/(${Object.keys(arrows).join("|")})/`] },
    },
    {
      name: "lib-without-node-red",
      comment: "Nothing under lib/ knows Node-RED.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "(^|/)(@node-red/|@types/node-red|node-red(/|-|$))" },
    },
    {
      name: "adapters-by-connection-only",
      comment: "Nodes speak to a Connection; only nodes/server-connection knows which adapters there are.",
      severity: "error",
      from: { path: "^(nodes|plugins)/", pathNot: [adapterNode] },
      to: { path: "^lib/(lab|powershell)/" },
    },
    {
      name: "nodes-apart",
      comment: "A node may use nodes/shared, not another node's folder.",
      severity: "error",
      from: { path: "^nodes/([^/]+)/", pathNot: ["^nodes/shared/"] },
      to: { path: "^(nodes/|plugins/|test/|bench/|scripts/)", pathNot: ["^nodes/$1/", "^nodes/shared/"] },
    },
    {
      name: "shared-knows-no-node",
      comment: "nodes/shared is what the nodes have in common; it imports none of them.",
      severity: "error",
      from: { path: "^nodes/shared/" },
      to: { path: "^(nodes/|plugins/|test/|bench/|scripts/)", pathNot: ["^nodes/shared/"] },
    },
    {
      name: "powershell-in-its-room",
      comment: "Only lib/powershell knows PowerShell.",
      severity: "error",
      from: { pathNot: ["^lib/powershell/"] },
      to: { path: "(^|/)[^/]*powershell[^/]*(/|$)", dependencyTypesNot: ["local"] },
    },
    {
      name: "no-processes",
      comment: "Other programs are started by the PowerShell adapter alone.",
      severity: "error",
      from: { path: "^(lib|nodes|plugins)/", pathNot: ["^lib/powershell/"] },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "no-cycles",
      comment: "Files that need each other are one subject, or hide a third one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "declared-packages-only",
      comment: "What runs at the user's comes from dependencies, not from what happens to lie in node_modules.",
      severity: "error",
      from: { path: "^(lib|nodes|plugins)/", pathNot: ["\\.editor\\.ts$", "^nodes/shared/editor/"] },
      // A node gets Node-RED as `RED`; it imports only its types, which swc does not tell from values.
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: ["node_modules/(@types/|@node-red/|node-red/)"] },
    },
    {
      name: "resolvable",
      comment: "An import that leads nowhere would escape every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser could use.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".cjs", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["node", "require", "types"],
    },
  },
};
