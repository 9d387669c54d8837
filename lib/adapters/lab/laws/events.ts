/** What people and the surroundings do in a lab, besides the run: its name, what people read about it, and by whose hand it is. */
export const outsideEvents = {
  "nlb-start": { summary: "Somebody starts NLB on it", by: "somebody" },
  "nlb-stop": { summary: "Somebody stops NLB on it, at once", by: "somebody" },
  "nlb-suspend": { summary: "Somebody suspends NLB on it", by: "somebody" },
  "scom-end": { summary: "Somebody ends its maintenance window in SCOM", by: "somebody" },
  "sign-on": { summary: "Somebody signs on to it: services of that user appear, until the next boot", by: "somebody" },
  "power-cut": { summary: "It loses power, and gets it back after ten minutes", by: "surroundings" },
  "management-away": { summary: "Nobody can manage it for a quarter of an hour; clients are still served", by: "surroundings" },
  "service-crashes": { summary: "A service crashes every minute for an hour, and Windows starts it again at once", by: "surroundings" },
  "slow-answer": { summary: "Its next answer to a question takes twenty seconds", by: "surroundings" },
  "read-fails": { summary: "The next question to it gets no answer, once", by: "surroundings" },
} as const;

export type EventName = keyof typeof outsideEvents;

export const eventNames = Object.keys(outsideEvents) as EventName[];

/** An event that is to come: on which member, and when: `+45`, minutes after it was planned, or a kind of work, such as `install-update`. */
export interface OutsideEvent {
  readonly name: EventName;
  readonly member: string;
  readonly when: string;
}

/** Kinds of work, named like the steps of a flow, and the changes by which a member notices that they begin. */
const works = {
  "scom-maintenance": ["scom.begin"],
  "nlb-drainstop": ["nlb.drain", "nlb.stop"],
  "nlb-set-default-state": ["nlb.setDefaultState"],
  fscutility: ["forefront.disable", "forefront.enable"],
  "service-control": ["services.stop", "services.start"],
  "backup-server": ["job.start"],
  "install-update": ["job.start"],
  "restart-server": ["system.restart"],
  "nlb-start": ["nlb.start"],
} as const satisfies Record<string, readonly string[]>;

type Work = keyof typeof works;

export const workNames = Object.keys(works) as Work[];

/** How an event's moment is written. */
export const WHEN = new RegExp(`^(\\+\\d{1,5}|${workNames.join("|")})$`);

/** The minutes after which it comes; null where it comes by work. */
export const minutesOf = ({ when }: Pick<OutsideEvent, "when">): number | null => (when.startsWith("+") ? Number(when.slice(1)) : null);

/** Whether a change is the beginning of that work. @param installs whether the change is a job that installs something */
export function begins(work: string, op: string, installs: boolean): boolean {
  if (!workNames.includes(work as Work)) return false;
  if (op === "job.start" && installs !== (work === "install-update")) return false;
  return (works[work as Work] as readonly string[]).includes(op);
}
