import type { Node } from "../../syntax/node.js";
import { constantOf, type CallFrame } from "../../python/dataflow/frames.js";
import type { Protocol } from "../../python/dataflow/typestate.js";
import type { Call } from "../../python/model/call.js";
import { moduleOf } from "../../python/model/module.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";

/** Something that is done with a socket and lasts. */
export type SocketTransition = "bind" | "connect";

const TRANSITIONS: ReadonlyMap<string, SocketTransition> = new Map([
  ["bind", "bind"],
  ["bind_to_random_port", "bind"],
  ["connect", "connect"],
]);

/** What a call does with the socket that it is a method of. */
export function transitionOf(call: Call): SocketTransition | undefined {
  return call.receiver && TRANSITIONS.get(call.lastName);
}

/** ZeroMQ sockets: made by a context, bound and connected until that is taken back. */
export const SOCKETS: Protocol<SocketTransition> = {
  transitionOf,
  name: "socket",
  reverses: new Set(["unbind", "disconnect"]),
  ends: new Set(["close", "term", "destroy"]),
  madeBy: typeMadeBy,
  declaredBy: (call) => (call.module.project.knowledge.told.boundSockets.find(call) === undefined ? undefined : "bind"),
  trace: matchesPattern("a bind or connect", /bind|connect|listen/i),
};

/** Whether an expression is known to be a ZeroMQ socket. */
export function isSocket(expression: Node): boolean {
  return moduleOf(expression)
    .apiPathsOf(expression)
    .some((path) => /^zmq\b.*\bSocket\(\)$/.test(path));
}

/** The type of socket that a call makes; empty when it is not written there. */
function typeMadeBy(call: Call, frame: CallFrame | undefined): string | undefined {
  const isMethod = call.lastName === "socket";
  if (!isMethod && call.lastName !== "Socket") return undefined;
  const argument = isMethod ? call.argument(0, "socket_type") : call.argument(1, "socket_type");
  const type = argument && constantOf({ node: argument, frame });
  if (type !== undefined && /^zmq\b/.test(type)) return type;
  return call.apis.some((path) => /^zmq\b.*\.(socket|Socket)$/.test(path)) || isSocket(call.node) ? "" : undefined;
}
