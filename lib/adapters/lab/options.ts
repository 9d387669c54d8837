import type { Clock } from "../../time";
import { cultureNames, share } from "./laws";
import type { CultureName, Fault, Found, OutsideEvent, ProductName } from "./laws";
import type { RoleName } from "./machine";

export interface LabOptions {
  /** The name of the array; with role and seed it identifies the world. */
  readonly array: string;
  readonly members: readonly string[];
  readonly seed: number;
  /** How many times as fast as the wall clock. */
  readonly speed: number;
  readonly faults: readonly Fault[];
  /** What people and the surroundings do. */
  readonly events?: readonly OutsideEvent[];
  /** Default: `exchange-cas`. */
  readonly role?: RoleName;
  /** The Exchange of an `exchange-cas` array; default: Exchange 2010. With the culture it identifies the world, too. */
  readonly product?: ProductName;
  /** The regional format of the servers; `by-seed`: one that the seed chooses. Default: en-US. */
  readonly culture?: CultureName | "by-seed";
  /** How members are when the world begins, by name, where that is not as usual. */
  readonly found?: Readonly<Record<string, Found>>;
  /** Tests pass a virtual one; otherwise the lab has its own, which runs at `speed`. */
  readonly clock?: Clock;
  /** The SCOM management server that watches the members; null: none. Default: one that has no name. */
  readonly scomServer?: string | null;
  /** Where the accepted operations are kept, so that the world goes on when the process does not. Default: in memory only. */
  readonly folder?: string;
  /** Where the truth is written. */
  readonly truthFile?: string;
  /** Nobody will ask what was read: with many arrays at work, what is kept of that fills the memory. */
  readonly unwatched?: true;
}

/** The world that such options lead to: the same array, role, seed, product and culture lead to the same one. */
export function originOf({ array, role = "exchange-cas", seed, product = "exchange-2010", culture = "en-US" }: LabOptions) {
  const bySeed = cultureNames[Math.floor(share(seed, "culture") * cultureNames.length)] ?? "en-US";
  return { array, role, seed, product, culture: culture === "by-seed" ? bySeed : culture };
}

/** What tells one world from another, in a word for a file: product and culture only where they are not the usual ones. */
export function worldName(options: LabOptions): string {
  const { array, role, seed, product, culture } = originOf(options);
  const unusual = [product === "exchange-2010" ? "" : product, culture === "en-US" ? "" : culture].filter((word) => word !== "");
  return [array, role, seed, ...unusual].join(" ");
}
