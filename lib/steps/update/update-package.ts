/** What can be installed, in the order in which forms offer it. */
export const updateKinds = ["rollup", "setup", "security-update", "windows-updates", "command"] as const;
export type UpdateKind = (typeof updateKinds)[number];

/**
 * A security update that is no .msp is an installer for people, which opens a window unless it is told not to.
 * @see https://support.microsoft.com/help/5011363
 */
export const opensWindow = ({ kind, file, arguments: args }: Pick<UpdatePackage, "kind" | "file" | "arguments">): boolean =>
  kind === "security-update" && !/\.msp$/i.test(file) && args.length === 0;

/** What can be installed. Chosen by name; a message never brings a path. */
export interface UpdatePackage {
  readonly name: string;
  readonly kind: UpdateKind;
  /** On the member. Empty only for Windows updates. */
  readonly file: string;
  /** Where the member fetches the file from when it is not there yet; empty: it must be there. */
  readonly copyFrom: string;
  /** In lower case. Null where there is no single file to check (Windows updates, a setup folder). */
  readonly sha256: string | null;
  /** The build that the member has afterwards, four numbers; null where the update does not change it. */
  readonly expectedBuild: string | null;
  /** What a build must begin with for the package to fit it, e.g. `14.3.` (service pack 3); empty: any. */
  readonly fitsBuilds: string;
  readonly arguments: readonly string[];
  /** Under which setup runs, DOMAIN\name; null: SYSTEM. Of other kinds it is not asked. */
  readonly account: string | null;
  /** Knowledge base numbers; for Windows updates. */
  readonly kbs: readonly string[];
}
