import { z } from "zod";
import { Sha256 } from "../../server/operations/files";

const Build = z.string().regex(/^\d+\.\d+\.\d+\.\d+$/, "a build number like 14.3.513.0");

/** What can be installed. Chosen by name; a message never brings a path. */
export const UpdatePackage = z.object({
  name: z.string().min(1),
  kind: z.enum(["rollup", "setup", "security-update", "windows-updates", "command"]),
  /** On the member. Empty only for Windows updates. */
  file: z.string().default(""),
  /** Where the member fetches the file from when it is not there yet; empty: it must be there. */
  copyFrom: z.string().default(""),
  /** Null where there is no single file to check (Windows updates, a set-up folder). */
  sha256: Sha256.nullable().default(null),
  /** The build that the member has afterwards; null where the update does not change it. */
  expectedBuild: Build.nullable().default(null),
  /** What a build must begin with for the package to fit it, e.g. `14.3.` (service pack 3); empty: any. */
  fitsBuilds: z.string().default(""),
  arguments: z.array(z.string()).default([]),
  /** Knowledge base numbers; for Windows updates. */
  kbs: z.array(z.string()).default([]),
});
export type UpdatePackage = z.output<typeof UpdatePackage>;
