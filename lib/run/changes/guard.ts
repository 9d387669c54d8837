import type { Verdict } from "../../server/array";
import type { ChangeOp } from "../../server/catalogue";
import { changeOf } from "../../server/catalogue";
import { Server } from "../../server/server";
import { duration, joined, listed, text } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import type { RunState } from "../record";
import { memberOf } from "../record";
import type { Ledger } from "../rules";
import { ledgerOf } from "../rules";
import { StepFailed } from "../step";
import type { Look } from "./look";
import { Looks } from "./look";

/** How long an array may converge because of our own change and still count as serving. */
const CONVERGING_MS = minutes(2);
/** Older answers do not count before a change. */
const FRESH_MS = seconds(5);
/** How long a member that was put back may be silent: its management may be away while it serves. */
const SILENT_MS = minutes(2);
/** Between two looks when the first was bad. */
const AGAIN_MS = seconds(5);

/** Makes sure that enough other members serve, before and while one is worked on, and that those which were put back go on serving. */
export class Guard {
  /** To look at, by whoever wants to. */
  readonly members: readonly Server[];
  private readonly looks: Looks;
  private convergingSince: number | null = null;
  /** Members that gave no answer at the last look: they are not waited for long at the next one. */
  private silent: ReadonlySet<string> = new Set();
  /** Members that served at their last answer. Others may be judged by what they say: one may be the default host of NLB. */
  private readonly served = new Set<string>();
  /** Since when members have given none. */
  private readonly silentSince = new Map<string, number>();

  constructor(private readonly array: ArraySetup) {
    this.looks = new Looks(array);
    const invoke = reach(array.connection);
    this.members = array.members.map((member) => new Server(member.name, invoke));
  }

  /** Who serves, by answers that came during this call. @param briefly of whom no answer is expected */
  async look(signal?: AbortSignal, briefly: ReadonlySet<string> = new Set()): Promise<readonly Verdict[]> {
    return (await this.lookWith(briefly, signal)).verdicts;
  }

  /**
   * Throws unless enough members other than those that are taken serve, by answers that are not older than five seconds, and unless those that this
   * run has put back still do. One more look follows a bad one, so that a single lost answer stops nothing.
   * @param member which is taken, or about to be
   */
  async check(state: RunState, member: string, signal?: AbortSignal): Promise<void> {
    const ledger = ledgerOf(state, member, (op) => changeOf(op as ChangeOp).unsettlesArray === true);
    // One that has come back meanwhile is not taken any more: whoever takes the next one looks again.
    const back = () => memberOf(state, member).phase === "ended";
    if ((await this.problem(ledger, member, signal)) === null || back()) return;
    await this.array.connection.clock.sleep(AGAIN_MS, signal);
    const problem = await this.problem(ledger, member, signal);
    if (problem !== null && !back()) throw problem;
  }

  /** Waits until no member converges: until then no member gets a further change of the cluster. */
  async quiet(signal?: AbortSignal): Promise<void> {
    const { clock } = this.array.connection;
    for (const limit = clock.elapsed() + CONVERGING_MS; ; ) {
      const converging = (await this.look(signal, this.silent)).filter((verdict) => verdict.code === "converging");
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

  private async lookWith(briefly: ReadonlySet<string>, signal?: AbortSignal): Promise<Look> {
    const looked = await this.looks.look(briefly, signal);
    const now = this.array.connection.clock.elapsed();
    if (!looked.verdicts.some(({ code }) => code === "converging")) this.convergingSince = null;
    else this.convergingSince ??= now;
    this.silent = new Set(looked.verdicts.filter(({ code }) => code === "unreachable").map(({ member }) => member));
    for (const { member, serves, converging } of looked.verdicts) {
      if (serves || converging) this.served.add(member);
      else if (!this.silent.has(member)) this.served.delete(member);
      if (!this.silent.has(member)) this.silentSince.delete(member);
      else if (!this.silentSince.has(member)) this.silentSince.set(member, now);
    }
    return looked;
  }

  /** What is wrong by the answers of now. A member that kept the others waiting is not waited for again. */
  private async problem(ledger: Ledger, member: string, signal?: AbortSignal): Promise<StepFailed | null> {
    const briefly = [...ledger.changed].filter((name) => !this.served.has(name));
    const first = await this.lookWith(new Set(briefly), signal);
    const old = first.verdicts.some((verdict) => this.counts(verdict, ledger) && first.ageMs(verdict.member) > FRESH_MS);
    const { verdicts } = old ? await this.lookWith(new Set([...briefly, ...this.silent]), signal) : first;
    return this.lapsed(verdicts, ledger) ?? this.tooFew(verdicts, ledger, member);
  }

  /** Whether it is one of those that have to serve, and does. */
  private counts(verdict: Verdict, { reserved, unsettled }: Ledger): boolean {
    const since = this.convergingSince;
    const grace = unsettled && since !== null && this.array.connection.clock.elapsed() - since <= CONVERGING_MS;
    return !reserved.has(verdict.member) && (verdict.serves || (verdict.converging && grace));
  }

  /** A member that this run has put back serves no more. */
  private lapsed(verdicts: readonly Verdict[], ledger: Ledger): StepFailed | null {
    const now = this.array.connection.clock.elapsed();
    const lost = verdicts.find((verdict) => {
      if (!ledger.putBack.has(verdict.member) || this.counts(verdict, ledger)) return false;
      if (verdict.code === "converging" || verdict.code === "split-cluster") return false;
      return verdict.code !== "unreachable" || now - (this.silentSince.get(verdict.member) ?? now) > SILENT_MS;
    });
    if (lost === undefined) return null;
    const { member: name, why } = lost;
    return new StepFailed("updated-member-out", text("guard.lapsed", { name, why }), text("guard.lapsed.hint", { name }));
  }

  private tooFew(verdicts: readonly Verdict[], ledger: Ledger, member: string): StepFailed | null {
    const others = verdicts.filter((verdict) => verdict.member !== member);
    const serving = others.filter((verdict) => this.counts(verdict, ledger));
    if (serving.length >= this.array.minInService) return null;
    const missing = others.filter((verdict) => !serving.includes(verdict));
    const has = (code: Verdict["code"]) => missing.some((verdict) => verdict.code === code);
    const counted = text("guard.counted", {
      member,
      serving: serving.length,
      others: others.length,
      array: this.array.name,
      least: this.array.minInService,
      missing: joined(missing.map(({ member: name, why }) => text("guard.verdict", { name, why }))),
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
