import { eventNames, WHEN } from "../../lib/adapters/lab/laws/events";
import { faultNames } from "../../lib/adapters/lab/laws/faults";
import { cultureNames, productNames } from "../../lib/adapters/lab/laws/kinds";
import { labLimits } from "../../lib/adapters/lab/laws/limits";
import type { Rule } from "../shared/fields";
import { choice, credential, pattern, port, rows, sharedNode, text, tick, version, wholeNumber } from "../shared/fields";

const lab = { kind: ["lab"] };
const exchange = { ...lab, role: ["exchange-cas"] };
const winrm = { kind: ["winrm"] };
const ssh = { kind: ["ssh"] };
const real = { kind: ["local", "winrm", "ssh"] };
const byAccount = { ...winrm, authentication: ["Kerberos", "Negotiate"] };
const byCertificate = { ...winrm, authentication: ["Certificate"] };

const endpointLike = pattern(/^[\w.-]+$/, "endpoint");

const certificateNeedsHttps: Rule<boolean> = {
  reason: "useSsl",
  broken: (useSsl, of) => !useSsl && of("authentication") === "Certificate",
};

export const fields = {
  version: version(2),
  name: text({ icon: "tag" }),
  kind: choice(["lab", "winrm", "ssh", "local"], { icon: "plug" }),
  /** What kind of servers the lab has. */
  role: choice(["exchange-cas", "web-farm"], { icon: "server", when: lab }),
  /** Which Exchange it has. */
  product: choice(productNames, { icon: "cubes", when: exchange }),
  /** How many times faster than real time the lab's clock runs. */
  speed: wholeNumber({ ...labLimits.speed, initially: 300, icon: "fast-forward", when: lab }),
  /** What the lab breaks, and on which member. */
  faults: rows({
    columns: { name: choice(faultNames), member: text({ needed: "faultMember", offers: "members" }) },
    row: "fault",
    icon: "bug",
    when: lab,
  }),
  /** What people and the surroundings do in the lab: on which member, and when. */
  events: rows({
    columns: {
      event: choice(eventNames),
      member: text({ needed: "eventMember", offers: "members" }),
      when: text({ needed: "eventWhen", like: pattern(WHEN, "eventWhen") }),
    },
    row: "event",
    icon: "user-times",
    when: lab,
  }),
  authentication: choice(["Kerberos", "Negotiate", "Certificate"], { icon: "key", when: winrm }),
  user: credential(false, { icon: "user", when: byAccount }),
  password: credential(true, { icon: "lock", when: byAccount }),
  certificateThumbprint: text({
    needed: "certificateThumbprint",
    like: pattern(/^([0-9a-f]\s*){40}$/i, "certificateThumbprint"),
    icon: "certificate",
    code: true,
    when: byCertificate,
  }),
  useSsl: tick({ icon: "shield", when: winrm, rules: [certificateNeedsHttps] }),
  /** Names of JEA endpoints. */
  endpoint: text({ like: endpointLike, icon: "sign-in", when: winrm }),
  monitoringEndpoint: text({ like: endpointLike, icon: "bell-slash-o", when: winrm }),
  sshUser: text({
    needed: "sshUser",
    like: pattern(/^[^\s"'-][^\s"']*$/, "sshUser"),
    icon: "user",
    when: ssh,
    example: "contoso\\svc-nodered",
  }),
  sshPort: port({ initially: 22, icon: "plug", when: ssh }),
  keyFile: text({ icon: "key", when: ssh }),
  knownHostsFile: text({ icon: "address-book-o", when: ssh }),
  seed: wholeNumber({ ...labLimits.seed, initially: 1, icon: "random", section: "advanced", when: lab }),
  /** How its servers write dates and times. */
  culture: choice([...cultureNames, "by-seed"], { icon: "globe", section: "advanced", when: lab }),
  truthFile: text({ icon: "file-text-o", section: "advanced", when: lab }),
  /** PowerShell on the host of Node-RED. */
  executable: text({ icon: "terminal", section: "advanced", when: real }),
  port: port({ initially: null, icon: "plug", section: "advanced", when: winrm }),
  /** Under which setup may run, besides SYSTEM and managed accounts. */
  setupUser: credential(false, { icon: "user", section: "advanced", when: real }),
  setupPassword: credential(true, { icon: "lock", section: "advanced", when: real }),
};

export const definition = sharedNode(fields, (node) => ({ key: `short.${node.text("kind")}` }));
