import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import { drop, isInert, isInTry, statementOf } from "../../src/python/editing/edit.js";
import { relate } from "../../src/concepts/sockets/endpoints.js";
import { BINDING, handings } from "../../src/concepts/sockets/handing.js";
import type { Module } from "../../src/python/model/module.js";
import { transitionOf, proofOf, socketAt, type SocketEvent } from "../../src/concepts/sockets/sockets.js";

/**
 * A ZeroMQ socket that is already bound is bound again.
 *
 * The second `bind` to the same endpoint fails with "Address already in use" — and the address is in use by this very socket.
 * It happens between files: a pool hands out sockets that it has bound, and an agent that believes it got a fresh one
 * binds it. Retrying never helps; with another port it succeeds, and the socket listens where nobody expects it.
 *
 * @bad
 * ```python
 * import zmq
 *
 * def reply_socket(port):
 *     socket = zmq.Context.instance().socket(zmq.REP)
 *     socket.bind(f"tcp://*:{port}")
 *     return socket
 *
 * def serve(port):
 *     socket = reply_socket(port)
 *     socket.bind(f"tcp://*:{port}")
 * ```
 * @good
 * ```python
 * import zmq
 *
 * def reply_socket(port):
 *     socket = zmq.Context.instance().socket(zmq.REP)
 *     socket.bind(f"tcp://*:{port}")
 *     return socket
 *
 * def serve(port):
 *     socket = reply_socket(port)
 *     return socket.recv()
 * ```
 * @limits Two binds side by side to endpoints that are written differently are taken to be meant, since a socket may listen
 * on many; they are reported with `--audit`. A socket whose origin cannot be found is not reported.
 * @off When a socket deliberately listens on endpoints that are added one by one.
 * @see http://api.zeromq.org/4-3:zmq-bind
 */
export default rule({
  severity: "critical",
  fixes: ["safe", "unsafe"],
  mentions: ["bind", "zmq"],
  *check(module) {
    for (const name of BINDING) {
      for (const call of module.callsNamed(name)) yield* rebound(call);
    }
    yield* handedOn(module);
  },
});

function* rebound(call: Call): Generator<Report> {
  const socket = call.receiver;
  const earlier = socket && transitionOf(call) === "bind" ? firstBind(call, socket) : undefined;
  if (!socket || !earlier) return;
  const { clause, related } = proofOf(earlier, "bound");
  const likely = isBeside(call, earlier) && relate(earlier.call, call) !== "same";
  const fix = withoutBind(call, earlier);
  const cause = { at: earlier.call.node };
  yield { at: call.node, message: `'${socket.text}' is bound again, but ${clause}.`, related, likely, fix, cause };
}

/** Binding to the same endpoint again always fails; to another one it works, though hardly as it is meant. */
function withoutBind(call: Call, earlier: SocketEvent): Fix | undefined {
  const statement = statementOf(call.node);
  if (!statement || isInTry(statement)) return undefined;
  const isSafe = relate(earlier.call, call) === "same" && isInert(call.node.field("arguments") ?? call.node);
  return { description: "Drop the second bind", isSafe, edits: [drop(statement)] };
}

/** Calls that hand a bound socket to a function which binds it. */
function* handedOn(module: Module): Generator<Report> {
  for (const { call, socket, event } of handings(module)) {
    const earlier = event.transition === "bind" ? firstBind(call, socket) : undefined;
    if (!earlier) continue;
    const { clause, related } = proofOf(earlier, "bound");
    yield {
      at: call.node,
      message: `'${call.name}' binds '${socket.text}' again, but ${clause}.`,
      related: [...related, { at: event.call.node, message: "bound again here" }],
    };
  }
}

function firstBind(call: Call, socket: NonNullable<Call["receiver"]>): SocketEvent | undefined {
  return socketAt(socket)?.events.find((event) => event.transition === "bind" && event.call.node !== call.node);
}

/** Whether both binds are written in one function. */
function isBeside(call: Call, earlier: SocketEvent): boolean {
  const { module } = call;
  return (
    !earlier.given &&
    earlier.through.length === 0 &&
    module.functionAround(call.node) === earlier.call.module.functionAround(earlier.call.node)
  );
}
