/** Maintenance mode in SCOM. */
export const monitoring = {
  "scom.refused": "SCOM refused for __member__: __what__.",
  "scom.refused.hint":
    "The account needs the right to set maintenance mode for this computer, and SCOM knows computers by their full name.",
} as const;
