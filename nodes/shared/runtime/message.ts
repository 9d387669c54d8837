import { z } from "zod";
import type { Carried, MemberPart, RunPart } from "../../../lib/run";
import { Refused } from "../../../lib/run";
import { text } from "../../../lib/texts";
import type { Message } from "./input";

const Run = z.object({ id: z.string(), array: z.string(), dryRun: z.boolean(), token: z.string() });
const Member = z.looseObject({ name: z.string().min(1) });
const ByHand = z.object({
  member: z.string(),
  found: z.object({
    facts: z.record(z.string(), z.string().nullable()),
    readings: z.record(z.string(), z.unknown()),
    unknown: z.array(z.looseObject({ code: z.string() })),
  }),
  earlier: z.record(z.string(), z.array(z.looseObject({ changed: z.boolean() }))),
});

/** `msg.run`; null for a message that belongs to no run. */
export const runPart = (message: Message): RunPart | null => Run.safeParse(message["run"]).data ?? null;

/** `msg.member`; only its name is used, the run knows everything else. */
export const memberPart = (message: Message): Pick<MemberPart, "name"> | null => Member.safeParse(message["member"]).data ?? null;

/**
 * `msg.byHand`: what an earlier step by hand passes on, above all how it found the server; null for the first one.
 * @throws Refused if it belongs to another server: the found state of that server must not be restored on this one
 */
export function byHandPart(message: Message, server: string): Carried | null {
  if (message["byHand"] === undefined || message["byHand"] === null) return null;
  const { data } = ByHand.safeParse(message["byHand"]);
  if (data?.member.toLowerCase() === server.toLowerCase()) return data as unknown as Carried;
  const what = data === undefined ? text("message.by-hand-unknown") : text("message.by-hand-of-another", { other: data.member, server });
  throw new Refused("bad-by-hand", 400, what);
}
