import type { ResultOf } from "../../../server";
import { isManaged } from "../../../server";
import { Refusal } from "../laws";

/** The number of the first Windows that has managed accounts for groups: Windows Server 2012. */
const MANAGED_SINCE = [6, 2] as const;

function hasManagedAccounts(os: string): boolean {
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)\.\d+/.exec(os) ?? [];
  const [since, minorSince] = MANAGED_SINCE;
  return Number(major) > since || (Number(major) === since && Number(minor) >= minorSince);
}

/** The lab's domain has every account that anybody names, with the password that the connection has for it. */
export const lookAtAccount = (account: string, os: string): ResultOf<"job.account"> => ({
  known: "yes",
  usableHere: !isManaged(account) ? "unknown" : hasManagedAccounts(os) ? "yes" : "no",
});

/** @throws Refusal where a job cannot run as it */
export function mayRunAs(account: string | null, os: string): void {
  if (account === null || lookAtAccount(account, os).usableHere !== "no") return;
  throw new Refusal(
    "account-not-usable",
    `this server may not use the managed account ${account}`,
    "Such accounts need Windows Server 2012 or newer.",
  );
}
