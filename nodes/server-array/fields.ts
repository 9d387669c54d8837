import { namesakes } from "../../lib/server/host-name";
import type { Others, Problem, Rule } from "../shared/fields";
import {
  choice,
  configNode,
  hostHeaderLike,
  hostLike,
  httpStatuses,
  isHost,
  port,
  rows,
  sharedNode,
  text,
  textOf,
  tick,
  urlPathLike,
  version,
  wholeNumber,
  windowsPath,
} from "../shared/fields";

interface MemberRow {
  readonly name: string;
  /** Empty: the name is one. */
  readonly address: string;
}

/** Windows ignores the case of names. */
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const addressOf = ({ name, address }: MemberRow): string => address || name;

/** The places of the entries that equal an earlier one. */
const repeated = (texts: readonly string[]): readonly number[] =>
  texts.flatMap((text, index) => (texts.findIndex((other) => same(other, text)) !== index ? [index] : []));

/** Each of some rows is wrong for the same reason. */
const each = (
  reason: string,
  rows: readonly number[],
  values: (row: number) => Record<string, string>,
): false | Omit<Problem, "reason"> => {
  const [first, ...more] = rows.map((row) => ({ reason, values: values(row) }));
  return first !== undefined && { values: first.values, rows, more };
};

const ofMembers: readonly Rule<readonly MemberRow[]>[] = [
  {
    reason: "twice",
    broken: (members) => each("twice", repeated(members.map(({ name }) => name)), (row) => ({ name: members[row]?.name ?? "" })),
  },
  {
    reason: "namesakes",
    broken: (members) => {
      const pair = namesakes(members.map(({ name }) => name));
      if (pair === null) return false;
      const [one, other] = pair;
      return { values: { one, other }, rows: members.flatMap(({ name }, index) => (pair.includes(name) ? [index] : [])) };
    },
  },
  {
    reason: "sharedAddress",
    broken: (members) =>
      each("sharedAddress", repeated(members.map(addressOf)), (row) => {
        const { name, address } = members[row] ?? { name: "", address: "" };
        return { name, address: addressOf({ name, address }) };
      }),
  },
  {
    reason: "arrayAddress",
    broken: (members, of) => {
      const own = textOf(of("name")) ?? "";
      const rows = members.flatMap(({ address }, index) => (address !== "" && same(address, own) ? [index] : []));
      return each("arrayAddress", rows, (row) => ({ name: members[row]?.name ?? "" }));
    },
  },
];

const fewEnough: Rule<number> = {
  reason: "tooMany",
  broken: (minInService, of) => {
    const members = of("members");
    const others = (Array.isArray(members) ? members.length : 0) - 1;
    return others >= 0 && minInService > others && { values: { others } };
  },
};

/** An open port alone does not show that a member serves. Together with NLB, which shows the rest, it is enough. */
const noBarePort: Rule<string> = { reason: "tcp", broken: (scheme, of: Others) => scheme === "tcp" && of("serving") === "http" };

const probed = { serving: ["nlb", "http"] };
const probedByHttp = { ...probed, servingScheme: ["https", "http"] };

export const fields = {
  version: version(2),
  name: text({ needed: "name", icon: "tag" }),
  /** In the order in which they are updated. */
  members: rows({
    columns: { name: text({ needed: "memberName", like: hostLike }), address: text({ like: hostLike }) },
    row: "member",
    needed: "none",
    numbered: true,
    icon: "server",
    rules: ofMembers,
  }),
  /** How many other members must serve while one is out. Empty does not count as zero, which would mean that nobody has to serve. */
  minInService: wholeNumber({
    from: 0,
    to: 999,
    initially: 1,
    required: true,
    tellLimits: false,
    icon: "shield",
    notices: { 0: "noneNeeded" },
    rules: [fewEnough],
  }),
  connection: configNode("server-connection", { needed: "connection", icon: "plug" }),
  serving: choice(["nlb", "http", "script"], { icon: "heartbeat" }),
  servingScheme: choice(["https", "http", "tcp"], { icon: "globe", when: probed, rules: [noBarePort] }),
  servingPort: port({ initially: 443, beside: true, when: probed, tellLimits: false }),
  servingPath: text({ initially: "/", like: urlPathLike, icon: "link", when: probedByHttp, example: "/owa/healthcheck.htm" }),
  servingStatus: httpStatuses({ icon: "check", when: probedByHttp, example: "200-399" }),
  servingHost: text({ like: hostHeaderLike, icon: "id-card-o", when: probedByHttp }),
  servingScript: windowsPath({
    needed: "script",
    icon: "file-code-o",
    when: { serving: ["script"] },
    example: "C:\\Scripts\\Test-Serving.ps1",
  }),
  /** Then the request or the script alone tells who takes traffic. */
  otherMeans: tick({ icon: "random", when: { serving: ["http", "script"] }, notices: { true: "otherMeans" } }),
  scomServer: text({ like: { reason: "scomServer", fits: isHost }, icon: "bell-slash-o", example: "scom01.contoso.com" }),
};

export const definition = sharedNode(fields);
