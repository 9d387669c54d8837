/** What a run says of the course of a night: in which order members are taken, how those that are updated do before more are, and whether there is time. */
export const course = {
  "order.default-host": "__member__ is the default host of the array: it is updated last.",
  "order.no-default-host": "No member, or more than one, says that it is the default host: they are updated in the order of the array.",
  "order.default-host-unknown":
    "It is not known which member is the default host (__member__: __why__): they are updated in the order of the array.",
  "soak.well": "__updated__ did as well as __others__ for __time__.",
  "soak.worse": "__updated__ did worse than __others__ for __time__: __worse__.",
  "soak.worse.hint": "Nothing was done to __others__. Look at what the updated members log before you start a run for the rest.",
  "soak.errors": {
    one: "__member__ has logged __count__ error of __source__, the others at most __most__",
    other: "__member__ has logged __count__ errors of __source__, the others at most __most__",
  },
  "soak.services": "__services__ should run on __member__ and does not, but runs on the others",
  "soak.silent": "__member__: __why__",
  "soak.no-cursor": "it did not say where its event logs stood when the soak began",
  "soak.unknown": "It is not known whether __updated__ did as well as __others__ for __time__: __whys__.",
  "soak.unknown.hint": "Nothing was done to __others__. Look at the updated members before you start a run for the rest.",
  "run.window-closed": "The maintenance window is closed: it is open from __from__ to __to__ (__zone__).",
  "run.does-not-fit": "__next__ was not started: it takes about __needed__ (__source__), and __ends__.",
  "run.window-ends": "the maintenance window ends in __left__",
  "run.deadline-in": "the run is to be over in __left__ (at __at__)",
  "run.deadline-over": "the run was to be over at __at__.",
  "run.deadline-passed": "The run was to be over at __at__, which has passed.",
  "run.deadline-without-zone":
    "The deadline __deadline__ does not say by whose clocks. Give it an offset (2026-12-02T04:00+01:00), or set a time zone in the loop.",
  "run.too-late": "__next__ was not started: __over__",
  "run.update-too-late": "The update was not started on __member__: __over__",
  "run.update-does-not-fit":
    "The update was not started on __member__: from there on a member has taken up to __needed__ until it was verified and back, and __ends__.",
  "run.short-of-time":
    "Not all members will be done in time: one takes about __needed__ (__source__), and __ends__. __members__ will most likely not be started.",
  "run.too-late.hint": "Start again when the window is open, or change the window, the deadline or “One member takes”.",
  "run.takes-as-set": "set by “One member takes” in the loop",
  "run.takes-as-before": "as __name__ did in this run",
  "run.takes-as-earlier": "as __name__ did in run __run__",
  "run.takes-as-other": "as __name__ did in run __run__, with another update: __update__",
  "run.takes-slowest": "__source__, the slowest of __measured__; __usual__ is usual",
  "run.takes-assumed": "assumed, since no earlier run tells, and “One member takes” in the loop is not set",
  "run.window-closes": "the maintenance window (__from__ to __to__, __zone__) is closed until __opensAt__.",
  "report.window": "maintenance window",
  "report.window-is": "__from__ to __to__ (__zone__)",
  "report.deadline": "deadline",
  "report.reckoned": "reckoned at start",
  "report.reckoned-real":
    "one member takes about __needed__ (__source__); a real run has updated all in about __usual__, in the slow case in __slow__",
  "report.reckoned-is":
    "one member takes about __needed__ (__source__); all are done by about __usualEnd__, in the slow case by __slowEnd__",
} as const;
