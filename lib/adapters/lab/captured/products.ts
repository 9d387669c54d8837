import type { ProductName } from "../laws";
import type { Capture } from "./capture";

/** An Exchange of one version, as its members are found. */
export interface ProductFacts {
  readonly name: string;
  /** How the banner of its setup names it. */
  readonly banner: string;
  readonly os: string;
  readonly osInLog: string;
  readonly powershell: string;
  /** What is installed, and what setup once upgraded. */
  readonly build: string;
  readonly former: string;
  /** How setup media that fit are called, and the build that they bring. */
  readonly media: { readonly title: string; readonly build: string; readonly file: string };
}

const folder = (name: string, file: string): string => `C:\\Updates\\${name}\\${file}`;
const server2008 = {
  os: "Microsoft Windows Server 2008 R2 Standard 6.1.7601 Service Pack 1",
  osInLog: "Microsoft Windows NT 6.1.7601 Service Pack 1",
  powershell: "2.0",
} as const;
const server2012 = {
  os: "Microsoft Windows Server 2012 R2 Standard 6.3.9600",
  osInLog: "Microsoft Windows NT 6.2.9200.0",
  powershell: "4.0",
} as const;
const server2016 = {
  os: "Microsoft Windows Server 2016 Standard 10.0.14393",
  osInLog: "Microsoft Windows NT 6.2.9200.0",
  powershell: "5.1",
} as const;
const server2019 = { ...server2016, os: "Microsoft Windows Server 2019 Standard 10.0.17763" } as const;
const server2022 = { ...server2016, os: "Microsoft Windows Server 2022 Standard 10.0.20348" } as const;

const data = {
  "exchange-2010": {
    name: "Microsoft Exchange Server 2010",
    banner: "2010",
    ...server2008,
    build: "14.3.123.4",
    former: "14.2.247.5",
    media: { title: "Microsoft Exchange Server 2010 Service Pack 3", build: "14.3.123.4", file: folder("Exchange2010-SP3", "setup.com") },
  },
  "exchange-2013": {
    name: "Microsoft Exchange Server 2013",
    banner: "2013",
    ...server2012,
    build: "15.0.1473.3",
    former: "15.0.1395.4",
    media: {
      title: "Cumulative Update 23 for Exchange Server 2013",
      build: "15.0.1497.2",
      file: folder("Exchange2013-CU23", "Setup.exe"),
    },
  },
  "exchange-2016": {
    name: "Microsoft Exchange Server 2016",
    banner: "2016",
    ...server2016,
    build: "15.1.2375.7",
    former: "15.1.2308.8",
    media: {
      title: "Cumulative Update 23 for Exchange Server 2016",
      build: "15.1.2507.6",
      file: folder("Exchange2016-CU23", "Setup.exe"),
    },
  },
  "exchange-2019": {
    name: "Microsoft Exchange Server 2019",
    banner: "2019",
    ...server2019,
    build: "15.2.1544.4",
    former: "15.2.1258.12",
    media: {
      title: "Cumulative Update 15 for Exchange Server 2019",
      build: "15.2.1748.10",
      file: folder("Exchange2019-CU15", "Setup.exe"),
    },
  },
  /** The way to it: 2019 CU15, which setup of the Subscription Edition upgrades in place. */
  "exchange-se": {
    name: "Microsoft Exchange Server 2019",
    banner: "Subscription Edition",
    ...server2022,
    build: "15.2.1748.10",
    former: "15.2.1544.4",
    media: { title: "Microsoft Exchange Server Subscription Edition", build: "15.2.2562.17", file: folder("ExchangeSE", "Setup.exe") },
  },
} as const satisfies Record<ProductName, ProductFacts>;

export const products: Capture<Readonly<Record<ProductName, ProductFacts>>> = {
  source:
    "learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates; the line of the operating system in logs of microsoft/CSS-Exchange, Setup/Tests, where servers from 2012 on say 6.2.9200.0. Windows versions are chosen among those that Exchange supports.",
  kind: "documented",
  product: "Exchange Server 2010 to Subscription Edition",
  culture: "invariant",
  texts: data,
};

/** Those that fit the cumulative update with which members are found. That for `exchange-se` is one of 2019: its members are found with that. */
export const securityUpdates: Capture<
  Readonly<Record<Exclude<ProductName, "exchange-2010">, { readonly title: string; readonly kb: string; readonly build: string }>>
> = {
  source:
    "Builds: learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates. The form of a title, its build among it: the log of an update of 2019 CU12 that was published (event 1023). That KB5063222 is the number of the one for CU14 is from memory.",
  kind: "composed",
  product: "Exchange Server 2013 to 2019",
  culture: "invariant",
  texts: {
    "exchange-2013": {
      title: "Security Update for Exchange Server 2013 Cumulative Update 22 (KB5000871) 15.0.1473.6",
      kb: "KB5000871",
      build: "15.0.1473.6",
    },
    "exchange-2016": {
      title: "Security Update for Exchange Server 2016 Cumulative Update 22 (KB5019758) 15.1.2375.37",
      kb: "KB5019758",
      build: "15.1.2375.37",
    },
    "exchange-2019": {
      title: "Security Update for Exchange Server 2019 Cumulative Update 14 (KB5063222) 15.2.1544.33",
      kb: "KB5063222",
      build: "15.2.1544.33",
    },
    "exchange-se": {
      title: "Security Update for Exchange Server 2019 Cumulative Update 15 (KB5063221) 15.2.1748.36",
      kb: "KB5063221",
      build: "15.2.1748.36",
    },
  },
};

export const updateTitles: Capture<Readonly<Record<"rollup6" | "rollup32" | "webFarm", string>>> = {
  source:
    "The names of patches as event 1023 of MsiInstaller gives them (learn.microsoft.com, question 356052); the application is invented.",
  kind: "captured",
  product: "Exchange Server 2010",
  culture: "en-US",
  texts: {
    rollup6: "Update Rollup 6 for Exchange Server 2010 Service Pack 3 (KB2936871) 14.3.195.1",
    rollup32: "Update Rollup 32 for Exchange Server 2010 Service Pack 3 (KB5000978) 14.3.513.0",
    webFarm: "Web farm application 2.4",
  },
};

/** What a build belongs to, as the member's module tells it. */
export const productOfBuild = (build: string): string | undefined => {
  const [major = 0, minor = 0, third = 0] = build.split(".").map(Number);
  if (major === 14) return products.texts["exchange-2010"].name;
  if (major !== 15) return undefined;
  if (minor === 2 && third >= 2562) return subscriptionEdition.texts;
  return ([products.texts["exchange-2013"], products.texts["exchange-2016"], products.texts["exchange-2019"]] as const)[minor]?.name;
};

const subscriptionEdition: Capture<string> = {
  source: "learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates",
  kind: "documented",
  product: "Exchange Server Subscription Edition",
  culture: "invariant",
  texts: "Microsoft Exchange Server Subscription Edition",
};
