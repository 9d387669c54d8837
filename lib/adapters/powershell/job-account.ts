import type { OperationName } from "../../server";
import { isManaged, OperationFailed } from "../../server";
import { text } from "../../texts";
import type { Credential } from "./settings";

/** The operations that are about the account of a job. */
const about: readonly OperationName[] = ["job.account", "job.start"];

/** What is asked of a server. */
interface Asked {
  readonly server: string;
  readonly op: OperationName;
  readonly args: unknown;
}

/**
 * The password that goes with a request, beside it: that of the account under which a job is to run. Null where none is needed.
 * @throws OperationFailed where it is not known; nothing is sent then
 */
export function jobCredential({ server, op, args }: Asked, known: Credential | null): Credential | null {
  if (!about.includes(op)) return null;
  const { account } = args as { readonly account: string | null };
  if (account === null || isManaged(account)) return null;
  if (known !== null && known.user.toLowerCase() === account.toLowerCase()) return op === "job.start" ? known : null;
  throw new OperationFailed({
    server,
    operation: op,
    errorId: "account-no-password",
    what:
      known === null
        ? text("powershell.no-job-password", { account })
        : text("powershell.other-job-account", { account, known: known.user }),
    hint: text("powershell.no-job-password.hint"),
  });
}
