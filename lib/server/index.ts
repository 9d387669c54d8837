/**
 * The waist: all that can be asked of a server, and nothing about who asks or who answers. Steps and runs are above it, adapters below it, and
 * both know each other only by what is here: the catalogue, `Server`, the errors, an array's members, the picture of a member. It knows no product
 * but by its operations. Inside: `operations` (the entries) and `layers` (what is put around an adapter).
 * Begin with `operation.ts`, then any file of `operations`, then `server.ts`.
 */
export type { Connection, Member, Serving, TakenOut, Verdict } from "./array";
export { LOOK_MS, memberNamed } from "./array";
export { literal, literals, on } from "./by-hand";
export type { ArgsOf, ChangeData, ChangeOp, OperationName, ReadOp, ResultOf, TellOp } from "./catalogue";
export { catalogue, changeOf, nameOfRead, operationNames, operationOf, summaryOf } from "./catalogue";
export { AccessDenied, BadReply, Fenced, OperationFailed, OutcomeUnknown, ServerError, Unreachable } from "./errors";
export { hostLabel, isAddress, namesakes } from "./host-name";
export { isManaged } from "./account-name";
export type { Facts, Place } from "./operation";
export { keepsFence } from "./operation";
export type { Picture } from "./picture";
export { takePicture } from "./picture";
export type { AskedServer, Call, ChangeCall, ChangeOf, Invoke, Layer, Limited, ReadableServer } from "./server";
export { Account, layered, Server } from "./server";
export type { Seen } from "./settled";
export { seen } from "./settled";
export type { LoggedEvent, Service } from "./operations";
export { EventCursor, eventsAfter } from "./operations";
export { Instant } from "./shapes";
