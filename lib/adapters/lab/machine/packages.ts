import { fill, jobs, products, securityUpdates, updateTitles } from "../captured";
import type { ProductName } from "../laws";
import type { Blob } from "./files";

interface LabPackage {
  /** As an update-package node names its kind. */
  readonly kind: "rollup" | "setup" | "security-update";
  readonly title: string;
  readonly kb: string | null;
  /** Where it is on a member, or where it is copied to. */
  readonly file: string;
  /** The share from which a member fetches it. */
  readonly copyFrom: string;
  /** What the vendor publishes as its hash. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** The build that it brings. */
  readonly build: string;
  /** What a build must begin with for the package to fit. */
  readonly fitsBuilds: string;
}

/** Media of a setup: one that is on each member, whatever it is called on the share. */
const media = (product: ProductName, of: Pick<LabPackage, "kb" | "sha256" | "size">) => {
  const { title, build, file } = products.texts[product].media;
  return {
    kind: "setup",
    title,
    file,
    copyFrom: file.replace("C:", "\\\\FILES1"),
    build,
    fitsBuilds: fittingBuilds(build),
    ...of,
  } as const;
};

/** Setup upgrades within one version; that of the Subscription Edition upgrades 2019 too. */
const fittingBuilds = (build: string): string =>
  build
    .split(".")
    .slice(0, build.startsWith("14.") ? 1 : 2)
    .join(".") + ".";

/** A security update, which fits one cumulative update alone (domain reference 4.1). */
const securityUpdate = (product: keyof typeof securityUpdates.texts, of: Pick<LabPackage, "sha256" | "size">) => {
  const { title, kb, build } = securityUpdates.texts[product];
  const [name = ""] = /Exchange Server \d+/.exec(title) ?? [];
  const file = `${name.replace(" Server ", "")}-${kb}-x64-en.msp`;
  return {
    kind: "security-update",
    title,
    kb,
    file: `C:\\Updates\\${file}`,
    copyFrom: `\\\\FILES1\\Updates\\${file}`,
    build,
    fitsBuilds: `${build.split(".").slice(0, 3).join(".")}.`,
    ...of,
  } as const;
};

/** What can be installed in the lab. Flows, tests and docs take names, paths, hashes and builds from here. */
export const packages = {
  rollup6: {
    kind: "rollup",
    title: updateTitles.texts.rollup6,
    kb: "KB2936871",
    file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB2936871-x64-EN.msp",
    sha256: "27cfc9552a32963aefc51fa0ae1e6e7158c566d6c749f5d1ba88a8eb57cd3185",
    size: 41_848_832,
    build: "14.3.195.1",
    fitsBuilds: "14.3.",
  },
  rollup32: {
    kind: "rollup",
    title: updateTitles.texts.rollup32,
    kb: "KB5000978",
    file: "C:\\Updates\\Exchange2010-KB5000978-x64-EN.msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB5000978-x64-EN.msp",
    sha256: "b24975adc412c2f647d239a7fe8dc046e1f831141b396a61bf80d97672860af4",
    size: 53_948_416,
    build: "14.3.513.0",
    fitsBuilds: "14.3.",
  },
  /** Rollup 6 as a broken download left it: the file's hash is not the published one, so it cannot be installed. */
  corrupt: {
    kind: "rollup",
    title: updateTitles.texts.rollup6,
    kb: "KB2936871",
    file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN (1).msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB2936871-x64-EN (1).msp",
    sha256: "27cfc9552a32963aefc51fa0ae1e6e7158c566d6c749f5d1ba88a8eb57cd3185",
    size: 41_848_832,
    build: "14.3.195.1",
    fitsBuilds: "14.3.",
  },
  /** Setup media; the members have service pack 3 already unless a world is told otherwise. */
  servicePack3: media("exchange-2010", {
    kb: "KB2808208",
    sha256: "82ade33513a59bfb21d08a5b9aaff61a15d59ee8ad3c350b8f2e2041875f734b",
    size: 1_207_712,
  }),
  exchange2013: media("exchange-2013", {
    kb: "KB4489622",
    sha256: "c1785547738f5e01bf669869a219499aa31f09707c6bf3755a2c9c6a8f7d9b18",
    size: 1_312_256,
  }),
  exchange2016: media("exchange-2016", {
    kb: "KB5011155",
    sha256: "6084d42d4b24288a6d9f01c8195cb92c0228a4c380241bc0100643c145fd8c06",
    size: 1_321_984,
  }),
  exchange2019: media("exchange-2019", {
    kb: "KB5042461",
    sha256: "594144c87319d9bfa768867000d3209dac34d665dfa74a621f93cda39d518193",
    size: 1_329_664,
  }),
  exchangeSe: media("exchange-se", {
    kb: "KB5047155",
    sha256: "f4e19edee9599b9b99dd0eded9d409c82ec918d500893fce76454bccdd01261f",
    size: 1_331_200,
  }),
  securityUpdate2013: securityUpdate("exchange-2013", {
    sha256: "10770dbe63be93ccb4cad062c47dcd4ee2683c859ae2df7f5b6c04aaf855f6e3",
    size: 6_201_344,
  }),
  securityUpdate2016: securityUpdate("exchange-2016", {
    sha256: "63cf87c78330d24653cb72d586c1be0cef2a6422229d480c25caa2e119f26218",
    size: 6_311_936,
  }),
  securityUpdate2019: securityUpdate("exchange-2019", {
    sha256: "71115eb5c0d47aa8361c509b6d14a4152aa5b0e291c2608e171a20dbf3dbe3de",
    size: 6_352_896,
  }),
  securityUpdateSe: securityUpdate("exchange-se", {
    sha256: "fb0d56b8887f499581a400655e7b9580b6a38fda826fa520234ccac7bdd51f15",
    size: 6_365_184,
  }),
  /** For an array with the role `web-farm`; on the share only. */
  webFarm: {
    kind: "security-update",
    title: updateTitles.texts.webFarm,
    kb: null,
    file: "C:\\Updates\\WebFarmApplication-2.4.0.118.exe",
    copyFrom: "\\\\FILES1\\Updates\\WebFarmApplication-2.4.0.118.exe",
    sha256: "2c3f3dff5c4ef9f7e1a8cadf20afde3f44cdc5d204d0e28ec9bd9e4872b49ba6",
    size: 18_350_080,
    build: "2.4.0.118",
    fitsBuilds: "2.",
  },
} as const satisfies Record<string, LabPackage>;

export type PackageName = keyof typeof packages;

/** The media of the setup that fits the members of a product. */
export const mediaOf: Readonly<Record<ProductName, PackageName>> = {
  "exchange-2010": "servicePack3",
  "exchange-2013": "exchange2013",
  "exchange-2016": "exchange2016",
  "exchange-2019": "exchange2019",
  "exchange-se": "exchangeSe",
};

/** The patch that fits the members of a product: an update rollup, or the security update of their cumulative update. */
export const patchOf: Readonly<Record<ProductName, PackageName>> = {
  "exchange-2010": "rollup6",
  "exchange-2013": "securityUpdate2013",
  "exchange-2016": "securityUpdate2016",
  "exchange-2019": "securityUpdate2019",
  "exchange-se": "securityUpdateSe",
};

const TORN = "c51a4f6c7b392c9b801d355a9c300f2f9f182121e03e23032098ac61654c1ec5";

/** The file as it really is there. */
export const fileOf = (name: PackageName): Blob =>
  name === "corrupt"
    ? { size: packages.corrupt.size - 1_310_720, sha256: TORN, signature: "invalid" }
    : { size: packages[name].size, sha256: packages[name].sha256, signature: "valid" };

const names = Object.keys(packages) as PackageName[];

const baseName = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);

/** How a package's file begins; the rest, up to its size, is zeros. The hash is that of these bytes, so that a real file can take its place. */
export const beginningOf = (file: Blob): string => {
  const name = names.find((one) => fileOf(one).sha256 === file.sha256);
  // The broken one is the beginning of the whole one.
  const of = name === "corrupt" ? "rollup6" : name;
  return of === undefined ? "" : fill(jobs.texts.output.package, { file: baseName(packages[of].file) });
};

/** The file of a package, whole or broken, by its hash; undefined for any other hash. */
export const blobWith = (sha256: string): Blob | undefined => names.map(fileOf).find((blob) => blob.sha256 === sha256);

/** The package that a file is, whatever its name; undefined for a broken package and for any other file. */
export const packageIn = (file: Blob): LabPackage | undefined => {
  const name = names.find((one) => one !== "corrupt" && packages[one].sha256 === file.sha256);
  return name === undefined ? undefined : packages[name];
};

/** What is on the share, by path. */
export const onShare: ReadonlyMap<string, Blob> = new Map(names.map((name) => [packages[name].copyFrom.toLowerCase(), fileOf(name)]));
