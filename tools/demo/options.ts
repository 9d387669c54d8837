import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CultureName, EventName, Fault, FaultName, OutsideEvent, ProductName } from "../../lib/adapters/lab/laws";
import {
  cultureNames,
  eventNames,
  faultNames,
  labLimits,
  productNames,
  summaryOfEvent,
  summaryOfFault,
  WHEN,
  workNames,
} from "../../lib/adapters/lab/laws";
import { howManyIn } from "../../lib/run/batches";
import { sayInEnglish } from "../../lib/texts/say";
import { CommandLine, helpOf, root, WrongUsage } from "../program";

const bundledFlow = join(root, "examples", "exchange-cas-array.json");

const orders = ["listed", "reversed", "default-host-last"] as const;
type Order = (typeof orders)[number];

const inWords = ({ from, to }: { readonly from: number; readonly to: number }): string => `${from} to ${to}`;

const usage = {
  script: "demo",
  options: {
    connection: {
      value: "KIND",
      help: "lab (a simulation), powershell (real PowerShell on stand-ins for Windows) or ssh (the same over real sessions)",
    },
    "dry-run": { help: "look at everything, change nothing, list what would be changed" },
    members: { value: "N", help: "an array of N members, CAS1 to CASN, instead of the flow's own (2 to 32)" },
    speed: {
      value: "N",
      help: `simulated seconds per second (${inWords(labLimits.speed)}; the bundled flow has 300 for the lab; 120 on PowerShell)`,
    },
    seed: { value: "N", help: `seed that fixes all chance: a whole number (${inWords(labLimits.seed)})` },
    fault: { value: "NAME@MEMBER", many: true, help: "break something on a member; may be given several times" },
    event: {
      value: "NAME@MEMBER:WHEN",
      many: true,
      help: "let something happen on a member; WHEN is a step (install-update) or minutes (+45); may be given several times",
    },
    product: { value: "NAME", help: `servers of another product, with setup of its next version: ${productNames.join(", ")} or by-seed` },
    culture: { value: "NAME", help: `servers of another culture: ${cultureNames.join(", ")} or by-seed` },
    "at-once": { value: "LIST", help: "how many members at once: a number, a percentage, or a list, like 1,2,50%" },
    soak: { value: "MINUTES", help: "how long updated members are watched beside the others before the next batch (0 to 1440)" },
    order: { value: "ORDER", help: `in which order members are updated: ${orders.join(", ")}` },
    hold: { help: "a step that fails holds the run, and asks here what is to become of it" },
    kill: { value: "N", help: "end Node-RED N times at random instants of the night, as a power cut would, and start it again (1 to 100)" },
    update: { value: "NAME", help: "another update-package of the flow" },
    flow: { value: "FILE", help: "another flow file instead of the bundled one" },
    truth: { value: "FILE", help: "where the lab, or the stand-ins, write what really happened" },
    keep: { help: "leave Node-RED running after the run; Ctrl-C ends it" },
    json: { help: "nothing but one JSON document on standard output, at the end (with npm -s, see below)" },
    "no-build": { help: "do not build first" },
    help: { help: "this text" },
  },
} as const;

export interface DemoOptions {
  readonly connection: "lab" | "powershell" | "ssh";
  readonly dryRun: boolean;
  /** Null: the flow's own. */
  readonly members: number | null;
  readonly speed: number | null;
  readonly seed: number | null;
  readonly faults: readonly Fault[];
  readonly events: readonly OutsideEvent[];
  readonly product: ProductName | "by-seed" | null;
  readonly culture: CultureName | "by-seed" | null;
  /** How many members at once, as the loop has it; null: as the flow says. */
  readonly atOnce: string | null;
  /** In minutes, before the next batch; null: as the flow says. */
  readonly soak: number | null;
  /** Null: as the flow says. */
  readonly order: Order | null;
  /** A step that fails holds the run. */
  readonly hold: boolean;
  /** How often Node-RED is killed. */
  readonly kill: number;
  readonly update: string | null;
  /** Absolute path. */
  readonly flow: string;
  /** Absolute path. */
  readonly truth: string | null;
  readonly keep: boolean;
  readonly json: boolean;
  readonly build: boolean;
  readonly help: boolean;
}

/**
 * Reads the command line. Names of members and updates are checked later, when the flow is known.
 * @throws WrongUsage
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): DemoOptions {
  const given = new CommandLine(usage, args, env);
  const options: DemoOptions = {
    connection: connectionIn(given.value("connection") ?? "lab"),
    dryRun: given.has("dry-run"),
    members: given.wholeNumber("members", 2, 32),
    speed: given.wholeNumber("speed", labLimits.speed.from, labLimits.speed.to),
    seed: given.wholeNumber("seed", labLimits.seed.from, labLimits.seed.to),
    faults: given.values("fault").map(faultIn),
    events: given.values("event").map(eventIn),
    product: oneOf("product", productNames, given.value("product")),
    culture: oneOf("culture", cultureNames, given.value("culture")),
    atOnce: atOnceIn(given.value("at-once")),
    soak: given.wholeNumber("soak", 0, 1_440),
    order: orderIn(given.value("order")),
    hold: given.has("hold"),
    kill: given.wholeNumber("kill", 1, 100) ?? 0,
    update: given.value("update"),
    flow: given.path("flow") ?? bundledFlow,
    truth: truthFile(given.path("truth")),
    keep: given.has("keep"),
    json: given.has("json"),
    build: !given.has("no-build"),
    help: given.has("help"),
  };
  refuseKill(options);
  return options;
}

function atOnceIn(text: string | null): string | null {
  if (text === null || howManyIn(text) !== null) return text;
  throw new WrongUsage(`--at-once must be a number, a percentage or a list, like 1,2,50%, not "${text}".`);
}

function orderIn(text: string | null): Order | null {
  const found = orders.find((order) => order === text?.toLowerCase());
  if (text === null || found !== undefined) return found ?? null;
  throw new WrongUsage(`--order must be ${orders.join(", ")}, not "${text}".`);
}

/** Kills are judged by the truth of the lab, when its Node-RED has been stopped. */
function refuseKill({ kill, connection, dryRun, keep }: DemoOptions): void {
  if (kill === 0) return;
  const other = connection === "lab" ? (dryRun ? "--dry-run" : keep ? "--keep" : null) : `--connection ${connection}`;
  if (other !== null) throw new WrongUsage(`--kill ${kill} cannot be used with ${other}.`);
}

function connectionIn(text: string): DemoOptions["connection"] {
  if (text === "lab" || text === "powershell" || text === "ssh") return text;
  throw new WrongUsage(`--connection must be lab, powershell or ssh, not "${text}".`);
}

const faultsInWords = `Faults are ${faultNames.join(", ")}.`;

const isFault = (name: string): name is FaultName => (faultNames as readonly string[]).includes(name);

function faultIn(text: string): Fault {
  const [, name, member] = /^([^@]+)@([^@]+)$/.exec(text) ?? [];
  if (name === undefined || member === undefined) {
    throw new WrongUsage(`--fault must be NAME@MEMBER, like installer-fails@CAS2, not "${text}". ${faultsInWords}`);
  }
  if (!isFault(name)) throw new WrongUsage(`The lab knows no fault ${name}. ${faultsInWords}`);
  return { name, member };
}

const eventsInWords = `Events are ${eventNames.join(", ")}. They come with ${workNames.join(", ")}, or after minutes, such as +45.`;

function eventIn(text: string): OutsideEvent {
  const [, name, member, when] = /^([^@]+)@([^@:]+):([^:]+)$/.exec(text) ?? [];
  if (name === undefined || member === undefined || when === undefined || !WHEN.test(when)) {
    throw new WrongUsage(`--event must be NAME@MEMBER:WHEN, like nlb-start@CAS2:install-update, not "${text}". ${eventsInWords}`);
  }
  if (!(eventNames as readonly string[]).includes(name)) throw new WrongUsage(`The lab knows no event ${name}. ${eventsInWords}`);
  return { name: name as EventName, member, when };
}

function oneOf<Name extends string>(option: string, names: readonly Name[], given: string | null): Name | "by-seed" | null {
  if (given === null || given === "by-seed") return given;
  const found = names.find((name) => name.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  throw new WrongUsage(`--${option} must be ${names.join(", ")} or by-seed, not "${given}".`);
}

function truthFile(path: string | null): string | null {
  if (path === null) return null;
  if (!existsSync(dirname(path))) throw new WrongUsage(`--truth: there is no folder ${dirname(path)}.`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw new WrongUsage(`--truth: ${path} is a folder, not a file.`);
  return path;
}

export function helpText(): string {
  const width = Math.max(...[...faultNames, ...eventNames].map((name) => name.length));
  return `A rolling update of a simulated array, by the bundled flow in a Node-RED of its own.

  npm run demo -- [options]

${helpOf(usage)}

For the JSON document alone, without the two lines that npm itself prints first:

  npm -s run demo -- --json

Exit code: 0 when every member was updated and serves (of a dry run: when every member would be; with --kill: when by the lab's truth nothing was
done twice, too), 1 when not, 2 for a wrong command line.

Faults:
${faultNames.map((name) => `  ${name.padEnd(width)}  ${sayInEnglish(summaryOfFault(name))}`).join("\n")}

Events:
${eventNames.map((name) => `  ${name.padEnd(width)}  ${sayInEnglish(summaryOfEvent(name))}`).join("\n")}
`;
}
