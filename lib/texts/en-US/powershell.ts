/** What happened to PowerShell, to sessions and to the questions sent through them. What Windows or a program said is put in as it was said. */
export const powershell = {
  "powershell.said": "__what__ (__said__)",
  "powershell.scom-server": "SCOM server __name__",
  "powershell.no-job-password": "setup is to run as __account__, and the connection has no password for it",
  "powershell.other-job-account": "setup is to run as __account__, and the connection has the password of __known__",
  "powershell.no-job-password.hint":
    "Nothing was sent. Enter this account and its password in the server-connection, or use a group managed service account, which needs none.",

  // The PowerShell beside Node-RED cannot be used
  "powershell.own-host": "PowerShell on the host of Node-RED: __what__",
  "powershell.not-found": "__executable__ was not found, or cannot be started",
  "powershell.not-found.hint": "Install PowerShell on the host of Node-RED, or name its path in the connection.",
  "powershell.wrong-version": "it is version __version__, but 5.1 or later is needed",
  "powershell.wrong-version.hint": "Install Windows PowerShell 5.1 or PowerShell 7 on the host of Node-RED.",
  "powershell.policy": "its execution policy does not let it load the PowerShell module of this package",
  "powershell.language-mode": "it runs in __mode__ mode, in which the PowerShell module of this package cannot work",
  "powershell.blocked.hint":
    "A policy of this host blocks the PowerShell files of this package: allow them (execution policy RemoteSigned; AppLocker; App Control), or sign them.",
  "powershell.cannot-start": "it could not be started",
  "powershell.no-pipes": "it could not be started: this process has too many files open",
  "powershell.ended-at-start": "it ended as it was starting (__how__)",
  "powershell.start-late": "it was not ready within __limit__",
  "powershell.deaf": "it does not receive what is sent to its standard input",
  "powershell.deaf.hint":
    "Try it on the host of Node-RED, in a command prompt under its account: (echo 'received' & ping -n 4 127.0.0.1 >nul) | powershell -NoProfile -NonInteractive -Command - must print \"received\". If it does not, a virus scanner or a policy keeps input from it; PowerShell 7 may do better.",
  "powershell.no-lane": "it could not make room for another server",
  "powershell.no-module": "it could not load the PowerShell module of this package",
  "powershell.not-started.hint": "Start this PowerShell by hand under the account that runs Node-RED, and see what it says.",

  // It did not answer
  "powershell.exit-code": "exit code __exitCode__",
  "powershell.ended": "PowerShell ended before it answered (__how__)",
  "powershell.ended.hint": "Look at the host of Node-RED: did it run out of memory, or did somebody or a virus scanner end PowerShell?",
  "powershell.none-free": "no PowerShell became free in time",
  "powershell.not-ready": "PowerShell was not ready in time",
  "powershell.timed-out.hint": "Check whether the server or the host of Node-RED is under load, or whether something on them hangs.",
  "powershell.flood": "PowerShell printed more than __limit__ characters and was ended",
  "powershell.flood-at-start": "PowerShell printed too much as it was starting",
  "powershell.flood.hint": "Look for a script or a program that prints this much, and let it write to a file instead.",
  "powershell.no-result": "PowerShell gave no answer",
  "powershell.no-result.hint": "Look for a script or a program that reads standard input: it may have taken what was sent to PowerShell.",
  "powershell.not-sent": "the call was canceled before it was sent",
  "powershell.cancelled": "the call was canceled after it was sent",
  "powershell.closed-before": "PowerShell was closed before the call was sent",
  "powershell.closed-meanwhile": "PowerShell was closed before it answered",

  // The session to the server
  "powershell.no-session": "no session could be opened: __what__",
  "powershell.no-session.hint": "Check that __computer__ is up, and that WinRM or SSH gets through to it (service, port, firewall).",
  "powershell.denied": "access was denied: __what__",
  "powershell.denied.hint":
    "Check the account of the connection: it must be an administrator on __computer__, or be allowed to use its JEA endpoint.",
  "powershell.held-back.hint":
    "Check the user and password of the connection, and the rights of the account on __computer__. The account is not tried again for __pause__: a few wrong passwords would lock it.",

  // What the server lacks
  "powershell.not-offered": "the endpoint does not offer __command__",
  "powershell.other-version": "the endpoint has another version of the module RollingUpdate: __what__",
  "powershell.not-allowed": "the server does not allow this value: __what__",
  "powershell.not-allowed.hint":
    "With a JEA endpoint: write its files again from the flow as it is now (packages of another kind, or in another folder?) and register it again on __computer__.",
  "powershell.not-offered.hint":
    "Install the module RollingUpdate of this package's version on __computer__ and register the endpoint again; check the endpoint's name in the connection.",
  "powershell.no-command": "there is no command __command__ on the server",
  "powershell.no-command.hint": "The Windows feature or product that provides it, or its PowerShell module, is missing on __computer__.",

  // A package that neither side could read
  "powershell.silent-share": "__what__; the host of Node-RED had looked for __path__ too, and got no answer within __limit__",

  // In the middle of a change
  "powershell.broke-off": "the change stopped partway: __what__",

  // Why ssh did not connect
  "ssh.denied": "SSH did not accept the key",
  "ssh.denied.hint": "Check the user and key file of the connection, and the authorized keys of the server.",
  "ssh.host-key": "the host key of the server is not known or has changed",
  "ssh.host-key.hint": "Compare the key with the one on the server, then add it to the known-hosts file.",
  "ssh.no-name": "the name could not be resolved",
  "ssh.no-name.hint": "Check the address in the server-array.",
  "ssh.refused": "the connection was refused",
  "ssh.refused.hint": "Check that its SSH server is running, on the port that is set in the connection.",
  "ssh.no-answer": "no answer from the server",
  "ssh.no-answer.hint": "Check that the server is up, and that the firewall lets SSH through.",
  "ssh.no-way": "there is no route to the server",
  "ssh.no-way.hint": "Check the address and the network.",
  "ssh.no-subsystem": "the SSH server does not offer PowerShell",
  "ssh.no-subsystem.hint": "Add the subsystem powershell to its sshd_config (docs/real-servers.md).",
  "ssh.no-key-file": "the key file cannot be read",
  "ssh.no-key-file.hint": "Check the key file of the connection.",
  "ssh.closed": "the server closed the connection",
  "ssh.closed.hint": "Check whether it is up: it may be shutting down or starting.",
} as const;
