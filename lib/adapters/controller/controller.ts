import type { ArgsOf, ChangeCall, Invoke, Member, OperationName, TellOp } from "../../server";
import { memberNamed, operationOf, Unreachable } from "../../server";
import { text } from "../../texts";
import { post } from "./post";
import { probeHttp, probeTcp } from "./probe";
import { signOn } from "./sign-on";

/** What an operation does. `args` are as the catalogue says. */
type Does<Op extends OperationName> = (member: Member, args: ArgsOf<Op>, call: ChangeCall) => Promise<unknown>;

/** Every operation that is done on the controller; the compiler makes sure that none is missing. */
type ControllerOp = Extract<OperationName, `probe.${string}` | TellOp>;

const does: { readonly [Op in ControllerOp]: Does<Op> } = {
  "probe.tcp": ({ address }, { port }, { signal }) => probeTcp(address, port, signal),
  "probe.http": ({ address }, target, { signal }) => probeHttp(address, target, signal),
  "probe.signOn": ({ address }, target, { account, signal }) => signOn(address, target, { account, signal }),
  "notice.post": ({ name }, notice, { signal }) => {
    const refused = { errorId: "notice-refused", hint: text("notice.refused.hint") };
    return post({ operation: "notice.post", about: name, what: text("notice.what"), ...notice, refused }, signal);
  },
};

const isOurs = (op: OperationName): op is ControllerOp => op in does;

/** What this process does itself, for the members of one array. */
export const controllerOf =
  (members: readonly Member[]): Invoke =>
  async (server, op, args, call) => {
    const member = memberNamed(members, server);
    if (member === undefined) throw new Unreachable({ server, operation: op, what: text("server.not-in-array") });
    if (!isOurs(op)) throw new Error(`Nothing on the controller does ${op}.`);
    call.signal?.throwIfAborted();
    return (await (does[op] as Does<OperationName>)(member, operationOf(op).args.parse(args) as never, call)) as never;
  };
