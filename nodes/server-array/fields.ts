import { namesakes } from "../../lib/server/host-name";
import type { Others, Rule } from "../shared/fields";
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

/** The place of the first entry that equals an earlier one; -1 if there is none. */
const repeated = (texts: readonly string[]): number =>
  texts.findIndex((text, index) => texts.findIndex((other) => same(other, text)) !== index);

const ofMembers: readonly Rule<readonly MemberRow[]>[] = [
  {
    reason: "twice",
    broken: (members) => {
      const index = repeated(members.map(({ name }) => name));
      return index !== -1 && { values: { name: members[index]?.name ?? "" }, rows: [index] };
    },
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
    broken: (members) => {
      const index = repeated(members.map(addressOf));
      const member = members[index];
      return member !== undefined && { values: { name: member.name, address: addressOf(member) }, rows: [index] };
    },
  },
  {
    reason: "arrayAddress",
    broken: (members, of) => {
      const index = members.findIndex(({ address }) => address !== "" && same(address, textOf(of("name")) ?? ""));
      return index !== -1 && { values: { name: members[index]?.name ?? "" }, rows: [index] };
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
  version: version(1),
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
  scomServer: text({ like: { reason: "scomServer", fits: isHost }, icon: "bell-slash-o", example: "scom01.contoso.com" }),
};

export const definition = sharedNode(fields);
