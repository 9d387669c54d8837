import type { UpdatePackage } from "../update";

export interface PreflightOptions {
  /** What will be installed; null: not known. */
  readonly package: UpdatePackage | null;
  readonly maxClockSkewSeconds: number;
  readonly minFreeDiskMb: number;
  /** If there is a strong reason for a pending restart; weaker ones only warn. */
  readonly pendingRestart: "refuse" | "warn";
  readonly differentVersions: "refuse" | "warn";
  /** A member found out of service: not touched, or updated and left out. */
  readonly foundOut: "refuse" | "leave-out";
}
