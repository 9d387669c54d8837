/**
 * The arrows of the house: which room may know which. A rule is broken when a file under `from` imports a file under `to`;
 * type-only imports count too, since knowing a room's types is knowing the room.
 */

/** Rooms that a room of `lib/` may import besides itself. A room that is not listed here may not exist. */
const arrows = {
  time: [],
  texts: ["time"],
  server: ["texts", "time"],
  gates: ["server", "texts", "time"],
  steps: ["gates", "server", "texts", "time"],
  run: ["server", "texts", "time"],
  api: ["run", "server", "texts", "time"],
  "connection-test": ["server", "texts", "time"],
  "adapters/lab": ["server", "texts", "time"],
  "adapters/controller": ["server", "texts", "time"],
  "adapters/powershell": ["server", "texts", "time"],
};

/** The same within the run: the lower rooms are pure, and the engine is at the top. */
const arrowsOfRun = {
  record: [],
  rules: ["record"],
  store: ["record"],
  changes: ["record", "rules", "store"],
  member: ["record", "rules", "store", "changes"],
  report: ["record", "changes"],
  engine: ["record", "rules", "store", "changes", "member", "report"],
};

/** Single files that may be imported besides. */
const doors = {
  /** A step knows its contract, not the run that plays it. */
  steps: ["lib/run/step\\.ts$"],
};

/** All that others see of the run: its face, the steps' door, and how many at once is written, which forms need. */
const facesOfRun = "^lib/run/(index|step|batches)\\.ts$";
/** What all rooms of the run may know: settings, and the arrays and steps that it gets from outside. */
const topOfRun = "^lib/run/(array-setup|batches|settings|refused|step|host)\\.ts$";

/** The only place of `nodes/` that chooses an adapter. */
const adapterNode = "^nodes/server-connection/";

const others = "^(lib|nodes|plugins|simulation|test|bench|tools)/";

const rooms = Object.entries(arrows).map(([room, known]) => ({
  name: `lib-${room.replace("/", "-")}`,
  comment: `lib/${room} may import ${known.length === 0 ? "nothing else of lib/" : known.map((other) => `lib/${other}`).join(", ")}.`,
  severity: "error",
  from: { path: `^lib/${room}/` },
  to: { path: others, pathNot: [`^lib/(${[room, ...known].join("|")})/`, ...(doors[room] ?? []).map((door) => `^${door}`)] },
}));

const roomsOfRun = Object.entries(arrowsOfRun).map(([room, known]) => ({
  name: `run-${room}`,
  comment: `lib/run/${room} may import ${["the top of lib/run", ...known].join(", ")}.`,
  severity: "error",
  from: { path: `^lib/run/${room}/` },
  to: { path: "^lib/run/", pathNot: [`^lib/run/(${[room, ...known].join("|")})/`, topOfRun] },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    ...roomsOfRun,
    {
      name: "no-room-without-arrows",
      comment: "Every room of lib/ and of lib/run/ has its arrows at the top of this file.",
      severity: "error",
      from: {},
      to: {
        path: "^lib/",
        pathNot: [
          `^lib/(${Object.keys(arrows)
            .filter((room) => room !== "run")
            .join("|")})/`,
          `^lib/run/(${Object.keys(arrowsOfRun).join("|")})/`,
          "^lib/run/[^/]+$",
          "^lib/adapters/[^/]+$",
        ],
      },
    },
    {
      name: "run-by-its-face",
      comment: "From outside only lib/run/index.ts, lib/run/step.ts and lib/run/batches.ts are seen.",
      severity: "error",
      from: { path: "^(lib|nodes|plugins)/", pathNot: ["^lib/run/"] },
      to: { path: "^lib/run/", pathNot: [facesOfRun] },
    },
    {
      name: "text-at-the-edge",
      comment: "Inside lib/ things are said as data; only nodes and tools make text of them.",
      severity: "error",
      from: { path: "^lib/", pathNot: ["^lib/texts/"] },
      to: { path: "^lib/texts/say\\.ts$" },
    },
    {
      name: "tools-know-lib",
      comment:
        "Of this repository tools/ imports lib/ and simulation/ alone, and what nodes are made of (nodes/shared/fields) to write their editor halves. Tests may use tools, not the other way round.",
      severity: "error",
      from: { path: "^tools/" },
      to: { path: others, pathNot: ["^(lib|simulation|tools)/", "^nodes/shared/fields/"] },
    },
    {
      name: "tools-see-the-record",
      comment: "Of the run tools see its face, and its record: what a run is, and how that is said.",
      severity: "error",
      from: { path: "^tools/" },
      to: { path: "^lib/run/", pathNot: [facesOfRun, "^lib/run/record/"] },
    },
    {
      name: "tools-for-tests-only",
      comment: "Tools are programs of their own: neither lib/ nor nodes/ need them.",
      severity: "error",
      from: { pathNot: ["^(tools|test)/"] },
      to: { path: "^tools/" },
    },
    {
      name: "auditor-apart",
      comment: "The auditor shares no code with what it judges: it knows the truth of the lab, and reads what a run has left as JSON.",
      severity: "error",
      from: { path: "^simulation/auditor/" },
      to: { path: others, pathNot: ["^simulation/auditor/", "^lib/adapters/lab/index\\.ts$"] },
    },
    {
      name: "simulation-knows-the-product",
      comment: "The simulation plays what is shipped, lib/ and nodes/, and needs no tests and no tools.",
      severity: "error",
      from: { path: "^simulation/" },
      to: { path: others, pathNot: ["^(simulation|lib|nodes)/"] },
    },
    {
      name: "simulation-is-not-shipped",
      comment: "The simulation is for tests and tools: what is shipped does not know it.",
      severity: "error",
      from: { path: "^(lib|nodes|plugins)/" },
      to: { path: "^simulation/" },
    },
    {
      name: "lib-without-node-red",
      comment: "Nothing under lib/ knows Node-RED.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "(^|/)(@node-red/|@types/node-red|node-red(/|-|$))" },
    },
    {
      name: "adapters-put-together",
      comment:
        "The files at the top of lib/adapters put adapters together; they know the waist and the adapters, and no adapter knows them.",
      severity: "error",
      from: { path: "^lib/adapters/[^/]+$" },
      to: { path: others, pathNot: ["^lib/(adapters|server|texts|time)/"] },
    },
    {
      name: "adapters-by-connection-only",
      comment: "Nodes speak to a Connection; only nodes/server-connection knows which adapters there are.",
      severity: "error",
      from: { path: "^(nodes|plugins)/", pathNot: [adapterNode] },
      to: { path: "^lib/adapters/" },
    },
    {
      name: "nodes-apart",
      comment: "A node may use nodes/shared, not another node's folder.",
      severity: "error",
      from: { path: "^nodes/([^/]+)/", pathNot: ["^nodes/shared/"] },
      to: { path: "^(nodes/|plugins/|test/|bench/|tools/)", pathNot: ["^nodes/$1/", "^nodes/shared/"] },
    },
    {
      name: "shared-knows-no-node",
      comment: "nodes/shared is what the nodes have in common; it imports none of them.",
      severity: "error",
      from: { path: "^nodes/shared/" },
      to: { path: "^(nodes/|plugins/|test/|bench/|tools/)", pathNot: ["^nodes/shared/"] },
    },
    {
      name: "fields-are-pure",
      comment:
        "What a node can be set to is known in the browser, in the runtime and to the build: it needs no package, no Node-RED and no page.",
      severity: "error",
      from: { path: "^nodes/(shared/fields/|[^/]+/fields\\.ts$)" },
      to: { pathNot: ["^nodes/shared/fields/", "^lib/"] },
    },
    {
      name: "halves-apart",
      comment: "The editor half of a node is for the browser, the runtime half is not. What both need is in nodes/shared/fields.",
      severity: "error",
      from: { path: ["^nodes/shared/editor/", "(^|[./])editor\\.ts$"] },
      to: { path: ["^nodes/shared/runtime/", "^node:", "^zod$", "node_modules/zod/"] },
    },
    {
      name: "powershell-in-its-room",
      comment: "Only lib/adapters/powershell knows PowerShell.",
      severity: "error",
      from: { pathNot: ["^lib/adapters/powershell/"] },
      to: { path: "(^|/)[^/]*powershell[^/]*(/|$)", dependencyTypesNot: ["local"] },
    },
    {
      name: "no-processes",
      comment: "Other programs are started by the PowerShell adapter alone.",
      severity: "error",
      from: { path: "^(lib|nodes|plugins)/", pathNot: ["^lib/adapters/powershell/"] },
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
      from: {
        path: "^(lib|nodes|plugins|tools/(jea|check-windows|program))",
        pathNot: ["(^|[./])editor\\.ts$", "^nodes/shared/editor/", "^tools/program/typescript\\.ts$"],
      },
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
