import { isManaged, ServerError } from "../../server";
import { text, textBeside } from "../../texts";
import { sameBuild } from "../parts";
import { accountOf, hasFile, isInstalled, problemWithFile, unfit, untold } from "../update";
import { serviceNamed } from "../services";
import { as, refuse, saidBy, type Check, type Finding, warn } from "./check";

export const version: Check = {
  name: textBeside("check.version", "version"),
  looksAt: "the installed build, and that of the other members",
  refusesWhen: "the update needs a build that cannot be read, or members differ; one that has the update already counts as fine",
  run: async ({ server, array, member }, options) => {
    const update = options.package;
    const { build } = await server.read("update.installed", {});
    if (build === null) return update?.expectedBuild == null ? [] : [refuse(text("preflight.build-unread"))];
    const findings: Finding[] = [];
    for (const other of array.others) {
      try {
        const theirs = (await other.read("update.installed", {})).build;
        const updated = update?.expectedBuild != null && theirs !== null && sameBuild(theirs, update.expectedBuild);
        if (theirs === null || updated || sameBuild(theirs, build)) continue;
        const differ = text("preflight.builds-differ", { member: member.name, build, other: other.name, theirs });
        findings.push(as(options.differentVersions, differ));
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        findings.push(warn(text("preflight.build-not-compared", { other: other.name, what: saidBy(error) })));
      }
    }
    return findings;
  },
};

export const packageFile: Check = {
  name: textBeside("check.package", "package"),
  looksAt: "the package file on the member: whether it is there, with the right SHA-256 and no broken signature",
  refusesWhen: "it is missing or a different one, unless the update-package says where to copy it from; unsigned only warns",
  run: async ({ server }, { package: update }) => {
    if (update === null || !hasFile(update)) return [];
    const stat = await server.read("files.stat", { path: update.file });
    const problem = problemWithFile(update, stat);
    if (problem !== null && !problem.canBeCopied) return [refuse(problem.text)];
    if (problem !== null) return stat.exists ? [warn(text("preflight.copied-again", { problem: problem.text }))] : [];
    const findings: Finding[] = [];
    if (update.sha256 === null && update.kind !== "setup") findings.push(warn(text("preflight.hash-not-checked", { file: update.file })));
    if (stat.signature !== "valid" && update.kind !== "command")
      findings.push(warn(text("preflight.signature", { file: update.file, signature: stat.signature })));
    return findings;
  },
};

export const packageFits: Check = {
  name: textBeside("check.package-fits", "package fits"),
  looksAt: "the installed build, compared with the builds that the package is made for",
  refusesWhen:
    "the package is not made for it (the installer would end with 1642), is made for another service pack or cumulative update, or it is not known whether it is installed",
  run: async ({ server }, { package: update }) => {
    if (update === null) return [];
    const installed = await server.read("update.installed", {});
    const there = isInstalled(update, installed);
    if (there === null) return [refuse(untold(update, installed))];
    if (there) return [];
    const misfit = unfit(update, installed);
    return misfit === null ? [] : [refuse(misfit)];
  },
};

export const setupAccount: Check = {
  name: textBeside("check.setup-account", "account for setup"),
  looksAt: "the account under which setup is to run, where the update-package names one: whether the member knows it and may use it",
  refusesWhen:
    "the member does not know it, may not use it (a managed account), or there is no password for it; what only a logon shows warns at most",
  run: async ({ server }, { package: update }) => {
    const account = update === null ? null : accountOf(update);
    if (account === null) return [];
    const { known, usableHere } = await server.read("job.account", { account });
    if (known === "no") return [refuse(text("preflight.account-unknown", { account }))];
    if (usableHere === "no") return [refuse(text("preflight.account-not-usable", { account }))];
    const findings: Finding[] = [];
    if (known === "unknown") findings.push(warn(text("preflight.account-not-looked-up", { account })));
    // Of an account with a password this shows at its logon alone: a warning that always comes would not be read.
    if (usableHere === "unknown" && isManaged(account)) findings.push(warn(text("preflight.account-perhaps-usable", { account })));
    return findings;
  },
};

export const installerBusy: Check = {
  name: textBeside("check.installer-busy", "installer busy"),
  looksAt: "whether the Windows Installer service runs",
  refusesWhen: "never; it warns, since another installation may be at work (the install step waits for it)",
  run: async ({ server }) => {
    const { services } = await server.read("services.list", {});
    const running = serviceNamed(services, "msiserver")?.status === "running";
    return running ? [warn(text("preflight.installer-busy"))] : [];
  },
};
