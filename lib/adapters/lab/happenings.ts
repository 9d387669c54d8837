import type { OperationName } from "../../server";
import { minutes, seconds } from "../../time";
import { fill, services, windows, windowsEvents } from "./captured";
import type { EventName, OutsideEvent, Timeline } from "./laws";
import { begins, minutesOf, outsideEvents } from "./laws";
import type { Cluster, Scom } from "./array";
import { comesUp, controlManager } from "./machine";
import type { Resident } from "./resident";

/** An event of outside that has come. */
export interface Happened {
  readonly atMs: number;
  readonly member: string;
  readonly event: EventName;
  /** By whose hand; never by the run's. */
  readonly by: (typeof outsideEvents)[EventName]["by"];
}

/** How long after the work has begun. */
const AFTER_WORK_MS = seconds(20);
/** When somebody tries again who finds the server down. */
const AGAIN_MS = seconds(30);
const WITHOUT_POWER_MS = minutes(10);
const AWAY_MS = minutes(15);
const CRASHES = 60;

interface Parts {
  readonly timeline: Timeline;
  readonly cluster: Cluster;
  readonly scom: Scom;
  /** What happens next is by this hand. */
  readonly next: (by: Happened["by"]) => void;
  readonly resident: (name: string) => Resident | undefined;
}

/** What happens on a member when an event comes. */
type Effects = { readonly [Name in EventName]: (subject: Resident, parts: Parts) => void };

const effects: Effects = {
  "nlb-start": ({ host }, { cluster }) => {
    cluster.resume(host);
    cluster.start(host);
  },
  "nlb-stop": ({ host }, { cluster }) => cluster.stop(host),
  "nlb-suspend": ({ host }, { cluster }) => cluster.suspend(host),
  "scom-end": ({ machine }, { scom }) => scom.end(machine),
  "sign-on": ({ machine }, { timeline }) => {
    const session = (0x30_000 + (timeline.now % 0xf_0000)).toString(16);
    machine.services.appear(
      services.texts.ofAUser.map(({ name, displayName }) => ({
        name: fill(name, { session }),
        displayName: fill(displayName, { session }),
      })),
    );
  },
  "power-cut": ({ machine }, { timeline }) => {
    if (machine.hardware.power === "gone") return;
    const at = new Date(machine.clock()).toISOString();
    machine.goDown("booting");
    const afterwards = () => {
      const message = fill(windowsEvents.texts.powerLost, { time: at.slice(11, 19), date: at.slice(0, 10) });
      machine.events.write({ log: "System", provider: "EventLog", id: 6008, level: "error", message });
    };
    comesUp(machine, timeline, { afterMs: WITHOUT_POWER_MS, afterwards });
  },
  "management-away": ({ line }, { timeline }) => {
    line.awayUntil = timeline.now + AWAY_MS;
    // So that its end is a moment like others, at which those who take down what there is look.
    timeline.after(AWAY_MS, () => undefined);
  },
  "service-crashes": ({ machine }, { timeline }) => {
    const service = windows.texts.find(({ name }) => name === "RemoteRegistry")?.displayName ?? "";
    const message = fill(windowsEvents.texts.serviceCrashed, { service });
    const crash = (left: number): void => {
      // What is down writes nothing.
      if (machine.up) machine.events.write({ ...controlManager, id: 7034, level: "error", message });
      if (left > 1) timeline.after(minutes(1), () => crash(left - 1));
    };
    crash(CRASHES);
  },
  "slow-answer": ({ line }) => line.expect("slow"),
  "read-fails": ({ line }) => line.expect("lost"),
};

/** What only a server that is up can be used for. */
const needsServer: readonly EventName[] = ["nlb-start", "nlb-stop", "nlb-suspend", "sign-on"];

/** The events of outside that are planned in a world, each of which comes once. */
export class Happenings {
  readonly happened: Happened[] = [];
  /** By what they are; whether they have been set off. */
  private readonly planned = new Map<string, { readonly event: OutsideEvent; setOff: boolean }>();

  constructor(private readonly parts: Parts) {}

  /** Plans those that are new. One that is no longer named and has not been set off does not come. */
  plan(events: readonly OutsideEvent[]): void {
    const named = new Set(events.map(keyOf));
    for (const [key, { setOff }] of this.planned) if (!named.has(key) && !setOff) this.planned.delete(key);
    for (const event of events) {
      const key = keyOf(event);
      if (this.planned.has(key)) continue;
      const plan = { event, setOff: false };
      this.planned.set(key, plan);
      const after = minutesOf(event);
      if (after === null) continue;
      this.parts.timeline.after(minutes(after), () => {
        if (this.planned.get(key) === plan && !plan.setOff) this.come(plan);
      });
    }
  }

  /** A change was made on a member: what was to come with that work comes soon. */
  afterChange(member: string, op: OperationName, args: unknown): void {
    const { work, brings } = args as { readonly work?: { readonly kind: string }; readonly brings?: unknown };
    const installs = work !== undefined && (work.kind !== "command" || (brings ?? null) !== null);
    for (const plan of this.planned.values()) {
      const { event, setOff } = plan;
      if (setOff || event.member.toLowerCase() !== member.toLowerCase() || !begins(event.when, op, installs)) continue;
      plan.setOff = true;
      this.parts.timeline.after(AFTER_WORK_MS, () => this.come(plan));
    }
  }

  private come(plan: { readonly event: OutsideEvent; setOff: boolean }): void {
    plan.setOff = true;
    const { timeline, resident } = this.parts;
    const { name, member } = plan.event;
    const subject = resident(member);
    if (subject === undefined) return;
    if (needsServer.includes(name) && !subject.machine.up) {
      timeline.after(AGAIN_MS, () => this.come(plan));
      return;
    }
    const { by } = outsideEvents[name];
    this.happened.push({ atMs: timeline.now, member: subject.machine.name, event: name, by });
    this.parts.next(by);
    effects[name](subject, this.parts);
  }
}

const keyOf = ({ name, member, when }: OutsideEvent): string => `${name}@${member.toLowerCase()}:${when}`;
