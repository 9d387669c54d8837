/** How an array tells who serves. What belongs to a way that is not chosen is there too, and not looked at. */
export interface ServingSettings {
  readonly serving: "nlb" | "http" | "script";
  /** `tcp`: that the port accepts connections is answer enough; only beside NLB, which tells the rest. */
  readonly servingScheme: "https" | "http" | "tcp";
  readonly servingPort: number;
  /** Begins with a slash. */
  readonly servingPath: string;
  /** Host header; empty: the member's address. */
  readonly servingHost: string;
  /** The HTTP status that it must answer with. */
  readonly servingStatus: number;
  /** Path on the member. */
  readonly servingScript: string;
}
