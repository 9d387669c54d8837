import type { z } from "zod";
import type { Text } from "../texts";
import { textBeside } from "../texts";
import type { Change, Operation, Read } from "./operation";
import { events } from "./operations/events";
import { files } from "./operations/files";
import { forefront } from "./operations/forefront";
import { job } from "./operations/job";
import { nlb } from "./operations/nlb";
import { notice } from "./operations/notice";
import { probe } from "./operations/probe";
import { scom } from "./operations/scom";
import { script } from "./operations/script";
import { services } from "./operations/services";
import { system } from "./operations/system";
import { update } from "./operations/update";

/** Every operation there is. Adapters, types, layers, docs and contract tests are derived from it. */
export const catalogue = {
  ...system,
  ...nlb,
  ...forefront,
  ...scom,
  ...services,
  ...events,
  ...files,
  ...update,
  ...job,
  ...probe,
  ...notice,
  ...script,
};

type Catalogue = typeof catalogue;
export type OperationName = keyof Catalogue;
type OfKind<Kind extends Operation["kind"]> = { [Op in OperationName]: Catalogue[Op]["kind"] extends Kind ? Op : never }[OperationName];
export type ReadOp = OfKind<"read">;
export type ChangeOp = OfKind<"change">;
export type TellOp = OfKind<"tell">;
export type ArgsOf<Op extends OperationName> = z.input<Catalogue[Op]["args"]>;
export type ResultOf<Op extends OperationName> = Catalogue[Op] extends { result: infer R extends z.ZodType } ? z.output<R> : void;

/** A change and its arguments as data. */
export type ChangeData<Changes extends ChangeOp = ChangeOp> = { [Op in Changes]: readonly [op: Op, args: ArgsOf<Op>] }[Changes];

export const operationNames = Object.keys(catalogue) as OperationName[];

/** The entry of an operation, for code that works on any of them. */
export const operationOf = (op: OperationName): Operation => catalogue[op] as unknown as Operation;
export const changeOf = (op: ChangeOp): Change => operationOf(op) as Change;

/** What an operation tells or does: "Start a service". */
export const summaryOf = (op: OperationName): Text => textBeside(`operation.${op}`, operationOf(op).summary);

const namesOfReads = new Map<Read, ReadOp>(
  operationNames.flatMap((name) => {
    const operation = operationOf(name);
    return operation.kind === "read" ? [[operation, name as ReadOp]] : [];
  }),
);

/** The name of a read in the catalogue. */
export const nameOfRead = (read: Read): ReadOp => {
  const name = namesOfReads.get(read);
  if (name === undefined) throw new Error("A change names a read that is not in the catalogue.");
  return name;
};
