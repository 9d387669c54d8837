import type { FaultName, LabOptions } from "../../../../lib/adapters/lab";
import { Lab } from "../../../../lib/adapters/lab";
import type { ArgsOf, ChangeOp } from "../../../../lib/server/catalogue";
import { changeOf } from "../../../../lib/server/catalogue";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { checked } from "../../../../lib/server/layers/checked";
import { layered, Server } from "../../../../lib/server/server";
import { seen } from "../../../../lib/server/settled";
import { hours, minutes, seconds } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";

/** A lab on a virtual clock, with whatever a test wants otherwise. */
export function aLab({ faulty, ...options }: Partial<LabOptions> & { faulty?: Partial<Record<string, FaultName>> } = {}) {
  const clock = new VirtualClock();
  const faults = Object.entries(faulty ?? {}).map(([member, name]) => ({ member, name: name as FaultName }));
  const lab = new Lab({ array: "CASARRAY1", members: ["CAS1", "CAS2", "CAS3"], seed: 7, speed: 300, faults, clock, ...options });
  return around(lab);
}

/** The members of a lab as the layers of a run see them: every answer is checked against the catalogue. */
export function around(lab: Lab) {
  const invoke = layered(lab.invoke, checked);
  const server = (name: string) => new Server(name, invoke);
  const [cas1, cas2, cas3] = [server("CAS1"), server("CAS2"), server("CAS3")];
  return { lab, clock: lab.clock, server, cas1, cas2, cas3 };
}

/** Waits until a look is enough; fails the test after the limit. */
export async function until<T>(lab: Lab, look: () => Promise<T>, enough: (answer: T) => boolean, limitMs = hours(2)): Promise<T> {
  for (const limit = lab.clock.now() + limitMs; ; await lab.clock.sleep(seconds(5))) {
    const answer = await look().catch((error: unknown) => {
      if (error instanceof Unreachable) return undefined;
      throw error;
    });
    if (answer !== undefined && enough(answer)) return answer;
    if (lab.clock.now() > limit) throw new Error(`not within ${limitMs / 60_000} min: ${JSON.stringify(answer)}`);
  }
}

/** Makes a change and waits until it is seen as the catalogue says, within the time that the catalogue gives it. */
export async function settled<Op extends ChangeOp>(lab: Lab, server: Server, op: Op, args: ArgsOf<Op>): Promise<void> {
  await server.change(op, args);
  await until(
    lab,
    () => seen(server, op, args),
    (how) => how === "settled",
    changeOf(op).settlesWithinMs,
  );
}

/** The id with which the server said no. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof OperationFailed) return error.errorId;
    throw error;
  }
  return "accepted";
}

export const converged = (lab: Lab, ...servers: readonly Server[]): Promise<unknown> =>
  Promise.all(
    servers.map((server) =>
      until(
        lab,
        () => server.read("nlb.host", {}),
        ({ state }) => state === "converged",
        minutes(2),
      ),
    ),
  );

export const serviceOf = async (server: Server, name: string) =>
  (await server.read("services.list", {})).services.find((service) => service.name === name);

/** The order to install a rollup, as install-update gives it. */
export const installing = ({ file, build }: { file: string; build: string }, id = "install") => ({
  id,
  work: { kind: "msp" as const, file, log: LOG },
  limitMinutes: 180,
  brings: { build },
});

export const LOG = "C:\\Updates\\install.log";

/** Waits until a job has ended, and gives what it says then. */
export const ended = (lab: Lab, server: Server, id = "install") =>
  until(
    lab,
    () => server.read("job.poll", { id }),
    ({ state }) => state === "finished",
    hours(4),
  );

export const restarted = async (lab: Lab, server: Server): Promise<void> =>
  settled(lab, server, "system.restart", { bootedAt: (await server.read("system.info", {})).bootedAt });
