import should from "should";
import type { CultureName, ProductName } from "../../../lib/adapters/lab";
import { cultureNames, mediaOf, patchOf as patchNamed } from "../../../lib/adapters/lab";
import { StepFailed } from "../../../lib/run/step";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import type { SmallWorld, WorkOnMember, WorkOptions, WorldOptions } from "./harness";
import { packageOf, world } from "./harness";

export type Doing = readonly [step: string, options?: Readonly<Record<string, unknown>>];

/** A step, and how the member is when it begins. */
export interface Play {
  readonly found?: WorldOptions["found"];
  readonly others?: WorldOptions["others"];
  readonly faults?: WorldOptions["faults"];
  readonly work?: WorkOptions;
  /** What others have done before the run came to the member. */
  readonly before?: (at: SmallWorld) => Promise<void>;
  /** The steps before it. */
  readonly after?: readonly Doing[];
  /** What others do between those and the step. */
  readonly meanwhile?: (at: SmallWorld) => Promise<void>;
  readonly step: Doing;
}

/** How a table names the products: as people do. */
const products = {
  "2010": "exchange-2010",
  "2013": "exchange-2013",
  "2016": "exchange-2016",
  "2019": "exchange-2019",
  SE: "exchange-se",
} as const;
type Product = keyof typeof products;
const EVERY = "every one";

/**
 * What a person sees on servers of a product and a culture. Several names, with a space between them, are several rows or columns that say the
 * same; `every one` is all five. In the words `…` stands for any text on its line, and `#` for a digit: what chance decides, such as times.
 */
export type Row = readonly [products: string, cultures: string, ...lines: readonly string[]];

const named = (names: string, all: readonly string[]): readonly string[] => {
  const some = names === EVERY ? all : names.split(" ");
  const unknown = some.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")} among ${all.join(", ")}.`);
  return some;
};

/** `2010 de-DE`: the servers that a row is about. */
export const serversOf = ([which, where]: Row): readonly string[] =>
  named(which, Object.keys(products)).flatMap((product) => named(where, cultureNames).map((culture) => `${product} ${culture}`));

/** A table has each product in each culture exactly once. */
function mustBeWhole(rows: readonly Row[]): void {
  const told = rows.flatMap(serversOf);
  const all = Object.keys(products).flatMap((product) => cultureNames.map((culture) => `${product} ${culture}`));
  const wrong = [...all.filter((one) => !told.includes(one)), ...told.filter((one, index) => told.indexOf(one) !== index)];
  if (wrong.length > 0) throw new Error(`Not exactly once in the table: ${wrong.join(", ")}.`);
}

/** The words with the parts that are not fixed left out, if they fit; otherwise as they are. */
export function asExpected(expected: string, actual: string): string {
  const quoted = (part: string) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("#", "\\d");
  return new RegExp(`^${expected.split("…").map(quoted).join(".*")}$`, "u").test(actual) ? expected : actual;
}

/** How a person is told of a step: what it did and says, or why it failed; and on lines of their own, what it warns of. */
async function seenOf(work: WorkOnMember, [step, options]: Doing): Promise<string> {
  const before = work.warnings.length;
  let first: string;
  try {
    const { changed, text } = await work.do(step, options);
    first = `${changed ? "changed" : "unchanged"}: ${text}`;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    first = `${error.code}: ${error.message}`;
  }
  return [first, ...work.warnings.slice(before).map((warning) => `warns: ${warning}`)].join("\n");
}

/** Plays a step on the first of three members of a product and a culture. @returns what a person sees, as lines */
export async function played(product: ProductName, culture: CultureName, play: Play): Promise<string> {
  const { found, others, faults, before, work: options, after = [], meanwhile, step } = play;
  const at = world({ product, culture, ...(found && { found }), ...(others && { others }), ...(faults && { faults }) });
  await before?.(at);
  const work = await at.work(options);
  for (const [name, set] of after) await work.do(name, set);
  await meanwhile?.(at);
  return await seenOf(work, step);
}

/**
 * Holds what a step tells on servers of each product and culture against a table of what the facts lead to: a test for each row, which plays the
 * step on each server that the row is about.
 */
export function tells(what: string, play: (product: ProductName) => Play, rows: readonly Row[]): void {
  mustBeWhole(rows);
  for (const row of rows) {
    const [which, where, ...lines] = row;
    const expected = lines.join("\n");
    it(`${what}: Exchange ${which === EVERY ? "of every version" : which}, ${where === EVERY ? "every culture" : where}`, async () => {
      const servers = serversOf(row);
      const told = new Map<string, string[]>();
      for (const server of servers) {
        const [product, culture] = server.split(" ") as [Product, CultureName];
        const said = asExpected(expected, await played(products[product], culture, play(products[product])));
        told.set(said, [...(told.get(said) ?? []), server]);
      }
      const where = [...told].map(([said, on]) => `${on.join(", ")}\n${said}`);
      should(where.join("\n")).equal(`${servers.join(", ")}\n${expected}`);
    });
  }
}

/** The patch for members as they are found: an update rollup for Exchange 2010, the security update of their cumulative update for the others. */
export const patchFor = (product: ProductName): UpdatePackage => packageOf(patchNamed[product]);

/** Before the service pack that the media bring; members of the newer versions are found as their media need them. */
export const BEFORE_SP3 = { build: "14.2.247.5" } as const;

/** Setup of the next version, with the switch that accepts its license terms. */
export function mediaFor(product: ProductName): UpdatePackage {
  const terms = product === "exchange-2013" ? "/IAcceptExchangeServerLicenseTerms" : "/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF";
  return packageOf(mediaOf[product], { arguments: product === "exchange-2010" ? [] : ["/Mode:Upgrade", terms] });
}

/** What all members have before that setup. */
export const beforeSetup = (product: ProductName): Pick<Play, "found" | "others"> =>
  product === "exchange-2010" ? { found: BEFORE_SP3, others: BEFORE_SP3 } : {};

/** The steps that look at a member and take it out before it is updated. */
export const outOfService = (update: UpdatePackage | null): readonly Doing[] => [
  ["preflight-check", { package: update }],
  ["nlb-drainstop", { mode: "stop" }],
  ["nlb-set-default-state", { state: "stopped" }],
];
