/** Taking members out of the cluster, and back into it. */
export const traffic = {
  "clients.some": { one: "__count__ client", other: "__count__ clients" },
  "clients.unknown": "an unknown number of clients",

  "drainstop.already": "already __state__",
  "drainstop.drained-before": "stopped: this run had told it to drain before it was interrupted",
  "drainstop.stopped-before": "stopped: this run had stopped it before it was interrupted",
  "drainstop.waiting": "__clients__ left, __time__ of __limit__",
  "drainstop.would": "would be drained; __clients__ now",
  "drainstop.drained": "no clients left after __time__",
  "drainstop.ended": "stopped after __time__ of draining; the clients could not be counted",
  "drainstop.stopped-early": "stopped after __time__ of draining, while __clients__ were still connected",
  "drainstop.stopped-with-clients":
    "__member__ was stopped in NLB while __clients__ were still connected (counted __before__ before that was seen). This was not the end of the drain: somebody or something else has stopped it, and its clients were cut.",
  "drainstop.undone": "Somebody or something has started __member__ in NLB while it was being drained: it takes new clients again.",
  "drainstop.not-begun":
    "__member__ was told to drain, but it still takes new clients: it does not drain, or somebody has started it again.",
  "drainstop.undone.hint": "It is not drained again. Find out who needs it in service, then start again.",
  "drainstop.cut": "stopped; __clients__ cut",
  "drainstop.limit": "__clients__ still connected after __limit__ of draining.",
  "drainstop.limit.hint": "Try again at a quieter hour, allow more time, or set the step to cut at the limit.",
  "drainstop.cut-at-limit": "The limit of __limit__ has passed: __clients__ cut on __member__, as the step's setting says.",
  "drainstop.waiting-on": "__clients__ left at the limit; waiting __time__ more",
  "drainstop.not-stopped": "__member__ was told to stop in NLB, but has not stopped.",
  "drainstop.others-not-converged": "__member__ is out, but the others have not converged within __limit__: __missing__.",

  "convergence.hint":
    "Compare the port rules of all members, check the heartbeat between them, and look for NLB event 67 in their System logs.",
  "convergence.hint-silent": "Find out whether __members__ is up and can be reached, and how it stands in NLB.",
  "convergence.waiting": "waiting for the array to converge",
  "convergence.converging": "__name__ is converging",
  "convergence.silent": "__name__ does not answer",
  "convergence.state": "__name__ is __state__",
  "convergence.no-default-host": "no member is the default host",
  "convergence.nobody": "no member has answered",

  "by-hand.now": "By hand, now: __command__",
  "by-hand": "By hand: __command__",

  "boot.not-down-yet": "boot: not gone down yet, __time__",
  "boot.not-back": "__member__ has not come back within __limit__ after it was told to restart.",
  "boot.none": "__member__ has no new boot time within __limit__; it last booted at __bootedAt__.",
  "boot.hint": "Look at its console: does it hang while it shuts down, or is it installing updates?",
  "boot.silent-after": "__member__ no longer answers after its boot, so it is not known whether it serves.",
  "boot.silent-after.hint": "Look at it now.",
  "boot.came-in":
    "__member__ was in service in NLB (__state__) __since__, before it was verified. It was told to stop at once; __clients__. __why__",
  "boot.since": "__time__ after its boot",
  "boot.since-unknown": "after its boot",
  "boot.no-clients": "it had no clients",
  "boot.clients-cut": { one: "__count__ client was cut", other: "__count__ clients were cut" },
  "boot.clients-of-converging": "its clients were not counted, since it was still converging",
  "boot.clients-not-counted": "how many clients it had is not known",
  "boot.why.default-state":
    "Its default state is started, so NLB starts at each boot: check whether the flow sets it to stopped before the restart.",
  "boot.why.last-state": "NLB on it takes its last state again after a boot, whatever its default state says; this may be the reason.",
  "boot.why.somebody":
    "Its default state is __state__, and NLB on it does not take its last state again after a boot, so somebody or something has started it.",
  "boot.why.not-known":
    "Its default state is __state__, so somebody or something has started it, unless NLB has taken its last state again after the boot (whether it does so there is not known).",
  "boot.not-stopped": "__member__ serves unverified and could not be stopped.",

  "boot.took-traffic":
    "__member__ had come into service unverified and was stopped again: it took traffic after its boot, before it was verified.",
  "boot.took-traffic.hint": "Find out who or what started it before you go on.",
  "boot.serves-unverified": "__member__ SERVES UNVERIFIED after its boot (__why__), and the run has no way to stop it.",
  "boot.serves-unverified.hint": "Take it out at your load balancer now.",
  "boot.not-known": "It is not known whether __member__ serves after its boot: __why__.",

  "out.not-out": "__member__ is __state__ in NLB and may have clients; __doing__ would cut them.",
  "out.not-out.hint": "Take it out of the cluster first (nlb-drainstop), then retry the step.",

  "out.nothing-tells": "__member__ is in no NLB cluster, so nothing shows that it is out of traffic; __doing__ might cut clients.",
  "out.nothing-tells.hint":
    "If members of this array are taken out by other means than NLB, say so in the server-array node: then its HTTP request or its script must tell that the member is out. Then retry.",
  "out.serves": "__member__ takes traffic (__why__); __doing__ would cut clients.",
  "out.not-told": "Nothing shows that __member__ is out of traffic (__why__); __doing__ might cut clients.",
  "out.not-looked-at": "it was not looked at",
  "out.by-other-means.hint":
    "Take it out at your load balancer first. The HTTP request or the script of the server-array node must then say that it takes no traffic: another status, or exit code 2. Then retry the step.",

  "start.serves-again": "serves again, converged together with the others",
  "start.served-already": "was already serving, converged together with the others",
  "start.suspended-before": "__member__ is suspended, as it was before the run; it was not resumed.",
  "start.suspended-since": "__member__ is suspended; somebody has done that since the run began, so it was not resumed.",
  "start.suspended.hint": "If it is to serve: __command__. Then retry the step.",
  "start.not-converged": "__member__ has not converged together with the others within __limit__: __missing__.",
  "start.suspended-again": "suspended again, as it was found",
  "start.stays-out": "stays __state__: it was found __found__ and was to be left out",
  "start.came-in": "__member__ was found __found__ and was to stay that way, but is __state__ now.",

  "default-state.it": "the default state in NLB",
  "default-state.now": "now it is __state__, and it is left so",
  "default-state.not-known.hint": "Choose Started or Stopped in this step instead of “as found”.",
  "default-state.is": "default state is __state__",
  "default-state.was": "default state was __state__",
  "default-state.not-set": "the default state was to become __state__, but has not.",
  "default-state.not-set.hint": "Look at the member's NLB properties.",
  "default-state.not-converged":
    "After the default state of __member__ was set, the array has not converged again within __limit__: __missing__.",
} as const;
