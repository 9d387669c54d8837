/** Maintenance mode in SCOM. */
export const monitoring = {
  "scom.begun-again": "Somebody has ended the maintenance mode of __member__ in SCOM while it is out; it was begun again.",
  "scom.ran-out":
    "The maintenance mode of __member__ in SCOM is over while it is out: its window has run out, or somebody has ended it. It was begun again.",
  "scom.begun": "in maintenance mode for __time__",
  "scom.extended": "maintenance mode was on already; extended to __time__ from now",
  "scom.was-on": "maintenance mode was on already, for __time__ more",
  "scom.waiting": "maintenance mode not in effect yet, __time__",
  "scom.not-in-effect": "the agent has not begun maintenance mode within __limit__.",
  "scom.not-in-effect.hint": "Is the agent running? Look for event 1215 in its Operations Manager log.",

  "scom.was-off": "maintenance mode was off already",
  "scom.it": "the maintenance mode in SCOM",
  "scom.now-on": "now it is on, and it is left so",
  "scom.now-on-until": "now it is on until __endsAt__, and it is left so",
  "scom.not-known.hint": "Find out who has begun it. If it is to end now: __command__.",
  "scom.stays-on": "maintenance mode stays on, as it was found",
  "scom.ends-as-found": "maintenance mode was on before the run and ends at __endsAt__, as it was found",
  "scom.parts-monitored": {
    one: "__count__ object that SCOM knows as part of the server is still monitored and may raise alerts.",
    other: "__count__ objects that SCOM knows as parts of the server are still monitored and may raise alerts.",
  },
  "scom.parts-left": {
    one: "__count__ object that SCOM knows as part of the server is still in maintenance mode: it has a window of its own.",
    other: "__count__ objects that SCOM knows as parts of the server are still in maintenance mode: they have windows of their own.",
  },
  "scom.stays-until": "maintenance mode stays on until __endsAt__: somebody else has made it longer",
  "scom.not-ours":
    "Somebody else has made the maintenance mode of __member__ in SCOM longer, until __endsAt__, while it was out. It was left so. If nobody needs it: __command__",
  "scom.ended": "maintenance mode is off",
  "scom.still-on": "maintenance mode was ended, but SCOM still shows it; it will end by itself at __endsAt__.",
  "scom.still-on-without-end": "maintenance mode was ended, but SCOM still shows it and gives no end for it. __command__",

  "scom.refused": "SCOM reported an error for __member__: __what__.",
  "scom.refused.hint":
    "The account needs the right to set maintenance mode for this computer, and SCOM knows computers by their full name.",
} as const;
