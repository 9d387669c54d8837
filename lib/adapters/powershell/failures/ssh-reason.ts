import type { Text } from "../../../texts";
import { text } from "../../../texts";

/** Why `ssh` did not connect. PowerShell says the same about all of them. */
interface SshReason {
  readonly what: Text;
  readonly hint: Text;
  /** The server, or this host, does not let the account in: the next attempt would fail too. */
  readonly denied: boolean;
}

type Why = "denied" | "host-key" | "no-name" | "refused" | "no-answer" | "no-way" | "no-subsystem" | "no-key-file" | "closed";

/** Told apart by what ssh prints, since it has one exit code for all of them. OpenSSH prints the same words in every language. */
const patterns: readonly (readonly [RegExp, Why])[] = [
  [/Permission denied/i, "denied"],
  [/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known/i, "host-key"],
  [/Could not resolve hostname/i, "no-name"],
  [/Connection refused/i, "refused"],
  [/(Connection|Operation) timed out/i, "no-answer"],
  [/No route to host|Network is unreachable/i, "no-way"],
  [/subsystem request failed/i, "no-subsystem"],
  [/Identity file .* not accessible|no such identity/i, "no-key-file"],
  [/(kex_exchange_identification|Connection (reset|closed) by)/i, "closed"],
];

const reasonOf = (why: Why): SshReason => ({
  what: text(`ssh.${why}`),
  hint: text(`ssh.${why}.hint`),
  denied: why === "denied" || why === "no-key-file",
});

/** @returns null if ssh has printed nothing that says why */
export function sshReason(printed: string): SshReason | null {
  const found = patterns.find(([pattern]) => pattern.test(printed));
  return found === undefined ? null : reasonOf(found[1]);
}
