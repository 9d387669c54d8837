import type { ContextOf } from "../../run/step";
import type { ServerError } from "../../server";
import type { Text, Words } from "../../texts";
import { text } from "../../texts";
import { usesOfBefore } from "../parts";
import { usesOutOfService } from "../traffic";
import type { Obstacle } from "../update";
import { usesOfExecutionPolicy } from "../update";
import type { PreflightOptions } from "./options";

/** All that preflight asks. */
export const usesOfPreflight = [
  ...usesOfBefore,
  ...usesOutOfService,
  "system.info",
  "system.pendingReboot",
  "services.list",
  "forefront.status",
  "scom.maintenance",
  ...usesOfExecutionPolicy,
  "update.installerCache",
  "update.unfinishedSetup",
  "files.stat",
  "job.account",
] as const;
export type PreflightContext = ContextOf<typeof usesOfPreflight>;

/** Something that preflight has found. If it refuses, the run stops before anything is touched; otherwise it is a warning. */
export interface Finding {
  readonly refuses: boolean;
  readonly text: Text;
  /** The code of the run's reason, if nothing else refuses; default: `not-fit`. */
  readonly code?: string;
}

/** One line of preflight's list. The table in the docs is made from these. */
export interface Check {
  /** In a word or two, before each of its findings. */
  readonly name: Text;
  /** For the docs, in English. */
  readonly looksAt: string;
  /** For the docs, in English; says too what it only warns of. */
  readonly refusesWhen: string;
  run(context: PreflightContext, options: PreflightOptions): Promise<readonly Finding[]>;
}

export const refuse = (text: Text): Finding => ({ refuses: true, text });
export const warn = (text: Text): Finding => ({ refuses: false, text });
/** Refuses or warns, as an option says. */
export const as = (policy: "refuse" | "warn", text: Text): Finding => ({ refuses: policy === "refuse", text });

/** What an installer cannot bear, with what to do about it. */
export const inTheWay = ({ what, hint }: Obstacle): Text => text("preflight.with-hint", { what, hint });

/** What a server said instead of an answer, with its hint: a finding has no separate place for one. */
export const saidBy = ({ what, hint }: ServerError): Words => (hint === undefined ? what : text("preflight.with-hint", { what, hint }));
