import { complete } from "../shared/node-fields";

export type TestNode = { readonly id: string; readonly type: string } & Record<string, unknown>;

export const MEMBERS = ["CAS1", "CAS2", "CAS3"];

export const anArray = (name: string, more: Record<string, unknown> = {}): TestNode => ({
  id: "array",
  type: "server-array",
  name,
  members: MEMBERS.map((member) => ({ name: member, address: `${member.toLowerCase()}.example.org` })),
  minInService: "1",
  connection: "connection",
  serving: "nlb",
  ...more,
});

/** The loop with a probe on each of its outputs, and a Catch wired to it. */
export const aLoop = (more: Record<string, unknown> = {}): readonly TestNode[] => [
  {
    id: "loop",
    type: "rolling-update",
    z: "flow",
    name: "",
    array: "array",
    update: "package",
    // The tests carry messages by hand, while the lab's night goes by.
    watchdogMinutes: "1440",
    guardSeconds: "15",
    memberMinutes: "0",
    windowFrom: "",
    windowTo: "",
    windowZone: "",
    openHttp: false,
    wires: [["member"], ["finished"], ["stopped"], ["reply"], ["warning"]],
    ...more,
  },
  ...["member", "finished", "stopped", "reply", "warning"].map((id) => ({
    id,
    type: "helper",
    z: "flow",
    wires: id === "member" ? [["loop"]] : [],
  })),
];

export const aPackage = (more: Record<string, unknown> = {}): TestNode => ({
  id: "package",
  type: "update-package",
  name: "Rollup 6",
  kind: "rollup",
  file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp",
  copyFrom: "",
  sha256: "27cfc9552a32963aefc51fa0ae1e6e7158c566d6c749f5d1ba88a8eb57cd3185",
  expectedBuild: "14.3.195.1",
  fitsBuilds: "14.3.",
  arguments: "",
  kbs: "",
  ...more,
});

export const aStep = (type: string, more: Record<string, unknown> = {}): TestNode => ({
  id: "step",
  type,
  z: "flow",
  name: "",
  server: "",
  array: "",
  alone: false,
  connection: "",
  update: "",
  httpProbes: [],
  ...complete(type),
  wires: [["after"], ["second"]],
  ...more,
});
