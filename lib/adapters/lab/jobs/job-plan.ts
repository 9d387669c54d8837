/** What a job does, planned when it starts. */
export interface Labour {
  readonly lastsMs: number;
  /** Ordered by time. */
  readonly steps: readonly LabourStep[];
  /** @returns the exit code */
  end(): number;
}

export interface LabourStep {
  readonly afterMs: number;
  /** What the job says of its progress, for people. */
  readonly text: string;
  does?(): void;
}
