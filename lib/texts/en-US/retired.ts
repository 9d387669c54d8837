/** What nobody says any more, but journals and reports of earlier versions do. */
export const retired = {
  "install.left-disabled": "__what__ Services that it left disabled: __services__.",
  "install.failed.hint": "__advice__ The report says how the member was left.",
  "preflight.has-it-but-is-out.hint":
    "Nothing was touched. No run here has left it so: find out who has taken it out. Verify the member and bring it into service, or start for the other members only.",
  "clients.left": { one: "__count__ client left", other: "__count__ clients left" },
  "job.last-seen": "when last seen, the job was __state__",
  "job.last-seen-saying": "when last seen, the job was __state__: __says__",
} as const;
