/** Why `ssh` did not connect. PowerShell says the same of all of them. */
interface Reason {
  readonly what: string;
  readonly hint: string;
  readonly denied?: true;
}

/** OpenSSH prints the same words in every language. */
const reasons: readonly (readonly [RegExp, Reason])[] = [
  [
    /Permission denied/i,
    {
      what: "SSH did not accept the key",
      hint: "Check user and key file of the connection, and the authorized keys of the server.",
      denied: true,
    },
  ],
  [
    /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known/i,
    {
      what: "the host key of the server is not known or has changed",
      hint: "Add its key to the known-hosts file once you have checked it.",
    },
  ],
  [/Could not resolve hostname/i, { what: "the name could not be resolved", hint: "Check the address in the server-array." }],
  [/Connection refused/i, { what: "the connection was refused", hint: "Is an SSH server running there, on the port of the connection?" }],
  [/(Connection|Operation) timed out/i, { what: "no answer from the server", hint: "Is it up, and does the firewall let SSH through?" }],
  [/No route to host|Network is unreachable/i, { what: "there is no way to the server", hint: "Check address and network." }],
  [
    /subsystem request failed/i,
    { what: "the SSH server knows no PowerShell", hint: "Add the subsystem powershell to its sshd_config (docs/real-servers.md)." },
  ],
  [
    /Identity file .* not accessible|no such identity/i,
    { what: "the key file cannot be read", hint: "Check the key file of the connection.", denied: true },
  ],
  [
    /(kex_exchange_identification|Connection (reset|closed) by)/i,
    { what: "the server closed the connection", hint: "It may be going down or coming up." },
  ],
];

export const sshReason = (said: string): Reason | undefined => reasons.find(([pattern]) => pattern.test(said))?.[1];
