import type { Verdict } from "../../server/array";
import { Server } from "../../server/server";
import { minutes, seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import { StepFailed } from "../step";

/** How long an array may converge because of our own change and still count as serving. */
const CONVERGING_MS = minutes(2);

/** Sees to it that enough other members serve before and while one is worked on. */
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
    else this.convergingSince ??= this.array.connection.clock.now();
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

  /** Waits until no member converges: until then no further change of the cluster is sent to any of them. */
  async quiet(signal?: AbortSignal): Promise<void> {
    const { clock } = this.array.connection;
    for (const limit = clock.now() + CONVERGING_MS; ; ) {
      const converging = (await this.look(signal)).filter((verdict) => verdict.code === "converging");
      if (converging.length === 0) return;
      if (clock.now() >= limit) {
        throw new StepFailed(
          "never-converged",
          `The array ${this.array.name} has not converged for ${CONVERGING_MS / 60_000} minutes (${converging.map(({ member }) => member).join(", ")}).`,
          "Nothing more is changed on it. Look for the reason in the System logs of its members.",
        );
      }
      await clock.sleep(seconds(5), signal);
    }
  }

  private problem(verdicts: readonly Verdict[], out: string, ours: boolean): StepFailed | null {
    const now = this.array.connection.clock.now();
    const grace = ours && this.convergingSince !== null && now - this.convergingSince <= CONVERGING_MS;
    const others = verdicts.filter((verdict) => verdict.member !== out);
    const serving = others.filter((verdict) => verdict.serves || (verdict.converging && grace));
    if (serving.length >= this.array.minInService) return null;
    const missing = others.filter((verdict) => !serving.includes(verdict));
    const has = (code: Verdict["code"]) => missing.some((verdict) => verdict.code === code);
    const named = missing.map(({ member, why }) => `${member}: ${why}`).join("; ");
    const counted = `Without ${out}, ${serving.length} of ${others.length} members of ${this.array.name} serve, but at least ${this.array.minInService} must`;
    if (has("split-cluster")) {
      const hint = "The members have lost sight of each other. Check the heartbeat network between them before anything else.";
      return new StepFailed("split-cluster", `${counted}: ${named}.`, hint);
    }
    if (has("converging")) {
      const text = `The array ${this.array.name} does not come to rest: ${named}. ${counted}.`;
      return new StepFailed(
        "never-converged",
        text,
        "Nothing more is changed on it. Look for the reason in the System logs of its members.",
      );
    }
    return new StepFailed("guard-broken", `${counted}: ${named}.`, "Bring those members back into service, then start again.");
  }
}
