import { z } from "zod";
import type { MemberPart, RunPart } from "../../lib/run/message";
import type { Message } from "./input";

const Run = z.object({ id: z.string(), array: z.string(), dryRun: z.boolean(), token: z.string() });
const Member = z.looseObject({ name: z.string().min(1) });

/** `msg.run`; null for a message that belongs to no run. */
export const runPart = (message: Message): RunPart | null => Run.safeParse(message["run"]).data ?? null;

/** `msg.member`; only its name is looked at, everything else is the run's own knowledge. */
export const memberPart = (message: Message): Pick<MemberPart, "name"> | null => Member.safeParse(message["member"]).data ?? null;
