import type { Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";

/** Something that has been done with a socket and lasts. */
export type Deed = "bind" | "connect";

/** A bind or connect that a socket has behind it. */
export interface SocketEvent {
  readonly deed: Deed;
  readonly call: Call;
  /** The functions it happened in, the one that the asking function called first. */
  readonly through: readonly FunctionDefinition[];
  /** Whether the function gave the socket out with this done, rather than being handed it. */
  readonly given: boolean;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  bind: "bind",
  bind_to_random_port: "bind",
  connect: "connect",
};

/** What takes a bind or connect back, or ends the socket. */
export const UNDOES = new Set(["unbind", "disconnect", "close", "term", "destroy"]);

/** What a call does with the socket that it is a method of. */
export function deedOf(call: Call): Deed | undefined {
  return call.receiver && Object.hasOwn(DEEDS, call.lastName) ? DEEDS[call.lastName] : undefined;
}

/** The innermost call that an expression is part of; itself when there is none. */
export function nearestCall(node: Node): Node {
  for (const around of node.ancestors()) if (around.kind === "call") return around;
  return node;
}

/** Whether an expression is known to be a ZeroMQ socket. */
export function isTyped(socket: Node): boolean {
  return moduleOf(socket)
    .apiPathsOf(socket)
    .some((path) => /^zmq\b.*\bSocket\(\)$/.test(path));
}

/** What a search has found: events that certainly lie behind, the latest first, and types of sockets it began with. */
export interface Found {
  readonly events: readonly SocketEvent[];
  /** The types that fresh sockets were made with; empty when none was found. */
  readonly types: readonly string[];
}

export const NOTHING: Found = { events: [], types: [] };

/** A way back through a function ended here. */
export interface End {
  /** What the path stood for there. */
  readonly found: Found;
  /** What had happened on this way, as bits. */
  readonly bits: number;
  /** What had happened on this and other ways. */
  readonly passed: readonly SocketEvent[];
  readonly kind: "entry" | "assigned" | "undone";
}

export const BITS: Readonly<Record<Deed, number>> = { bind: 1, connect: 2 };

/** Whether a `with socket.bind(…):` has unbound again before the use. */
export function isUndoneBefore(bind: Node, use: Node | undefined): boolean {
  for (let at = bind, around = at.parent; around; at = around, around = at.parent) {
    if (around.kind === "with_statement") return at.kind === "with_clause" && !(use && around.contains(use));
    if (!/^(as_pattern|with_item|with_clause)$/.test(around.kind)) return false;
  }
  return false;
}

/** What lies behind on one way or another. */
export function possible(ends: readonly End[]): Found {
  return all(ends.map(({ found, passed }) => ({ events: [...passed, ...found.events], types: found.types })));
}

/** What lies behind on every way that was found. */
export function certain(ends: readonly End[]): Found {
  const lies = (deed: Deed, { bits, found }: End): boolean =>
    (bits & BITS[deed]) !== 0 || found.events.some((event) => event.deed === deed);
  const found = possible(ends);
  return { ...found, events: found.events.filter(({ deed }) => ends.every((end) => lies(deed, end))) };
}

export function all(list: readonly Found[]): Found {
  const events = new Map<Call, SocketEvent>();
  for (const { events: others } of list) {
    for (const event of others) if (!events.has(event.call)) events.set(event.call, event);
  }
  return { events: [...events.values()], types: [...new Set(list.flatMap(({ types }) => types))] };
}

export function join(a: Found, b: Found): Found {
  const events = [...a.events, ...b.events.filter((event) => !a.events.some((known) => known.call === event.call))];
  return { events, types: [...new Set([...a.types, ...b.types])] };
}

export function through(found: Found, definition: FunctionDefinition, given: boolean): Found {
  const events = found.events.map((event) => ({
    ...event,
    through: [definition, ...event.through],
    given: given || event.given,
  }));
  return { ...found, events };
}
