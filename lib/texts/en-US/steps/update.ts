/** The backup before an update, and its installation. */
export const update = {
  "backup.none": "no backup is set up",
  "backup.would": "would back up",
  "backup.done": "backed up",
  "backup.proven": "backed up, proven by __file__",
  "backup.who": "the backup",
  "backup.no-proof": "the backup ended well, but __file__ is not there.",
  "backup.hint": "Look at the backup's own log on __member__. Nothing has been installed yet.",

  "package.not-known": "it is not known whether __package__ is installed, since the Windows updates on the member could not be read",
  "package.unfit": "__package__ is made for builds __fits__*, but the member has __build__",
  "package.not-compared":
    "it is not known whether the member has what __package__ brings: it has build __build__, which is newer than __expected__, but of another version, service pack or cumulative update",
  "package.unfit-line":
    "__package__ brings build __expected__, so it is made for __fits__ and not for build __build__, which the member has",
  "package.unfit-unknown": "__package__ is made for builds __fits__*, but the build of the member cannot be read",
  "package.missing": "__file__ is not on the member",
  "package.missing-without-hash": "__file__ is not on the member; it can be copied only if the update-package names its SHA-256",
  "package.missing.hint": "Put it there, or say in the update-package where to copy it from.",
  "package.other-hash": "__file__ has SHA-256 __hash__, not __expected__",
  "package.hash-unread": "the SHA-256 of __file__ cannot be read; it should be __expected__",
  "package.bad-signature": "the signature of __file__ is not valid",
  "package.hash.hint": "Download it again and compare it with the vendor's hash; do not install it.",
  "package.copying": "copying __package__",
  "package.not-copied": "__file__ could not be copied: __what__.",
  "package.not-in-place": "__problem__.",

  // What an installer cannot bear, or lacks
  "unattended.exe": "__file__ has no arguments: it would open a window, and wait for somebody to click where nobody sees it",
  "unattended.exe.hint":
    "Take the .msp of the same update, which Microsoft makes for automated installations (KB5011363), or put the switches that make this one silent into the update-package, under Arguments.",
  "unattended.mode":
    "the arguments for __file__ do not include a mode: setup would open its wizard, and wait for somebody to click where nobody sees it",
  "unattended.mode.hint": "Add /mode:Upgrade to the arguments of the update-package: arguments there take the place of the default.",
  "license-terms.none": "no argument for __file__ accepts the license terms of Exchange: setup would end at once",
  "license-terms.other":
    "the arguments for __file__ accept the license terms by a switch that this version of setup does not know: it would end at once",
  "license-terms.hint":
    "Read the terms. If you accept them, add the switch to the arguments of the update-package, beside /mode:Upgrade. One of these fits: __switches__. Those with DiagnosticData are for the cumulative updates of September 2021 (2016 CU22, 2019 CU11) and later ones, and decide whether Exchange sends diagnostic data to Microsoft.",
  "interim-update.installed": "an interim update is installed, beside which the installer of Exchange 2010 fails: __updates__",
  "interim-update.hint": "Remove it in Programs and Features, among the installed updates, and restart the server if it asks for that.",
  "interim-update.unread": "it is not known whether an interim update is installed, since the updates on the member could not be read",
  "execution-policy.of-computer": "MachinePolicy: __policy__",
  "execution-policy.of-system": "UserPolicy of SYSTEM, as which installers run: __policy__",
  "execution-policy.of-account": "UserPolicy of the account: __policy__",
  "execution-policy.set":
    "Group Policy sets the execution policy of PowerShell (__policies__): an update of Exchange fails under it after files were removed, and Exchange does not work afterward (KB2810617)",
  "execution-policy.hint":
    "For the time of the update, set “Turn on Script Execution” to Not Configured for __member__: unlink the GPO that sets it, deny it to this server, or change the local policy. Then run gpupdate /force there, and check whether Get-ExecutionPolicy -List says Undefined for MachinePolicy and UserPolicy. Meanwhile, Set-ExecutionPolicy can set what the server needs.",
  "execution-policy.hint-system":
    "__hint__ What is set for SYSTEM is not in that list, but in the registry: HKEY_USERS\\S-1-5-18\\Software\\Policies\\Microsoft\\Windows\\PowerShell.",
  "execution-policy.unread":
    "it is not known whether Group Policy sets the execution policy of PowerShell, under which an update of Exchange would fail half-way: __what__",
  "execution-policy.unread.hint": "Run Get-ExecutionPolicy -List on __member__, and find out why it cannot be read.",

  "install.not-started": "__what__. Nothing was installed.",
  "install.doing": "an installation",
  "install.already": "__package__ is installed already",
  "install.already-build": "__package__ is installed already, build __build__",
  "install.not-applicable":
    "__package__ does not apply to __member__ (__code__), so nothing was installed: either a newer update that is installed has it, or it is made for another version.",
  "install.nothing": "__package__ does not apply, nothing was installed",
  "install.not-known": "__why__. Nothing was installed.",
  "install.not-known.hint":
    "Check whether the service Winmgmt is running there: a failed installation may have left it disabled. Then start the run again.",
  "install.unfit": "__why__.",
  "install.unfit.hint": "Choose the package that fits, or bring the member to that version first.",
  "install.would": "would install __package__",
  "install.done": "__package__ installed",
  "install.done-build": "__package__ installed, build __build__",
  "install.wants-restart": "__what__, asks for a restart",
  "install.restarted": "__what__, restarted the server itself",
  "install.slow":
    "the installer has been running for __minutes__ min. If it stays at “Creating native images for .Net assemblies”, the server probably cannot reach crl.microsoft.com, where it asks for each file whether its certificate was revoked. Let it go on: ended by force it would leave services disabled. For the next server, give it a way to that address, or turn off the check of publishers' certificates for SYSTEM until the update is done.",
  "install.account": "setup did not begin as __account__: __what__. Nothing was installed.",
  "install.account.hint": "Look at this account, and at its rights on the member.",
  "install.busy": "another installation is running; attempt __attempt__ in __time__",
  "install.still-busy": {
    one: "another installation was running (exit code 1618).",
    other: "another installation was running at each of __count__ attempts (exit code 1618).",
  },
  "install.still-busy.hint":
    "Find out what is installing there (Windows Update, software distribution), let it finish, then retry the step.",
  "install.who": "the installer",
  "install.failed": "the installer ended with exit code __code__ (__meaning__).",
  "install.setup-failed": "setup ended with exit code __code__ (__meaning__); __log__.",
  "install.setup-killed": "setup ended without an exit code, as if it had been killed; __log__.",
  "install.log-end": "Its log (__log__) ends: “__end__”.",
  "install.disabled": "Services that it left disabled: __services__.",
  "install.disabled-many": {
    one: "It left __count__ service disabled, among others __services__.",
    other: "It left __count__ services disabled, among them __services__.",
  },
  "install.read-log-and": "__read__ __advice__",
  "install.read-log-at": "Read the end of __log__ on __member__.",
  "install.read-log": "Read the end of the installer's log on the member.",
  "install.other-build": "the installer says that it is done, but the build is __build__ instead of __expected__.",
  "install.build-unread": "the installer says that it is done, but the build cannot be read; it should be __expected__.",
  "install.silent": "the installer says that it is done, but the member has not answered since, so its build is not known.",
  "install.other-build.hint": "Read the installer's log: did it install something else, or does the update-package expect the wrong build?",
  "install.silent.hint": "Look at its console: is it starting, or does it hang?",
  "exit-code.unknown": "not a code that the Windows Installer knows",
  "exit-code.unknown-of-setup": "not a code with which setup is known to end",
} as const;
