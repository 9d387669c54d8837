import { Lab, packages } from "../../../lib/adapters/lab";
import type { CultureName, FaultName, Found, ProductName } from "../../../lib/adapters/lab";
import type { ArgsOf, OperationName } from "../../../lib/server/catalogue";
import { checked } from "../../../lib/server/layers/checked";
import type { Layer } from "../../../lib/server/server";
import { Server, layered } from "../../../lib/server/server";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import type { WorkOptions } from "./work-on-member";
import { WorkOnMember } from "./work-on-member";

export type { WorkOptions } from "./work-on-member";
export { WorkOnMember } from "./work-on-member";

type PackageName = keyof typeof packages;

/** A package of the lab as an update-package node gives it. */
export const packageOf = (name: PackageName, differently: Partial<UpdatePackage> = {}): UpdatePackage => {
  const { kind, title, file, copyFrom, sha256, build, fitsBuilds } = packages[name];
  return {
    name: title,
    kind,
    file,
    copyFrom,
    sha256,
    expectedBuild: build,
    fitsBuilds,
    arguments: [],
    account: null,
    kbs: [],
    ...differently,
  };
};

export interface WorldOptions {
  readonly members?: readonly string[];
  readonly faults?: readonly FaultName[];
  /** How the member at work is found. */
  readonly found?: Found;
  /** How the others are. */
  readonly others?: Found;
  readonly seed?: number;
  readonly product?: ProductName;
  readonly culture?: CultureName;
}

/** A lab of three members of which the first, CAS1, is worked on, and has the faults. */
export function world(options: WorldOptions = {}): SmallWorld {
  const { members = ["CAS1", "CAS2", "CAS3"], faults = [], found = {}, others = {}, seed = 7, ...servers } = options;
  return new SmallWorld(
    members,
    new Lab({
      array: "CAS-ARRAY",
      members,
      seed,
      speed: 1,
      faults: faults.map((name) => ({ name, member: "CAS1" })),
      found: Object.fromEntries(members.map((name) => [name, name === "CAS1" ? found : others])),
      clock: new VirtualClock(),
      ...servers,
    }),
  );
}

export class SmallWorld {
  constructor(
    readonly members: readonly string[],
    readonly lab: Lab,
  ) {}

  /** CAS1 as it really is. */
  get member() {
    const member = this.lab.truth().members.CAS1;
    if (member === undefined) throw new Error("The lab has no CAS1.");
    return member;
  }

  server(name = "CAS1"): Server {
    return new Server(name, layered(this.lab.invoke, checked));
  }

  /** Begins to work on CAS1, as a run would when it takes the member. */
  async work(options: WorkOptions = {}): Promise<WorkOnMember> {
    return await WorkOnMember.begun(this, options);
  }

  async pass(ms: number): Promise<void> {
    await this.lab.clock.sleep(ms);
  }
}

/** Answers one operation differently on CAS1; everything else goes on to the lab. */
export const answering =
  <Op extends OperationName>(op: Op, answer: (real: () => Promise<unknown>, args: ArgsOf<Op>) => unknown): Layer =>
  (next) =>
  async (server, asked, args, call) => {
    if ((asked as string) !== op || server !== "CAS1") return await next(server, asked, args, call);
    return (await answer(() => next(server, asked, args, call), args as unknown as ArgsOf<Op>)) as never;
  };
