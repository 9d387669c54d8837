import type { Flat } from "../../../lib/adapters/powershell";
import type { Fact, Said } from "../check";
import { counted, fine, look, notHere, numberOf, serverCheck, textOf, unknown } from "../check";

/** An event log of the last 500 events. */
const EVENTS = 500;

export const judgeEvents = (logs: readonly Flat[]): Said => {
  const wordless = logs.reduce((sum, log) => sum + (numberOf(log, "wordless") ?? 0), 0);
  const facts = logs.flatMap((log): readonly Fact[] => [
    [`${textOf(log, "log")}, events read`, textOf(log, "read")],
    [`${textOf(log, "log")}, not put into words`, textOf(log, "wordless")],
    ...(textOf(log, "providers") === "" ? [] : [["by", textOf(log, "providers").replaceAll("\n", ", ")] as const]),
    ...(textOf(log, "why") === "" ? [] : [["Windows says", textOf(log, "why")] as const]),
    [`${textOf(log, "log")}, without any text`, textOf(log, "empty")],
  ]);
  if (logs.length === 0) return unknown("no log was read", "Look at the event logs of that server.", facts);
  if (wordless === 0) return fine("Windows puts all of the newest events into words", facts);
  return look(
    `Windows cannot put ${counted(wordless, "event")} into words`,
    "verify-health reports such events with what is known of them and goes on. If you need their texts, repair the provider that is named.",
    facts,
  );
};

export const events = serverCheck({
  number: "3",
  title: "Events in words",
  tells: `Of the newest ${EVENTS} events of both logs: how many Windows cannot put into words, and by which provider; then the same read that verify-health does.`,
  changes: null,
  needs: "member",
  ask: async (asked) => {
    const logs = await asked.question("Get-RUCheckEvent", { AtMost: EVENTS });
    const { cursor } = await asked.read("events.cursor", {});
    await asked.read("events.since", {
      cursor: { Application: Math.max(0, cursor["Application"] - EVENTS), System: Math.max(0, cursor["System"] - EVENTS) },
      levels: ["critical", "error", "warning"],
      atMost: EVENTS,
    });
    return logs;
  },
  judge: judgeEvents,
});

/** Whether raw text and PowerShell's property name one day. WMI writes the American way: 12/31/2013. */
function agrees(raw: string, property: string): boolean {
  const [, month = "", day = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(raw) ?? [];
  return property === "" || year === "" || property === `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

interface Hotfixes {
  readonly fixes: readonly Flat[];
  readonly culture: string;
  /** How many the product's own read knows with their day, and without. */
  readonly dated: number;
  readonly undated: number;
}

export const judgeHotfixes = ({ fixes, culture, dated, undated }: Hotfixes): Said => {
  const wrong = fixes.filter((fix) => !agrees(textOf(fix, "raw"), textOf(fix, "property")));
  const facts: readonly Fact[] = [
    ["hotfixes", fixes.length],
    ["culture of the session", culture],
    ["days that PowerShell's property cannot read", fixes.filter((fix) => textOf(fix, "property") === "").length],
    ["days that it reads otherwise than they are", wrong.length],
    ["updates with a day, as this package reads them", dated],
    ["updates without one", undated],
  ];
  if (fixes.length === 0) return notHere("WMI lists no hotfixes", facts);
  if (undated > 0)
    return look(
      `the day of ${counted(undated, "update")} cannot be read`,
      `Please report how it is written: "${textOf(fixes[0], "raw")}".`,
      facts,
    );
  return fine("all days of hotfixes can be read", facts);
};

export const hotfixes = serverCheck({
  number: "10",
  title: "Days of hotfixes",
  tells: "How WMI writes the day of a hotfix, and what PowerShell makes of it by the country of the server.",
  changes: null,
  needs: "member",
  ask: async (asked): Promise<Hotfixes> => {
    const fixes = await asked.question("Get-RUCheckHotfix");
    const [session] = await asked.question("Get-RUCheckSession");
    const { updates } = await asked.read("update.installed", {});
    const all = updates ?? [];
    return {
      fixes,
      culture: textOf(session, "culture"),
      dated: all.filter(({ installedAt }) => installedAt !== null).length,
      undated: updates === null ? fixes.length : all.filter(({ installedAt }) => installedAt === null).length,
    };
  },
  judge: judgeHotfixes,
});

const setByGroupPolicy = /^(MachinePolicy|UserPolicy|registry of Group Policy)$/;
const forbids = /^(Restricted|AllSigned)$/;

/** @param product what is installed there, as far as it is known */
export function judgePolicies(policies: readonly Flat[], product: string | null): Said {
  const scopes = policies.map((one) => ({ scope: textOf(one, "scope"), policy: textOf(one, "policy") }));
  const facts = scopes.map(({ scope, policy }): Fact => [scope, policy]);
  if (scopes.length === 0) return unknown("the execution policies are not known", "Run Get-ExecutionPolicy -List there.", facts);
  const byGroupPolicy = scopes.filter(({ scope, policy }) => setByGroupPolicy.test(scope) && policy !== "Undefined");
  if (byGroupPolicy.length > 0 && product !== null && product.includes("Exchange"))
    return look(
      `Group Policy sets the execution policy (${byGroupPolicy.map(({ scope, policy }) => `${scope}: ${policy}`).join(", ")}), and Exchange is installed`,
      "An update rollup of Exchange can destroy the installation then (KB2810617). Take this server out of that policy before any update.",
      facts,
    );
  // The first that is set decides.
  const inForce = scopes.find(({ policy }) => policy !== "Undefined")?.policy ?? "Restricted";
  if (forbids.test(inForce))
    return look(
      `the execution policy in force is ${inForce}`,
      byGroupPolicy.length > 0
        ? "Group Policy forbids the modules of this package: change it for this computer."
        : "Run Set-ExecutionPolicy RemoteSigned as administrator; unblock a downloaded package with Unblock-File.",
      facts,
    );
  return fine(`the execution policy in force is ${inForce}${byGroupPolicy.length > 0 ? ", by Group Policy" : ""}`, facts);
}

export const policies = serverCheck({
  number: "12",
  title: "Execution policies",
  tells: "The execution policy of each scope, and whether Group Policy sets it: with Exchange that is a reason not to update.",
  changes: null,
  needs: "member",
  ask: async (asked) => ({
    scopes: await asked.question("Get-RUCheckPolicy"),
    product: (await asked.read("update.installed", {})).product,
  }),
  judge: ({ scopes, product }) => {
    const said = judgePolicies(scopes, product);
    // Our functions are sent into the session, and a task of ours asks for RemoteSigned itself: Restricted without Group Policy stops neither.
    const harmless =
      said.answer === "look" && !scopes.some((one) => setByGroupPolicy.test(textOf(one, "scope")) && textOf(one, "policy") !== "Undefined");
    return harmless ? fine(`${said.what}, which stops nothing: jobs ask for RemoteSigned themselves`, said.facts) : said;
  },
});
