/** What a flow says of the values that its steps send: kinds of jobs, accounts of setup, and the folders of packages. */
import { setupLogPath } from "../../lib/steps/parts";
import type { FlowNode } from "../program";
import { filesToTry } from "../program";
import type { Constraint } from "./parameters";

/** Rules by function and parameter, `Start-RUJob Kind`, in place of the general ones. */
export type Limits = ReadonlyMap<string, Constraint>;

/**
 * Names of services are not among them: stopping a service stops those that depend on it, and no flow names these.
 * @param nodes null: no flow, and so no limits
 */
export function limitsOf(nodes: readonly FlowNode[] | null): Limits {
  const enabled = (nodes ?? []).filter(({ d }) => d !== true);
  const packages = enabled.filter(({ type }) => type === "update-package");
  // Steps whose packages are not in this file: nothing is known of them.
  if (packages.length === 0) return new Map();
  const backups = enabled.filter(({ type, file = "" }) => type === "backup-server" && file !== "");
  const kinds = [...packages.map(kindOf), ...backups.map(() => "command")];
  const files = packages.map(({ file = "" }) => file).filter((file) => file !== "");
  const folders = files.flatMap(folderOf);
  const sources = packages.flatMap(({ copyFrom = "" }) => folderOf(copyFrom));
  const programs = [...files, ...backups.map(({ file = "" }) => file)];
  const proofs = backups.map(({ proofFile = "" }) => proofFile).filter((file) => file !== "");
  const logs = folderOf(setupLogPath);
  // An account for setup owns the Exchange organization: no other one, and only that.
  const accounts = oneOf(packages.flatMap(({ kind, account = "" }) => (kind === "setup" && account !== "" ? [account] : [])));
  return new Map<string, Constraint>([
    ["Start-RUJob Kind", { set: [...new Set(kinds)] }],
    ["Start-RUJob Account", accounts],
    ["Get-RUJobAccount Account", accounts],
    ["Start-RUJob File", within(folders, programs)],
    ["Start-RUJob Log", within(folders)],
    ["Copy-RUFile To", within(folders)],
    ["Copy-RUFile From", within([...folders, ...sources])],
    ["Add-RUFilePart Path", within(folders, [], "\\.part")],
    ["Get-RUFile Path", within([...folders, ...logs], [...proofs, filesToTry.program])],
    ["Get-RUFileText Path", within([...folders, ...logs], [filesToTry.text])],
  ]);
}

/** The kind of job that installs a package. */
function kindOf({ kind = "", file = "" }: FlowNode): string {
  if (kind === "rollup") return "msp";
  if (kind === "security-update") return /\.msp$/i.test(file) ? "msp" : "exe";
  return kind;
}

const folderOf = (file: string): readonly string[] => {
  const end = file.lastIndexOf("\\");
  return end <= 0 ? [] : [file.slice(0, end)];
};

const SPECIAL = /[\\^$.*+?()[\]{}|#\s]/g;
const escaped = (text: string): string => text.replaceAll(SPECIAL, "\\$&");

const NONE: Constraint = { pattern: "^(?!)\\z" };
const oneOf = (words: readonly string[]): Constraint => (words.length === 0 ? NONE : { set: [...new Set(words)] });

/**
 * A path in one of the folders or below, or one of the files. No part of it may end in a dot or a space: Windows leaves these out, and `..` would
 * lead out of the folder.
 */
function within(folders: readonly string[], files: readonly string[] = [], ending = ""): Constraint {
  const inside = [...new Set(folders)].map((folder) => `${escaped(folder)}\\\\[^"<>|?*/:\\x00-\\x1f]{1,300}${ending}`);
  const parts = [...inside, ...[...new Set(files)].map(escaped)];
  return parts.length === 0 ? NONE : { pattern: `^(?!.*[. ](\\\\|\\z))(${parts.join("|")})\\z` };
}
