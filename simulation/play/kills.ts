import type { KillPoint } from "../plan";

/** Counts how often processes have come to each kind of point, over all processes of a night, and says when one is to be killed there. */
export class Kills {
  private readonly count = new Map<KillPoint["point"], number>();

  constructor(private readonly planned: readonly KillPoint[]) {}

  isNow(point: KillPoint["point"]): boolean {
    const count = (this.count.get(point) ?? 0) + 1;
    this.count.set(point, count);
    return this.planned.some((kill) => kill.point === point && kill.nth === count);
  }
}
