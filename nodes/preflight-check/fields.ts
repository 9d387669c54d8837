import { choice, megabytes, ownUpdate, seconds, stepNode } from "../shared/fields";

export const fields = {
  update: ownUpdate("shared"),
  pendingRestart: choice(["refuse", "warn"], { icon: "refresh" }),
  differentVersions: choice(["refuse", "warn"], { icon: "code-fork" }),
  foundOut: choice(["refuse", "leave-out"], { icon: "sign-out" }),
  minFreeDiskMb: megabytes({ from: 0, to: 1_000_000, initially: 5_120, icon: "hdd-o" }),
  maxClockSkewSeconds: seconds({ from: 1, to: 86_400, initially: 300, icon: "clock-o" }),
};

/** Output names in the order of the node's ports. */
export const ports = ["fit", "already-updated"] as const;

export const definition = stepNode(fields, { about: "safety", outputs: ports.map((name) => `port.${name}`) });
