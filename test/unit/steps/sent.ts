import type { ArgsOf, ChangeData, ChangeOp, OperationName, TellOp } from "../../../lib/server/catalogue";
import { operationOf } from "../../../lib/server/catalogue";
import { OutcomeUnknown, Unreachable } from "../../../lib/server/errors";
import { dryRun } from "../../../lib/server/layers/dry-run";
import type { ChangeCall, Layer } from "../../../lib/server/server";
import { Server } from "../../../lib/server/server";
import { seen } from "../../../lib/server/settled";
import type { Clock } from "../../../lib/time/clock";
import { minutes, seconds } from "../../../lib/time/duration";
import { said } from "../../shared/english";

/** A change that a step has sent, or would. */
export interface Sent {
  readonly op: ChangeOp;
  readonly args: unknown;
  readonly undo: ChangeData | null;
  readonly onlyIf: string | null;
  readonly startsUpdate: boolean;
}

export function inShort({ op, args }: Pick<Sent, "op" | "args">): string {
  const { name, state, to } = args as { name?: string; state?: string; to?: string };
  return [op, name ?? state ?? to].filter((part) => part !== undefined).join(" ");
}

/** What a step sends on its way to the server. */
export class SentByStep {
  readonly changes: Sent[] = [];
  /** What was told somebody; nothing in a dry run. */
  readonly told: { readonly op: TellOp; readonly args: unknown }[] = [];

  constructor(private readonly clock: Clock) {}

  /** Sends nothing, as a dry run. */
  readonly planned: Layer = dryRun((_, op, args, call) => this.note(op, args, call));

  /** Keeps what is sent, looks for a change whose answer was lost, and tells at most once, as a run does. */
  readonly kept: Layer = (next) => async (server, op, args, call) => {
    const { kind } = operationOf(op);
    if (kind === "tell") {
      await this.tell(op as TellOp, args, () => next(server, op, args, call));
      return undefined as never;
    }
    if (kind !== "change") return await next(server, op, args, call);
    this.note(op, args, call);
    try {
      return await next(server, op, args, call);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      const there = new Server(server, next);
      for (const limit = this.clock.now() + minutes(2); ; await this.clock.sleep(seconds(5))) {
        const how = await seen(there, op as ChangeOp, args as ArgsOf<ChangeOp>).catch((lost: unknown) => {
          if (lost instanceof Unreachable) return "not";
          throw lost;
        });
        if (how !== "not") return undefined as never;
        if (this.clock.now() >= limit) throw error;
      }
    }
  };

  /** At most once by its id. Whether it was heard where its answer was lost nobody knows: a run warns, and goes on. */
  private async tell(op: TellOp, args: unknown, send: () => Promise<unknown>): Promise<void> {
    const idOf = (told: unknown) => (told as ArgsOf<TellOp>).id;
    if (this.told.some((one) => idOf(one.args) === idOf(args))) return;
    try {
      await send();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
    this.told.push({ op, args });
  }

  private note(op: OperationName, args: unknown, call: ChangeCall): void {
    const { undo = null, onlyIf = null, startsUpdate } = call;
    this.changes.push({
      op: op as ChangeOp,
      args,
      undo,
      onlyIf: onlyIf === null ? null : said(onlyIf),
      startsUpdate: startsUpdate === true,
    });
  }
}
