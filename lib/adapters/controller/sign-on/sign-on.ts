import type { z } from "zod";
import type { Account, ResultOf } from "../../../server";
import type { probe } from "../../../server/operations";
import { byBasic } from "./basic";
import { byForms } from "./forms";
import { Site } from "./site";

type Args = z.output<(typeof probe)["probe.signOn"]["args"]>;

/** Who signs on, and until when it is waited for. */
interface Caller {
  readonly account: Account | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs on at an address, and off by forgetting: no session is kept. Without an account it only looks whether this kind of sign-on is there.
 * @throws the signal's reason when it is aborted
 */
export async function signOn(address: string, args: Args, { account, signal }: Caller): Promise<ResultOf<"probe.signOn">> {
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const { by, certificate, ...target } = args;
  const site = new Site({ address, target, checkCertificate: certificate === "check", signal });
  const outcome = await (by === "forms" ? byForms : byBasic)(site, account);
  signal?.throwIfAborted();
  return { ...outcome, ms: Math.round(performance.now() - startedAt) };
}
