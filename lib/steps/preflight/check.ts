import type { ContextOf } from "../../run/step";
import { usesOfBefore } from "../parts/before";
import { usesOutOfService } from "../traffic/out-of-service";
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
  "update.installed",
  "files.stat",
] as const;
export type PreflightContext = ContextOf<typeof usesOfPreflight>;

/** Something that preflight has to say. One that refuses stops the run before anything is touched; the others are warnings. */
export interface Finding {
  readonly refuses: boolean;
  readonly text: string;
}

/** One line of preflight's list. The table in the docs is made from these. */
export interface Check {
  readonly name: string;
  /** In words, for the docs. */
  readonly looksAt: string;
  /** In words, for the docs; what it warns of besides is said here too. */
  readonly refusesWhen: string;
  run(context: PreflightContext, options: PreflightOptions): Promise<readonly Finding[]>;
}

export const refuse = (text: string): Finding => ({ refuses: true, text });
export const warn = (text: string): Finding => ({ refuses: false, text });
/** Refuses or warns, as an option says. */
export const as = (policy: "refuse" | "warn", text: string): Finding => ({ refuses: policy === "refuse", text });
