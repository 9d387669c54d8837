import type { Verdict } from "../../server/array";
import { Server } from "../../server/server";
import { duration, joined, listed, text } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import { StepFailed } from "../step";

/** How long an array may converge because of our own change and still count as serving. */
const CONVERGING_MS = minutes(2);

/** Makes sure that enough other members serve, before and while one is worked on. */
export class Guard {
  readonly members: readonly Server[];
  private convergingSince: number | null = null;

  constructor(private readonly array: ArraySetup) {
    const invoke = reach(array.connection);
    this.members = array.members.map((member) => new Server(member.name, invoke));
  }

  async look(signal?: AbortSignal): Promise<readonly Verdict[]> {
    const verdicts = await this.array.serving(this.members, signal);
    if (!verdicts.some((verdict) => verdict.code === "converging")) this.convergingSince = null;
    else this.convergingSince ??= this.array.connection.clock.elapsed();
    return verdicts;
  }

  /**
   * Throws unless enough members other than `out` serve. One more look follows a bad one, so that a single lost answer stops nothing.
   * @param ours whether the run has sent a change that makes the array converge: a converging member counts then, for two minutes
   */
  async check(out: string, ours: boolean, signal?: AbortSignal): Promise<void> {
    if (this.problem(await this.look(signal), out, ours) === null) return;
    await this.array.connection.clock.sleep(seconds(5), signal);
    const problem = this.problem(await this.look(signal), out, ours);
    if (problem !== null) throw problem;
  }

  /** Waits until no member converges: until then no member gets a further change of the cluster. */
  async quiet(signal?: AbortSignal): Promise<void> {
    const { clock } = this.array.connection;
    for (const limit = clock.elapsed() + CONVERGING_MS; ; ) {
      const converging = (await this.look(signal)).filter((verdict) => verdict.code === "converging");
      if (converging.length === 0) return;
      if (clock.elapsed() >= limit) {
        const named = listed(converging.map(({ member }) => member));
        throw new StepFailed(
          "never-converged",
          text("guard.not-quiet", { array: this.array.name, limit: duration(CONVERGING_MS), converging: named }),
          text("guard.not-quiet.hint"),
        );
      }
      await clock.sleep(seconds(5), signal);
    }
  }

  private problem(verdicts: readonly Verdict[], out: string, ours: boolean): StepFailed | null {
    const now = this.array.connection.clock.elapsed();
    const grace = ours && this.convergingSince !== null && now - this.convergingSince <= CONVERGING_MS;
    const others = verdicts.filter((verdict) => verdict.member !== out);
    const serving = others.filter((verdict) => verdict.serves || (verdict.converging && grace));
    if (serving.length >= this.array.minInService) return null;
    const missing = others.filter((verdict) => !serving.includes(verdict));
    const has = (code: Verdict["code"]) => missing.some((verdict) => verdict.code === code);
    const counted = text("guard.counted", {
      member: out,
      serving: serving.length,
      others: others.length,
      array: this.array.name,
      least: this.array.minInService,
      missing: joined(missing.map(({ member, why }) => text("guard.verdict", { name: member, why }))),
    });
    if (has("split-cluster")) return new StepFailed("split-cluster", counted, text("guard.split.hint"));
    if (has("no-gate")) return new StepFailed("no-gate", counted, text("guard.no-gate.hint"));
    if (has("converging")) {
      const restless = text("guard.restless", { array: this.array.name, counted });
      return new StepFailed("never-converged", restless, text("guard.not-quiet.hint"));
    }
    return new StepFailed("guard-broken", counted, text("guard.broken.hint"));
  }
}
