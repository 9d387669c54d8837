/** The functions that an endpoint shows, each with its parameters. */
import type { Parameters } from "../../lib/adapters/powershell";
import { functionOf } from "../../lib/adapters/powershell";
import type { OperationName } from "../../lib/server";
import { keepsFence, operationOf } from "../../lib/server";
import type { Limits } from "./limits";
import type { Constraint } from "./parameters";
import { constraintsOf, WHOLE_NUMBER } from "./parameters";

export interface VisibleFunction {
  readonly name: string;
  readonly summary: string;
  readonly parameters: ReadonlyMap<string, Constraint>;
}

/** For whom an endpoint is made. */
export interface Audience {
  readonly place: "member" | "monitoring";
  /** Their names, if the flow has them. */
  readonly members: readonly string[];
  /** What the flow says of values. */
  readonly limits: Limits;
}

const FENCE: Constraint = { pattern: WHOLE_NUMBER };
const HOST: Constraint = { pattern: "^[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?\\z" };

/** What sending a package through the session needs, apart from the function that puts it in its place. */
const ADD_PART: VisibleFunction = {
  name: "Add-RUFilePart",
  summary: "A part of a package that is sent through the session",
  parameters: new Map<string, Constraint>([
    ["Path", { pattern: '^[^"<>|?*\\x00-\\x1f]{1,400}\\.part\\z', free: true }],
    ["Offset", { pattern: WHOLE_NUMBER }],
    ["Part", null],
    ["Fence", FENCE],
  ]),
};

/** What an endpoint for this audience shows of these operations. */
export const visibleFunctions = (operations: readonly OperationName[], audience: Audience): readonly VisibleFunction[] =>
  shownOf(operations, audience).map((shown) => ({
    ...shown,
    parameters: new Map([...shown.parameters].map(([name, rule]) => [name, audience.limits.get(`${shown.name} ${name}`) ?? rule])),
  }));

function shownOf(operations: readonly OperationName[], { place, members }: Audience): readonly VisibleFunction[] {
  return operations.flatMap((name) => {
    const operation = operationOf(name);
    const { on, args, summary } = operation;
    const binding = functionOf(name);
    if (on !== place || binding === undefined) return [];
    const parameters = new Map<string, Constraint>();
    if (place === "monitoring") parameters.set("Computer", members.length > 0 ? { set: members } : HOST);
    for (const [parameter, constraint] of constraintsOf(args, binding.parameters as (args: unknown) => Parameters))
      parameters.set(parameter, constraint);
    if (keepsFence(operation)) parameters.set("Fence", FENCE);
    // Asked at the beginning of each session, which must open even if WMI does not answer.
    if (name === "system.info") parameters.set("NameOnly", null);
    // A password comes as an object of PowerShell, of which a transcript has the name of its type.
    if (name === "job.start") parameters.set("Credential", null);
    if (name !== "files.copy") return [{ name: binding.name, summary, parameters }];
    parameters.set("Move", null);
    return [{ name: binding.name, summary, parameters }, ADD_PART];
  });
}
