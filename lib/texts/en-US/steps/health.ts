/** Is a member as well after its update as it was before? */
export const health = {
  "health.good": "healthy",
  "health.good-with": {
    one: "healthy; __count__ error logged since before the update, __afterBoot__ of them after the boot",
    other: "healthy; __count__ errors logged since before the update, __afterBoot__ of them after the boot",
  },
  "health.good-with-more": {
    one: "healthy; __count__ error logged since before the update, __afterBoot__ of them after the boot; there are more that were not read",
    other:
      "healthy; __count__ errors logged since before the update, __afterBoot__ of them after the boot; there are more that were not read",
  },
  "health.good-signed-on": "__good__; __signedOn__",
  "health.good-idle": "__good__; no longer running, and not missed: __services__",
  "health.so-far": { one: "__first__", other: "__count__ findings: __first__" },
  "health.failed": {
    one: "__member__ is not healthy __time__ after its update, 1 finding: __findings__.",
    other: "__member__ is not healthy __time__ after its update, __count__ findings: __findings__.",
  },
  "health.failed-idle": {
    one: "__member__ is not healthy after __time__, 1 finding: __findings__. Nothing was installed on it in this run.",
    other: "__member__ is not healthy after __time__, __count__ findings: __findings__. Nothing was installed on it in this run.",
  },
  "health.failed-idle.hint": "Fix what is named, and check whether the flow leaves out an install step.",
  "health.failed.hint": "Fix what is named, then verify it again and put it back.",
  "health.silent": "it does not answer",
  "health.unsteady": "it does not stay healthy for two looks in a row",

  "health.not-installed": "__package__ is not among the installed updates",
  "health.not-confirmed":
    "it could not be confirmed that __updates__ is on __member__: its installer said so, but it is in no list there (updates of Windows, patches of Windows Installer, programs, history of the Windows Update Agent)",
  "health.not-confirmed-unread":
    "it could not be confirmed that __updates__ is on __member__: its installer said so, but it is in no list there that can be read (of the history of the Windows Update Agent: __why__)",
  "health.update-failed": "__kb__ is not installed: the Windows Update Agent says that its installation failed",
  "health.update-removed": "__kb__ is not installed: the Windows Update Agent says that it was removed",
  "health.other-build": "the build is __build__ instead of __expected__",
  "health.build-unread": "the build cannot be read; it should be __expected__",
  "health.not-restarted": "__package__ asked for a restart, but __member__ has not booted since",
  "health.restart-pending": "a restart is pending on __member__ (__cause__): __why__",
  "health.restart-not-known": "it is not known whether a restart is pending: __what__",
  "health.ran-before": "__service__ was running before and is __status__ now",
  "health.gone": "__service__ was running before and is no longer there",
  "health.should-run": "__service__ starts automatically, but is __status__",
  "health.disabled":
    "__service__ is disabled, was __was__ (to fix it: Set-Service __service__ -StartupType __was__; for all of them: <Exchange>\\Bin\\ServiceControl.ps1 AfterPatch)",
  "health.not-automatic":
    "__service__ is __status__, but no longer starts automatically: the next boot would leave it stopped (to fix it: Set-Service __service__ -StartupType automatic)",
  "health.port-closed": "port __port__ does not accept connections",
  "health.port-closed-since": "port __port__ does not accept connections (__why__)",
  "health.no-reply": "__where__: no answer",
  "health.no-reply-since": "__where__: no answer (__why__)",
  "health.sent-on": "__where__: status __status__, and __trouble__",
  "health.other-status": "__where__: status __status__ instead of __expected__",
  "health.errors": { one: "__count__ error from __source__ after the boot", other: "__count__ errors from __source__ after the boot" },
  "health.errors-wordless": {
    one: "__count__ error from __source__ after the boot, for which the server has no text",
    other: "__count__ errors from __source__ after the boot, for which the server has no text",
  },
  "health.errors-unread": {
    one: "not all errors in the event logs could be read: there are more after the first __count__",
    other: "not all errors in the event logs could be read: there are more after the first __count__",
  },
} as const;
