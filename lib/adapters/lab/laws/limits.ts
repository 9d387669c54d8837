/** What the lab's clock and its chance can be set to. */
export const labLimits = {
  /** How many times faster than real time. */
  speed: { from: 1, to: 100_000 },
  seed: { from: 0, to: 2_147_483_647 },
} as const;
