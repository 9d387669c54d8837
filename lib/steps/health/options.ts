import { z } from "zod";
import { minutesOption, numberOption } from "../parts/options";
import { setupLogPath } from "../parts/setup-log";
import { UpdatePackage } from "../update/update-package";

export const VerifyOptions = z.object({
  package: UpdatePackage.nullable().default(null),
  /** How long findings may take to clear up by themselves. */
  settleMinutes: minutesOption(15),
  tcpPorts: z.array(z.coerce.number().int().min(1).max(65_535)).default([]),
  httpProbes: z
    .array(
      z.object({
        scheme: z.enum(["http", "https"]).default("https"),
        port: numberOption(443, { least: 1, most: 65_535 }),
        path: z.string().startsWith("/").default("/"),
        host: z.string().optional(),
        status: numberOption(200, { least: 100, most: 599 }),
      }),
    )
    .default([]),
  /** `Provider` or `Provider/id`, without regard to case. */
  ignoreEvents: z.array(z.string().min(1)).default([]),
  /** Errors in the event logs after the boot (after the update, without one): an update causes many, so that failing is a choice. */
  newErrors: z.enum(["fail", "report"]).default("report"),
  setupLog: z.string().default(setupLogPath),
});
export type VerifyOptions = z.output<typeof VerifyOptions>;
