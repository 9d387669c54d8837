import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import "should";
import type { StepContext } from "../../../lib/run/step";
import { step } from "../../../lib/run/step";
import { operationNames } from "../../../lib/server/catalogue";
import { steps } from "../../../lib/steps";
import { quoted } from "../../../lib/texts";
import { complete, optionsOf } from "../../shared/node-fields";

const root = join(__dirname, "../../..");
const room = join(root, "lib/steps");

const done = { changed: true, text: quoted("done") };
const isDown = async ({ server }: StepContext<"nlb.host">): Promise<boolean> => (await server.read("nlb.host", {})).state === "stopped";
const named = { summary: "" };

// What must not compile is expected not to: where it does, the compiler says so, and `npm run types` fails.
step({
  ...named,
  name: "asks what it has listed",
  uses: ["nlb.host", "nlb.start", "nlb.stop"],
  run: async (context) => {
    if (await isDown(context)) await context.server.change("nlb.start", {}, { undo: ["nlb.stop", {}] });
    await context.wait.settled("nlb.start", {});
    return done;
  },
});
step({
  ...named,
  name: "asks what it has not listed",
  uses: ["nlb.host"],
  run: async ({ server, wait, keepUp }) => {
    // @ts-expect-error a change
    await server.change("nlb.start", {});
    // @ts-expect-error a read
    await server.read("system.info", {});
    // @ts-expect-error a wait
    await wait.settled("nlb.start", {});
    // @ts-expect-error upkeep
    keepUp(["scom.extend", { minutes: 60 }], 1);
    return done;
  },
});
step({
  ...named,
  name: "takes back by what it has not listed",
  uses: ["nlb.start"],
  run: async ({ server }) => {
    // @ts-expect-error an undo
    await server.change("nlb.start", {}, { undo: ["nlb.stop", {}] });
    return done;
  },
});
step({
  ...named,
  name: "hands its context to what asks for more",
  uses: ["nlb.start"],
  run: async (context) => {
    // @ts-expect-error a part of a step
    await isDown(context);
    return done;
  },
});
step({
  ...named,
  name: "is done by what asks for more",
  // @ts-expect-error the whole of it
  uses: ["nlb.start"],
  run: async (context: StepContext<"nlb.host">) => ({ ...done, changed: await isDown(context) }),
});

/** The text of all files of lib/steps, without the lists themselves. */
const sources = readdirSync(room, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(join(room, path), "utf8"))
  .join("\n")
  .replaceAll(/\buses\w* = \[[^\]]*\] as const/g, "");

describe("The operations that a step lists", () => {
  for (const { name, uses } of steps.values()) {
    it(`${name}: are in the catalogue, and asked somewhere: a right that nobody needs is one too many`, () => {
      for (const op of uses) {
        operationNames.should.containEql(op);
        sources.includes(`"${op}"`).should.be.true(`${name} lists ${op}, which no step asks`);
      }
    });
  }
});

describe("The list of steps", () => {
  const { nodes } = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { "node-red": { nodes: Record<string, string> } })[
    "node-red"
  ];
  const registered = Object.keys(nodes).filter((type) =>
    readFileSync(join(root, "nodes", type, `${type}.ts`), "utf8").includes("registerStepNode"),
  );

  it("has the step of every node of package.json that is one: the loop would take another for a foreign node", () => {
    for (const type of registered)
      steps.has(type).should.be.true(`The node ${type} is a step, but lib/steps/index.ts does not list its step`);
  });

  it("has no step without a node in package.json", () => {
    for (const name of steps.keys())
      registered.includes(name).should.be.true(`lib/steps/index.ts lists ${name}, but package.json has no such node that is a step`);
  });

  it("has a spec for each of them, named like it", () => {
    const specs = readdirSync(__dirname, { recursive: true, encoding: "utf8" });
    for (const name of steps.keys())
      specs
        .some((file) => basename(file) === `${name}_spec.ts`)
        .should.be.true(`test/unit/steps has no ${name}_spec.ts for the step ${name}`);
  });

  it("has each of them under its own name", () => {
    for (const [name, one] of steps) one.name.should.equal(name);
  });

  for (const name of steps.keys()) {
    it(`has options for ${name} that all have a default in the fields of its node, or must be given there`, () => {
      (() => optionsOf(name, complete(name))).should.not.throw();
    });
  }
});
