import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import { drop, isInTry, statementOf } from "../../src/python/editing/edit.js";
import { relate } from "../../src/concepts/sockets/endpoints.js";
import { handings } from "../../src/concepts/sockets/handing.js";
import type { Module } from "../../src/python/model/module.js";
import {
  transitionOf,
  proofOf,
  socketAt,
  type SocketTransition,
  type SocketEvent,
} from "../../src/concepts/sockets/sockets.js";

/**
 * One ZeroMQ socket is both bound and connected.
 *
 * A socket is one side of a conversation: it binds and waits for peers, or it connects to one. A bound publisher that also
 * connects sends what it publishes to itself or to another publisher, a bound `REP` that connects waits for itself. No
 * call fails; messages are lost, doubled, or go round in circles.
 *
 * @bad
 * ```python
 * import zmq
 *
 * def publish(quote):
 *     socket = zmq.Context.instance().socket(zmq.PUB)
 *     socket.bind("tcp://127.0.0.1:5556")
 *     socket.connect("tcp://127.0.0.1:5556")
 *     socket.send_json(quote)
 * ```
 * @good
 * ```python
 * import zmq
 *
 * def publish(quote):
 *     socket = zmq.Context.instance().socket(zmq.PUB)
 *     socket.bind("tcp://127.0.0.1:5556")
 *     socket.send_json(quote)
 * ```
 * @limits `ROUTER`, `DEALER`, `XPUB`, `XSUB` and `PAIR` sockets, which proxies and meshes bind and connect at once, are
 * reported only for one and the same endpoint. A socket whose origin cannot be found is not reported.
 * @off When a socket deliberately listens on one endpoint and dials another.
 * @see https://zguide.zeromq.org/docs/chapter2/#Plugging-Sockets-into-the-Topology
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  mentions: ["connect", "bind", "zmq"],
  yieldsTo: ["zmq/rebind"],
  *check(module) {
    for (const name of ["bind", "bind_to_random_port", "connect"]) {
      for (const call of module.callsNamed(name)) {
        const report = judge(call);
        if (report) yield report;
      }
    }
    yield* handedOn(module);
  },
});

/** Sockets that proxies and meshes bind and connect at once. */
const BOTH_WAYS = /\.(ROUTER|DEALER|XPUB|XSUB|PAIR|XREP|XREQ)$/;

const DONE: Readonly<Record<SocketTransition, string>> = { bind: "bound", connect: "connected" };

function judge(call: Call): Report | undefined {
  const transition = transitionOf(call);
  const state = transition && call.receiver && socketAt(call.receiver);
  const earlier = state?.events.find((event) => event.transition !== transition);
  if (!transition || !state || !earlier || !isMistake(call, earlier, state.type)) return undefined;
  const { clause, related } = proofOf(earlier, DONE[earlier.transition]);
  const verb = transition === "bind" ? "binds" : "connects";
  return {
    at: call.node,
    message: `'${call.receiver.text}' ${verb} here, but ${clause}.`,
    related,
    fix: withoutSecond(call, earlier),
  };
}

/** Calls that hand a socket to a function which does the other of the two. */
function* handedOn(module: Module): Generator<Report> {
  for (const { call, socket, event } of handings(module)) {
    const state = socketAt(socket);
    const earlier = state?.events.find(({ transition }) => transition !== event.transition);
    if (!state || !earlier || !isMistake(event.call, earlier, state.type)) continue;
    const { clause, related } = proofOf(earlier, DONE[earlier.transition]);
    const verb = event.transition === "bind" ? "binds" : "connects";
    yield {
      at: call.node,
      message: `'${call.name}' ${verb} '${socket.text}', but ${clause}.`,
      related: [...related, { at: event.call.node, message: `${DONE[event.transition]} here` }],
    };
  }
}

/** A socket that connects to where it is bound talks to itself. */
function withoutSecond(call: Call, earlier: SocketEvent): Fix | undefined {
  const statement = statementOf(call.node);
  const isSelf = functionOf(call) === functionOf(earlier.call) && relate(earlier.call, call) === "same";
  if (!statement || !isSelf || isInTry(statement)) return undefined;
  return { description: `Drop the second, '${call.lastName}'`, isSafe: false, edits: [drop(statement)] };
}

function isMistake(call: Call, earlier: SocketEvent, type: string | undefined): boolean {
  if (relate(earlier.call, call) === "same") return true;
  if (type === undefined || BOTH_WAYS.test(type)) return false;
  // Written side by side for different endpoints, it is meant.
  return earlier.given || earlier.through.length > 0 || functionOf(call) !== functionOf(earlier.call);
}

const functionOf = (call: Call): unknown => call.module.functionAround(call.node);
