import { z } from "zod";
import { minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { on } from "../by-hand";
import { noArguments } from "../shapes";

const status = read({
  summary: "Forefront's hooks into Exchange",
  besides: "judged by service dependency",
  on: "member",
  ...noArguments,
  result: z.object({
    state: z.enum(["not-installed", "enabled", "disabled"]),
    /** A rollup's own customisation script is present: the installer switches the hooks itself. */
    rollupScript: z.boolean(),
  }),
  facts: { forefront: (answer) => answer.state },
  withinMs: seconds(30),
});

const turned = (state: "enabled" | "disabled") => ({
  on: "member" as const,
  ...noArguments,
  withinMs: minutes(3),
  byHand: (server: string) =>
    on(
      server,
      `& 'C:\\Program Files (x86)\\Microsoft Forefront Protection for Exchange Server\\fscutility.exe' /${state === "enabled" ? "enable" : "disable"}`,
    ),
  settlesWithinMs: minutes(2),
});

export const forefront = {
  "forefront.status": status,

  "forefront.enable": change({ ...turned("enabled"), summary: "Make Exchange's services depend on Forefront again" })
    .seenIn(status)
    .as((before) => (before.state === "not-installed" ? before : { ...before, state: "enabled" })),

  "forefront.disable": change({ ...turned("disabled"), summary: "Take Forefront's hooks out of Exchange's services" })
    .seenIn(status)
    .as((before) => (before.state === "not-installed" ? before : { ...before, state: "disabled" })),
};
