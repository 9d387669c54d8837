/** What a run says of its batches: in which order members are taken, and how those that are updated do before more are. */
export const batches = {
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
} as const;
