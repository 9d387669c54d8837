/** Is a member, and its array, fit to start? */
export const preflight = {
  "preflight.finding": "__check__: __what__",
  "preflight.findings": { one: "__count__ finding", other: "__count__ findings" },
  "preflight.not-fit": "__member__ is not fit to start, __number__: __findings__.",
  "preflight.not-fit.hint": "Nothing was touched.",
  "preflight.fit": "fit",
  "preflight.fit-with": { one: "fit, __count__ warning", other: "fit, __count__ warnings" },
  "preflight.verdict": "__name__: __why__",
  "preflight.too-few-serve": "without it __serving__ of __others__ others serve, but at least __least__ must (__out__)",
  "preflight.too-few": "without it __serving__ of __others__ others serve, but at least __least__ must",
  "preflight.not-all-serve": "not all others serve (__out__)",
} as const;
