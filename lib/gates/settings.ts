/** How to tell who serves in an array. Settings of the ways that are not chosen are there too, but have no effect. */
export interface ServingSettings {
  readonly serving: "nlb" | "http" | "script";
  /** `tcp`: it is enough that the port accepts connections. Only together with NLB, which shows the rest. */
  readonly servingScheme: "https" | "http" | "tcp";
  readonly servingPort: number;
  /** Begins with a slash. */
  readonly servingPath: string;
  /** Host header; empty: the member's address. */
  readonly servingHost: string;
  /** The HTTP statuses of which it must answer with one: `200-399`. */
  readonly servingStatus: string;
  /** Path on the member. */
  readonly servingScript: string;
  /** Members get out of traffic by other means than NLB: then NLB is not asked, and the request or the script alone tells who takes traffic. */
  readonly otherMeans: boolean;
}
