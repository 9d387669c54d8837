/** What several steps say: while they wait, when a server refuses, of jobs, and of the log of Exchange's setup. */
export const parts = {
  "waiting.boot": "boot",
  "waiting.job": "job",
  "waiting.services": "services",
  "waiting.health": "health",
  "waiting.version": "version",
  "waiting.installing": "installing",
  "waiting.backing-up": "backing up",
  "waiting.silent": "__doing__: not answering for __time__",
  "waiting.silent-last-seen": "__doing__: not answering for __time__; last seen: __says__",

  "as-found.not-known":
    "It is not known how __what__ of __member__ was before (__now__): this step was not told how the member was found, and no run here has left it half done.",

  "refused.hint": "__advice__ Then retry the step.",

  "job.running": "__doing__, __time__",
  "job.not-appeared": "the job was started, but did not appear within __limit__.",
  "job.not-appeared.hint": "Look at the scheduled tasks on __member__, then retry the step.",
  "job.silent":
    "__member__ does not answer, __limit__ after its job was started (__doing__); __lastSeen__. The state of the job is not known.",
  "job.silent.hint": "Look at its console: is it down, does it hang, or is only the connection to it broken?",
  "job.limit": "the job (__doing__) has not ended within __limit__; __lastSeen__.",
  "job.limit.hint": "Look at __member__ itself: is it still at work, or is it waiting for somebody to answer a question?",
  "job.ended": "__who__ ended with exit code __code__.",
  "job.ended-saying": "__who__ ended with exit code __code__ (__says__).",
  "job.killed": "__who__ ended without an exit code, as if it had been killed.",
  "job.killed-saying": "__who__ ended without an exit code, as if it had been killed (__says__).",
  "job.never-seen": "it has not answered since",
  "job.seen-at": "when last seen, at __at__, the job was __state__",
  "job.seen-at-saying": "when last seen, at __at__, the job was __state__: __says__",

  "setup-log.failure": "the setup log says that it did not complete",
  "setup-log.nothing": "setup wrote nothing into its log",
  "setup-log.unfinished": "the setup log ends in the middle",
  "setup-log.unknown": "the setup log does not say how it ended",
  "setup-log.undated": "it cannot be read from the setup log when its last run began, so it is not known whether that was this one",
  "setup-log.because": { one: "__verdict__: __causes__", other: "__verdict__, __count__ causes: __causes__" },
  "setup-log.because-some": "__verdict__, __all__ causes, the last __named__ of them: __causes__",
} as const;
