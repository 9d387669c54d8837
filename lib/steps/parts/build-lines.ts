/** Builds of a product whose numbers can be compared, and how far. */
interface ProductLine {
  readonly product: string;
  /** How its builds begin, in whole numbers. */
  readonly begins: string;
  /** Its first build, where what is older has the same beginning and is another product. */
  readonly from?: string;
  /**
   * How many numbers of a build name what its updates are made for. Rollups are made for a service pack (`14.3`), each with what came before it;
   * security updates since 2013 for one cumulative update (`15.2.1544`).
   */
  readonly madeFor: 2 | 3;
  /** The product that its setup upgrades besides its own older versions. */
  readonly upgrades?: string;
}

/**
 * Exchange, by its builds. The Subscription Edition goes on from the last numbers of 2019, which its setup upgrades in place, but has updates of its
 * own.
 * @see https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
 * @see https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-updates
 */
const lines: readonly ProductLine[] = [
  { product: "Exchange Server 2007", begins: "8", madeFor: 2 },
  { product: "Exchange Server 2010", begins: "14", madeFor: 2 },
  { product: "Exchange Server 2013", begins: "15.0", madeFor: 3 },
  { product: "Exchange Server 2016", begins: "15.1", madeFor: 3 },
  { product: "Exchange Server 2019", begins: "15.2", madeFor: 3 },
  { product: "Exchange Server SE", begins: "15.2", from: "15.2.2562.0", madeFor: 3, upgrades: "Exchange Server 2019" },
];

const numbersOf = (build: string): readonly number[] => build.split(".").map(Number);

/** Below 0 when `a` is older than `b`, 0 when both are the same build, above 0 when `a` is newer. Padding (`15.01.2507.006`) makes no difference. */
export function compareBuilds(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const startOf = (build: string, count: number): string => numbersOf(build).slice(0, count).join(".");

/** The line that a build belongs to; null for a product that is not in the table. */
const lineOf = (build: string): ProductLine | null =>
  lines.findLast(
    ({ begins, from }) => startOf(build, begins.split(".").length) === begins && (from === undefined || compareBuilds(build, from) >= 0),
  ) ?? null;

/** Whether two builds are of one product, so that the newer one has what the older one has. */
export const sameProduct = (a: string, b: string): boolean => {
  const [line, other] = [lineOf(a), lineOf(b)];
  return line === null || other === null ? startOf(a, 2) === startOf(b, 2) : line === other;
};

/** Whether setup of a build can go onto a member with another; of products that are not in the table that is not known. */
export const canUpgrade = (build: string, to: string): boolean => {
  const [line, other] = [lineOf(build), lineOf(to)];
  return line === null || other === null || line === other || other.upgrades === line.product;
};

/** What the updates of a build are made for: the beginning that all builds have which can take them. */
export const madeFor = (build: string): string => startOf(build, lineOf(build)?.madeFor ?? 2);
