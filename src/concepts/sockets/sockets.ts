import type { Node } from "../../syntax/node.js";
import { excludeEachOther } from "../../python/cfg/branches.js";
import { definedHere, type Evidence } from "../../python/dataflow/evidence.js";
import { doneTo, mayLieBehind, nearestCall, type PastEvent } from "../../python/dataflow/typestate.js";
import type { Call } from "../../python/model/call.js";
import { moduleOf, whereIs } from "../../python/model/module.js";
import { isSocket, SOCKETS, type SocketTransition } from "./protocol.js";

export { transitionOf, type SocketTransition } from "./protocol.js";

/** A bind or connect that a socket has behind it. */
export type SocketEvent = PastEvent<SocketTransition>;

/** What is known of a socket at a place. */
export interface SocketState {
  /** The earliest first. */
  readonly events: readonly SocketEvent[];
  /** `zmq.REP`, when all it may be is one type. */
  readonly type: string | undefined;
}

/** What a ZeroMQ socket has behind it just before an expression that stands for it is used; undefined for anything else. */
export function socketAt(socket: Node): SocketState | undefined {
  const found = mayLieBehind(socket, SOCKETS);
  if (found.types.length === 0 && !isSocket(socket)) return undefined;
  const [type, ...others] = new Set(found.types);
  const here = moduleOf(socket).call(nearestCall(socket)).node;
  const events = found.events.filter((event) => event.call.node !== here && !excludeEachOther(event.call.node, socket));
  return { events: [...events].reverse(), type: others.length === 0 ? type : undefined };
}

/** The proof that something was done with a socket before, as a clause that links to it, and what it links to. */
export function proofOf(event: SocketEvent, done: string): { clause: string; related: readonly Evidence[] } {
  const [first] = event.through;
  if (!first && event.given) {
    const clause = `'${event.call.name}' returns a socket that is [already ${done}](1), as the configuration says`;
    return { clause, related: [{ at: event.call.node, message: `given out ${done}` }] };
  }
  const where = `[${done} in ${whereIs(event.call.node)}](1)`;
  const related: Evidence[] = [{ at: event.call.node, message: `${done} here` }];
  if (!first) return { clause: `it is already ${where}`, related };
  related.push(definedHere(first));
  const clause = event.given
    ? `'${first.qualifiedName}' returns a socket that is already ${where}`
    : `'${first.qualifiedName}' has already ${where}`;
  return { clause: event.given ? clause : `'${first.qualifiedName}' has left it ${where}`, related };
}

/** What a call's function does with a socket on every path to its end: binds and connects, and the functions they are in. */
export function transitionsOn(call: Call, argument: Node): readonly SocketEvent[] {
  return doneTo(argument, call, SOCKETS);
}
