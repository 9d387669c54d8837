import { opensWindow, updateKinds, type UpdateKind } from "../../lib/steps/update/update-package";
import { accountName } from "../../lib/server/account-name";
import type { Others, Rule } from "../shared/fields";
import { choice, list, pattern, sharedNode, text, textOf, version, windowsPath, windowsPathLike } from "../shared/fields";

const files = { kind: ["rollup", "setup", "security-update", "command"] };
const singleFiles = { kind: ["rollup", "security-update", "command"] };
const products = { kind: ["rollup", "setup", "security-update"] };

const ofKind = (of: Others, ...kinds: readonly string[]): boolean => kinds.includes(textOf(of("kind")) ?? "");

/** The file name of this kind must end like this. */
const endsIn = (reason: string, kind: string, ending: RegExp): Rule<string> => ({
  reason,
  broken: (file, of) => ofKind(of, kind) && !ending.test(file),
});

/** An installer for people needs its silent switches. */
const silentSwitches: Rule<readonly string[]> = {
  reason: "silentSwitches",
  broken: (args, of) => opensWindow({ kind: textOf(of("kind")) as UpdateKind, file: textOf(of("file")) ?? "", arguments: args }),
};

const neededForCopy: Rule<string | null> = {
  reason: "sha256Needed",
  broken: (sha256, of) => sha256 === null && textOf(of("copyFrom")) !== "",
};

export const fields = {
  version: version(2),
  /** Messages and commands choose the package by it. */
  name: text({ needed: "name", icon: "tag" }),
  kind: choice(updateKinds, { icon: "cube" }),
  /** On the member. */
  file: windowsPath({
    needed: "file",
    icon: "file-o",
    when: files,
    example: "C:\\Updates\\Exchange2010-KB5000978-x64-EN.msp",
    rules: [
      endsIn("rollup", "rollup", /\.msp$/i),
      endsIn("setup", "setup", /\.(com|exe)$/i),
      endsIn("securityUpdate", "security-update", /\.(msp|exe)$/i),
    ],
  }),
  /** Where it is copied from. */
  copyFrom: text({
    like: { ...windowsPathLike, reason: "copyFrom" },
    icon: "copy",
    when: singleFiles,
    example: "\\\\files\\updates\\Exchange2010-KB5000978-x64-EN.msp",
  }),
  sha256: text({
    like: pattern(/^[0-9a-f]{64}$/i, "sha256"),
    emptyIs: null,
    icon: "lock",
    code: true,
    when: singleFiles,
    rules: [neededForCopy],
  }),
  arguments: list({
    by: "line",
    icon: "align-left",
    when: { kind: ["setup", "security-update", "command"] },
    hints: { setupArguments: { kind: ["setup"] }, arguments: { kind: ["security-update", "command"] } },
    rules: [silentSwitches],
  }),
  /** Under which setup runs. */
  account: text({
    like: pattern(accountName, "account"),
    emptyIs: null,
    icon: "user",
    when: { kind: ["setup"] },
    example: "CONTOSO\\gmsa-exchange$",
  }),
  kbs: list({
    by: "comma",
    each: pattern(/^(KB)?\d{5,8}$/i, "kb"),
    icon: "windows",
    when: { kind: ["windows-updates"] },
    example: "KB5034441, KB5035857",
  }),
  expectedBuild: text({
    like: pattern(/^\d+\.\d+\.\d+\.\d+$/, "build"),
    emptyIs: null,
    icon: "flag-checkered",
    when: files,
    example: "14.3.513.0",
  }),
  fitsBuilds: text({ like: pattern(/^\d+(\.\d+){0,3}\.?$/, "fitsBuilds"), icon: "puzzle-piece", when: products, example: "14.3." }),
};

export const definition = sharedNode(fields);
