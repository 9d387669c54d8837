import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ArgsOf, ResultOf } from "../../server";
import { OperationFailed } from "../../server";
import type { Work } from "../../server/operations";
import type { Text } from "../../texts";
import { text } from "../../texts";
import type { Slow } from "../parts";
import { afterRefusal, canUpgrade, compareBuilds, fitsBuild, hasBuild, hasVersion, madeFor } from "../parts";
import { isExchange, isOfProduct } from "./exchange";
import type { UpdatePackage } from "./update-package";

export const usesOfPackages = ["files.stat", "files.copy"] as const;
type Context = ContextOf<typeof usesOfPackages>;

type Installed = ResultOf<"update.installed">;
type Stat = ResultOf<"files.stat">;

/**
 * Whether a member already has the update; null if nobody can tell. Without an expected build only Windows updates can be recognised, by their
 * numbers. A build that is newer, but of another service pack or cumulative update than the update is made for, says nothing of its fixes.
 */
export function isInstalled({ expectedBuild, kind, kbs }: UpdatePackage, { build, updates }: Installed): boolean | null {
  if (expectedBuild !== null) {
    if (kind === "setup" ? hasVersion(build, expectedBuild) : hasBuild(build, expectedBuild)) return true;
    return build !== null && isOther(build, expectedBuild, kind) && compareBuilds(build, expectedBuild) > 0 ? null : false;
  }
  if (kind !== "windows-updates" || kbs.length === 0) return false;
  if (updates === null) return null;
  return kbs.every((kb) => isListed(kb, updates));
}

const digits = (kb: string | null) => kb?.replace(/\D/g, "") ?? "";

/** Whether a list has an update, with or without KB before its number. */
export const isListed = (kb: string, list: readonly { readonly kb: string | null }[]): boolean =>
  list.some((update) => digits(update.kb) === digits(kb));

/** Whether what is installed is not what the package is made for, by the builds of both. */
const isOther = (build: string, expected: string, kind: UpdatePackage["kind"]): boolean =>
  kind === "setup" ? !canUpgrade(build, expected) : madeFor(build) !== madeFor(expected);

/** What to say if `isInstalled` cannot tell. */
export const untold = ({ name, expectedBuild }: UpdatePackage, { build }: Pick<Installed, "build">): Text =>
  expectedBuild === null || build === null
    ? text("package.not-known", { package: name })
    : text("package.not-compared", { package: name, expected: expectedBuild, build });

/** Why a package cannot go onto a member with this build; null when it can. */
export function unfit(update: UpdatePackage, installed: Pick<Installed, "product" | "build">): Text | null {
  const { name, fitsBuilds, expectedBuild, kind } = update;
  const { build } = installed;
  if (fitsBuild(build, fitsBuilds)) {
    // A package of the product need not say it: its own build does.
    if (build === null || expectedBuild === null || !isOfProduct(update) || !isExchange(installed)) return null;
    const other = isOther(build, expectedBuild, kind);
    return other ? text("package.unfit-line", { package: name, expected: expectedBuild, fits: madeFor(expectedBuild), build }) : null;
  }
  const made = { package: name, fits: fitsBuilds };
  return build === null ? text("package.unfit-unknown", made) : text("package.unfit", { ...made, build });
}

/** What is wrong with the package file on the member. */
export interface FileProblem {
  readonly code: "package-missing" | "package-hash";
  readonly text: Text;
  /** It will be copied from where the package says, which mends it. */
  readonly canBeCopied: boolean;
}

/** A command may be found by the member's own search path, and Windows updates bring their files themselves. */
export const hasFile = ({ kind, file, sha256, copyFrom }: UpdatePackage): boolean =>
  file !== "" && kind !== "windows-updates" && (kind !== "command" || sha256 !== null || copyFrom !== "");

/** Under which account a package is installed; null: SYSTEM, as everything but setup. */
export const accountOf = ({ kind, account }: UpdatePackage): string | null => (kind === "setup" ? account : null);

/** A rollup takes an hour at most as a rule (domain reference 4.9). */
const SLOW_AFTER_MINUTES = 60;

/**
 * What to say of an installer of Exchange that takes long: it may be waiting, file by file, for a list of revoked certificates that the member
 * cannot reach. Nothing shows that beforehand: the check is a setting of each user, and SYSTEM may have a way out that no session has.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff637981(v=exchg.141)
 */
export const ifSlow = (update: UpdatePackage, found: Pick<Installed, "product"> | null | undefined): Slow | null =>
  found && isOfProduct(update) && isExchange(found)
    ? { afterMinutes: SLOW_AFTER_MINUTES, says: text("install.slow", { minutes: SLOW_AFTER_MINUTES }) }
    : null;

/** What the member is told to do for it. */
export function workOf({ kind, file, ...update }: UpdatePackage): Work {
  const args = [...update.arguments];
  switch (kind) {
    case "rollup":
      return { kind: "msp", file, log: `${file}.log` };
    case "security-update":
      // Since May 2022 these come as .exe too (domain reference 4.1). The log is written beside the file: its folder must exist.
      return /\.msp$/i.test(file) ? { kind: "msp", file, log: `${file}.log` } : { kind: "exe", file, arguments: args };
    case "setup":
      return { kind: "setup", file, arguments: args.length === 0 ? ["/mode:Upgrade"] : args };
    case "windows-updates":
      return { kind: "windows-updates", kbs: [...update.kbs] };
    case "command":
      return { kind: "command", file, arguments: args };
  }
}

/** Looks at the package file by its hash and signature; null when all is well. */
export function problemWithFile({ file, sha256, copyFrom }: UpdatePackage, stat: Stat): FileProblem | null {
  // Without a hash nobody could tell what was copied.
  const canBeCopied = copyFrom !== "" && sha256 !== null;
  if (!stat.exists) {
    const what = copyFrom !== "" && sha256 === null ? "package.missing-without-hash" : "package.missing";
    return { code: "package-missing", text: text(what, { file }), canBeCopied };
  }
  if (sha256 !== null && stat.sha256?.toLowerCase() !== sha256) {
    const about = { file, expected: sha256 };
    const what = stat.sha256 === null ? text("package.hash-unread", about) : text("package.other-hash", { ...about, hash: stat.sha256 });
    return { code: "package-hash", text: what, canBeCopied };
  }
  if (stat.signature === "invalid") return { code: "package-hash", text: text("package.bad-signature", { file }), canBeCopied: false };
  return null;
}

/** Makes sure that the right package is on the member. @returns whether it had to be copied */
export async function packageInPlace(context: Context, update: UpdatePackage): Promise<boolean> {
  if (!hasFile(update)) return false;
  const { server, report } = context;
  const problem = problemWithFile(update, await server.read("files.stat", { path: update.file }));
  if (problem === null) return false;
  if (!problem.canBeCopied || update.sha256 === null) throw notInPlace(problem);

  report({ text: text("package.copying", { package: update.name }) });
  const copy: ArgsOf<"files.copy"> = { from: update.copyFrom, to: update.file, sha256: update.sha256 };
  await server.change("files.copy", copy).catch((error: unknown) => {
    if (!(error instanceof OperationFailed)) throw error;
    const code = error.errorId === "file-hash" ? "package-hash" : "package-missing";
    const what = text("package.not-copied", { file: update.file, what: error.what });
    throw new StepFailed(code, what, afterRefusal(error, hintOn(code)));
  });
  await context.wait.settled("files.copy", copy);
  const after = problemWithFile(update, await server.read("files.stat", { path: update.file }));
  if (after !== null) throw notInPlace(after);
  return true;
}

const notInPlace = ({ code, text: problem }: FileProblem): StepFailed =>
  new StepFailed(code, text("package.not-in-place", { problem }), hintOn(code));

const hintOn = (code: FileProblem["code"]): Text => (code === "package-missing" ? text("package.missing.hint") : text("package.hash.hint"));
