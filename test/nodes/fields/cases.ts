import { eventNames, faultNames } from "../../../lib/adapters/lab";

/** What a field takes and what it does not, said once more: independently of the field. */
export interface Cases {
  /** What the runtime gets while nothing is set. Undefined where a value must be given. */
  readonly initially: unknown;
  readonly right: readonly unknown[];
  /** Values, and what is said of them. */
  readonly wrong: readonly (readonly [value: unknown, words: RegExp])[];
  /** What the empty field is told, where it must not be empty. */
  readonly needed?: RegExp;
  /** Settings with which the field counts, and others with which it does not. */
  readonly counts?: Settings;
  readonly not?: Settings;
}

export type Settings = Readonly<Record<string, unknown>>;

type When = Pick<Cases, "counts" | "not">;

export const whole = (from: number, to: number, initially: number | null, more: Partial<Cases> = {}): Cases => ({
  initially,
  right: [from, to, String(from), ` ${to} `],
  wrong: [
    [from - 1, new RegExp(`From ${from} to ${to}`)],
    [String(to + 1), new RegExp(`From ${from} to ${to}`)],
    ["-99999999999", new RegExp(`From ${from} to ${to}`)],
    ...["soon", "1.5", "1e3", "0x10", true, [from], {}].map(
      (value) => [value, new RegExp(`A whole number from ${from} to ${to} is needed`)] as const,
    ),
  ],
  ...more,
});

export const oneOf = (values: readonly string[], more: Partial<Cases> = {}): Cases => ({
  initially: values[0],
  right: values,
  wrong: [
    ["kick", new RegExp(`“kick” is not one of the choices: ${values.join(", ")}`)],
    [7, /“7” is not one/],
    [{}, /is not one/],
  ],
  ...more,
});

export const ticked = (more: Partial<Cases> = {}): Cases => ({
  initially: false,
  right: [true, false, "true", "false"],
  wrong: [
    ["yes", /neither on nor off/],
    [1, /neither on nor off/],
  ],
  ...more,
});

export const words = (more: Partial<Cases> = {}): Cases => ({
  initially: "",
  right: ["something", " some thing ", 7],
  wrong: [
    [{}, /not text/],
    [["a"], /not text/],
  ],
  ...more,
});

/** @param like texts that fit, and those that do not, with what is said of them */
export const like = (right: readonly string[], wrong: readonly string[], said: RegExp): Pick<Cases, "right" | "wrong"> => ({
  right,
  wrong: [...wrong.map((text) => [text, said] as const), [{}, /not text/]],
});

export const windowsPaths = like(
  ["C:\\Updates\\a b.msp", "d:\\x", "\\\\files\\updates\\x.msp"],
  ["abc", "x.msp", "C:", "C:/x", "/var/x", 'C:\\"x"', "C:\\a?b"],
  /full path/,
);

export const hosts = like(
  ["cas1", "CAS_1.contoso.com", "10.0.0.1", "fe80::1", "2001:db8::8:800:200c:417a", "::ffff:10.0.0.1"],
  ["CAS!2", "-x", "a b", "http://x/y", "10.0.0.300", "10.0.0", "cas3:5985", "x".repeat(64), "a..b", "1:2:3", "::1::2"],
  /host name/,
);

export const hostHeaders = like(
  ["mail.contoso.com", "mail:8443", "[fe80::1]:443", "10.0.0.1"],
  ["a b", "http://x", "mail:99999", "mail:x"],
  /host name/i,
);

/** A number, as flows of before have it, counts as the text. */
export const statuses: Partial<Cases> = {
  ...like(
    ["200", "200-399", "200, 302", "200-204,401 , 403"],
    ["600", "2xx", "399-200", "200,", "200;302"],
    /HTTP statuses such as 200, 200-399/,
  ),
  initially: "200-399",
};
export const urlPaths = like(["/", "/owa/healthcheck.htm", "/a?b=c"], ["owa", "http://x/", "/a b"], /begins with a slash/);

export const texts = (more: Partial<Cases> = {}): Cases => ({
  initially: [],
  right: [[], ["a", "b c"], "a\nb", undefined],
  wrong: [
    [7, /not a list/],
    [[{}], /not a list/],
  ],
  ...more,
});

export const chosen = (more: Partial<Cases> = {}): Cases => ({ initially: "", right: ["id-of-a-node"], wrong: [], ...more });

export const byKind = (counts: Settings, not: Settings): When => ({ counts, not });

export const events: Cases = {
  initially: [],
  right: [
    [],
    eventNames.map((event) => ({ event, member: "CAS1", when: "+45" })),
    [{ event: "nlb-start", member: "a", when: "install-update" }],
  ],
  wrong: [
    [[{ event: "nlb-start", member: "CAS1", when: "tomorrow" }], /Event 1: Say when/],
    [[{ event: "nlb-start", member: "", when: "+1" }], /Event 1: Name the member/],
    [[{ event: "flood", member: "CAS1", when: "+1" }], /Event 1: “flood” is not one of the choices/],
  ],
};

export const faults: Cases = {
  initially: [],
  right: [[], faultNames.map((name) => ({ name, member: "CAS1" }))],
  wrong: [
    [[{ name: "vanishes", member: "" }], /Fault 1: Name the member/],
    [
      [
        { name: "vanishes", member: "CAS1" },
        { name: "meteor", member: "CAS2" },
      ],
      /Fault 2: “meteor” is not one of the choices/,
    ],
    [[null], /Fault 1/],
    ["vanishes", /not a list/],
  ],
};
