import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ArgsOf, ResultOf } from "../../server/catalogue";
import { OperationFailed } from "../../server/errors";
import { fitsBuild, hasBuild } from "../parts/build-number";
import type { UpdatePackage } from "./update-package";

export const usesOfPackages = ["files.stat", "files.copy"] as const;
type Context = ContextOf<typeof usesOfPackages>;

type Installed = ResultOf<"update.installed">;
type Stat = ResultOf<"files.stat">;

/** Whether a member has the update already; null where it cannot be told. Without an expected build only Windows updates can tell, by their numbers. */
export function isInstalled({ expectedBuild, kind, kbs }: UpdatePackage, { build, updates }: Installed): boolean | null {
  if (expectedBuild !== null) return hasBuild(build, expectedBuild);
  if (kind !== "windows-updates" || kbs.length === 0) return false;
  if (updates === null) return null;
  const digits = (kb: string | null) => kb?.replace(/\D/g, "") ?? "";
  return kbs.every((kb) => updates.some((update) => digits(update.kb) === digits(kb)));
}

/** What to say where `isInstalled` cannot tell. */
export const untold = ({ name }: UpdatePackage): string =>
  `whether ${name} is installed cannot be told: the updates of Windows could not be read`;

/** Why a package cannot go onto a member with this build; null when it can. */
export const unfit = ({ name, fitsBuilds }: UpdatePackage, build: string | null): string | null =>
  fitsBuild(build, fitsBuilds)
    ? null
    : `${name} is made for builds ${fitsBuilds}*, but the member has ${build ?? "no build that can be read"}`;

/** What is wrong with the package file on the member. */
export interface FileProblem {
  readonly code: "package-missing" | "package-hash";
  readonly text: string;
  /** It is to be fetched from where the package says, which mends it. */
  readonly canBeCopied: boolean;
}

/** A command may be found by the member's own search path, and Windows updates bring their files themselves. */
export const hasFile = ({ kind, file, sha256, copyFrom }: UpdatePackage): boolean =>
  file !== "" && kind !== "windows-updates" && (kind !== "command" || sha256 !== null || copyFrom !== "");

/** Looks at the package file by its hash and signature; null when all is well. */
export function problemWithFile({ file, sha256, copyFrom }: UpdatePackage, stat: Stat): FileProblem | null {
  // Without a hash nobody could tell what was fetched.
  const canBeCopied = copyFrom !== "" && sha256 !== null;
  if (!stat.exists) {
    const why = copyFrom !== "" && sha256 === null ? "; it can be copied only if the update-package names its SHA-256" : "";
    return { code: "package-missing", text: `${file} is not on the member${why}`, canBeCopied };
  }
  if (sha256 !== null && stat.sha256?.toLowerCase() !== sha256) {
    return { code: "package-hash", text: `${file} has SHA-256 ${stat.sha256 ?? "(not readable)"}, not ${sha256}`, canBeCopied };
  }
  if (stat.signature === "invalid") return { code: "package-hash", text: `the signature of ${file} is not valid`, canBeCopied: false };
  return null;
}

/** Sees to it that the package is on the member as it should be. @returns whether it had to be copied */
export async function packageInPlace(context: Context, update: UpdatePackage): Promise<boolean> {
  if (!hasFile(update)) return false;
  const { server, report } = context;
  const problem = problemWithFile(update, await server.read("files.stat", { path: update.file }));
  if (problem === null) return false;
  if (!problem.canBeCopied || update.sha256 === null) throw notInPlace(context, problem);

  report({ text: `copying ${update.name}` });
  const copy: ArgsOf<"files.copy"> = { from: update.copyFrom, to: update.file, sha256: update.sha256 };
  await server.change("files.copy", copy).catch((error: unknown) => {
    if (!(error instanceof OperationFailed)) throw error;
    const code = error.errorId === "file-hash" ? "package-hash" : "package-missing";
    throw notInPlace(context, { code, text: `${update.file} could not be copied: ${error.message}`, canBeCopied: false });
  });
  await context.wait.settled("files.copy", copy);
  const after = problemWithFile(update, await server.read("files.stat", { path: update.file }));
  if (after !== null) throw notInPlace(context, after);
  return true;
}

const notInPlace = ({ member }: Context, { code, text }: FileProblem): StepFailed =>
  new StepFailed(
    code,
    `${member.name}: ${text}.`,
    code === "package-missing"
      ? "Put it there, or say in the update-package where to copy it from."
      : "Download it again and compare it with the vendor's hash; do not install it.",
  );
