import type { Blob } from "./files";

interface LabPackage {
  /** As an update-package node names its kind. */
  readonly kind: "rollup" | "setup" | "security-update";
  readonly title: string;
  readonly kb: string | null;
  /** Where it lies on a member, or is to be copied to. */
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

/** What can be installed in the lab. Flows, tests and docs take names, paths, hashes and builds from here. */
export const packages = {
  rollup6: {
    kind: "rollup",
    title: "Update Rollup 6 for Exchange Server 2010 Service Pack 3 (KB2936871) 14.3.195.1",
    kb: "KB2936871",
    file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB2936871-x64-EN.msp",
    sha256: "53a623563c2b346accbbe6e59ff56c14a6dd7d1b61e40e6905537a77e51421e0",
    size: 41_848_832,
    build: "14.3.195.1",
    fitsBuilds: "14.3.",
  },
  rollup32: {
    kind: "rollup",
    title: "Update Rollup 32 for Exchange Server 2010 Service Pack 3 (KB5000978) 14.3.513.0",
    kb: "KB5000978",
    file: "C:\\Updates\\Exchange2010-KB5000978-x64-EN.msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB5000978-x64-EN.msp",
    sha256: "b7c341c06f8215f01ee15dded9f19b19d69369c2ec4c61c3ad208e8d0a5220ff",
    size: 53_948_416,
    build: "14.3.513.0",
    fitsBuilds: "14.3.",
  },
  /** Rollup 6 as a broken download left it: the file's hash is not the published one, and it cannot be installed. */
  corrupt: {
    kind: "rollup",
    title: "Update Rollup 6 for Exchange Server 2010 Service Pack 3 (KB2936871) 14.3.195.1",
    kb: "KB2936871",
    file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN (1).msp",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-KB2936871-x64-EN (1).msp",
    sha256: "53a623563c2b346accbbe6e59ff56c14a6dd7d1b61e40e6905537a77e51421e0",
    size: 41_848_832,
    build: "14.3.195.1",
    fitsBuilds: "14.3.",
  },
  /** Set-up media; the members have service pack 3 already unless a world is told otherwise. */
  servicePack3: {
    kind: "setup",
    title: "Microsoft Exchange Server 2010 Service Pack 3",
    kb: "KB2808208",
    file: "C:\\Updates\\Exchange2010-SP3\\setup.com",
    copyFrom: "\\\\FILES1\\Updates\\Exchange2010-SP3\\setup.com",
    sha256: "41fd694d2481e31a13e212ecb4aee1182603183fb870527a6821639fb6a7be52",
    size: 1_207_712,
    build: "14.3.123.4",
    fitsBuilds: "14.",
  },
  /** For an array with the role `web-farm`; on the share only. */
  webFarm: {
    kind: "security-update",
    title: "Web farm application 2.4",
    kb: null,
    file: "C:\\Updates\\WebFarmApplication-2.4.0.118.exe",
    copyFrom: "\\\\FILES1\\Updates\\WebFarmApplication-2.4.0.118.exe",
    sha256: "a6f4c0bfa0956e653442a4cdb15039951e5d2995733ba5bac0bfabb5ea71cb4f",
    size: 18_350_080,
    build: "2.4.0.118",
    fitsBuilds: "2.",
  },
} as const satisfies Record<string, LabPackage>;

export type PackageName = keyof typeof packages;

const TORN = "c8c8fceb3ec5426e489866a819126769274c5faa8b7f1029f3a30f9da72303f8";

/** The file as it really lies there. */
export const fileOf = (name: PackageName): Blob =>
  name === "corrupt"
    ? { size: packages.corrupt.size - 1_310_720, sha256: TORN, signature: "invalid" }
    : { size: packages[name].size, sha256: packages[name].sha256, signature: "valid" };

const names = Object.keys(packages) as PackageName[];

/** The package that a file is, whatever it is called; undefined where it is none or broken. */
export const packageIn = (file: Blob): LabPackage | undefined => {
  const name = names.find((one) => one !== "corrupt" && packages[one].sha256 === file.sha256);
  return name === undefined ? undefined : packages[name];
};

/** What lies on the share, by path. */
export const onShare: ReadonlyMap<string, Blob> = new Map(names.map((name) => [packages[name].copyFrom.toLowerCase(), fileOf(name)]));
