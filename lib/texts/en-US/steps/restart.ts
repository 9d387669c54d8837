/** Restarting a member, and waiting until its services have come up. */
export const restart = {
  "restart.doing": "a restart",
  "restart.restarting": "restarting",
  "restart.asked-for": "__package__ asked for it",
  "restart.done": "restarted: __why__",
  "restart.done-before": "restarted: this run had told it to before it was interrupted",
  "restart.done-always": "restarted, as the step's setting says",
  "restart.by-installer": "the installer restarted the server itself",
  "restart.would": "would restart if the installer asks for it",
  "restart.only-if": "the installer asks for a restart",
  "restart.none": "no restart is needed",
  "restart.booted-since": "has booted since the update, at __bootedAt__",
  "restart.settling": {
    one: "__count__ service still to start, __time__",
    other: "__count__ services still to start, __time__",
  },
  "restart.not-settled": {
    one: "__time__ after its boot this service is not running yet: __services__.",
    other: "__time__ after its boot these services are not running yet: __services__.",
  },
  "restart.services-not-known": "it is not known whether its services are running: it did not answer within __time__ after its boot.",
} as const;
