import { minutes, seconds } from "../../../time";
import { fill, scom } from "../captured";
import type { Cluster, Host } from "./nlb-cluster";
import type { Scom } from "./scom";
import type { Timeline } from "../laws";

export interface Alert {
  readonly atMs: number;
  readonly member: string;
  readonly text: string;
  readonly severity: "critical" | "warning";
}

interface Condition extends Pick<Alert, "text" | "severity"> {
  /** For how long it must have been so. */
  readonly afterMs: number;
}

/** What SCOM would see on a member and be alarmed about. */
function conditionsOf({ machine, mode }: Host): Condition[] {
  // If the agent does not answer, SCOM sees nothing else. It waits for three heartbeats, one a minute.
  if (!machine.up) return [{ text: scom.texts.alerts.heartbeat, severity: "critical", afterMs: minutes(3) }];
  const conditions: Condition[] = machine.services
    .missing()
    .map((name) => ({ text: fill(scom.texts.alerts.service, { service: name }), severity: "critical", afterMs: minutes(1) }));
  if (!machine.answers) conditions.push({ text: scom.texts.alerts.web, severity: "critical", afterMs: seconds(30) });
  // Severities of the NLB management pack: domain reference 1.12.
  if (mode === "stopped") conditions.push({ text: scom.texts.alerts.left, severity: "critical", afterMs: 0 });
  if (mode === "draining" || mode === "suspended")
    conditions.push({ text: fill(scom.texts.alerts.state, { mode }), severity: "warning", afterMs: 0 });
  return conditions;
}

interface Parts {
  readonly timeline: Timeline;
  readonly cluster: Cluster;
  readonly scom: Scom;
}

/** Raises an alert for each condition that is not right, once for as long as it lasts, unless the member is in maintenance mode. */
export class Alerts {
  readonly raised: Alert[] = [];
  /** Conditions that are not right now, by member and text; each knows whether it still counts. */
  private readonly seen = new Map<string, { over: boolean }>();

  constructor(private readonly parts: Parts) {
    parts.timeline.watch(() => this.watch());
  }

  private watch(): void {
    const { cluster, scom, timeline } = this.parts;
    const now = new Set<string>();
    for (const host of cluster.hosts) {
      if (scom.quiet(host.machine)) continue;
      for (const { text, severity, afterMs } of conditionsOf(host)) {
        const key = `${host.machine.name}: ${text}`;
        now.add(key);
        if (this.seen.has(key)) continue;
        const sighting = { over: false };
        this.seen.set(key, sighting);
        timeline.after(afterMs, () => {
          if (!sighting.over) this.raised.push({ atMs: timeline.now, member: host.machine.name, text, severity });
        });
      }
    }
    for (const [key, sighting] of this.seen) {
      if (now.has(key)) continue;
      sighting.over = true;
      this.seen.delete(key);
    }
  }
}
