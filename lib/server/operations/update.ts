import { z } from "zod";
import { minutes, seconds } from "../../time";
import { read } from "../operation";
import { Instant, noArguments } from "../shapes";

export const update = {
  "update.installed": read({
    summary: "Installed product, its true build and its updates",
    on: "member",
    ...noArguments,
    result: z.object({
      product: z.string().nullable(),
      /** Four numbers without padding, e.g. `14.3.513.0`. For Exchange that of ExSetup.exe, since the server object does not know rollups. */
      build: z.string().nullable(),
      /** Those of component servicing, patches of Windows Installer, and programs named after an article. Null if not all of them can be read: an installer that fails may leave the service disabled that knows those of Windows. */
      updates: z.array(z.object({ name: z.string(), kb: z.string().nullable(), installedAt: Instant.nullable() })).nullable(),
    }),
    facts: { version: (answer) => answer.build },
    asFound: () => true,
    withinMs: minutes(1),
  }),

  "update.history": read({
    summary: "What the Windows Update Agent has done with updates, by their numbers",
    on: "member",
    args: z.object({ kbs: z.array(z.string()) }),
    example: { kbs: ["KB4012212"] },
    result: z.object({
      /** Latest first. It does not know what was installed or removed without the agent. */
      entries: z.array(
        z.object({
          name: z.string(),
          kb: z.string(),
          at: Instant,
          operation: z.enum(["installation", "uninstallation"]),
          /** `unfinished`: it has not ended, as far as the agent knows. */
          result: z.enum(["succeeded", "failed", "unfinished"]),
        }),
      ),
    }),
    withinMs: minutes(1),
  }),

  "update.installerCache": read({
    summary: "Packages of Exchange that Windows Installer has kept for later, and that are gone",
    on: "member",
    ...noArguments,
    result: z.object({
      /** `file`: where it was kept, in `C:\\Windows\\Installer`; null if Windows Installer no longer knows. */
      missing: z.array(z.object({ name: z.string(), file: z.string().nullable() })),
    }),
    withinMs: minutes(1),
  }),

  "update.unfinishedSetup": read({
    summary: "Roles of Exchange whose setup has not come to its end",
    on: "member",
    ...noArguments,
    result: z.object({
      /** `action`: what setup was doing with it, e.g. `Install`; null if it did not note that. */
      roles: z.array(z.object({ role: z.string(), action: z.string().nullable() })),
    }),
    withinMs: seconds(30),
  }),
};
