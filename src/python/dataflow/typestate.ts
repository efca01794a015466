import type { Node } from "../../syntax/node.js";
import type { Call } from "../model/call.js";
import type { CallFrame } from "./frames.js";
import type { History, PastEvent } from "./typestate/history.js";
import { Search } from "./typestate/search.js";
import type { Prefilter } from "../prefilter/prefilter.js";

export type { History, PastEvent } from "./typestate/history.js";
export { nearestCall } from "./typestate/ways.js";

/** How objects of some kind are made, and what can be done with them that lasts. */
export interface Protocol<E extends string> {
  /** Tells it from others. */
  readonly name: string;
  /** What a call does that lasts with the object that it is a method of. */
  transitionOf(call: Call): E | undefined;
  /** The methods that take a transition back, and leave the object usable: `rollback`. */
  readonly reverses: ReadonlySet<string>;
  /** The methods that end the object: `close`. */
  readonly ends: ReadonlySet<string>;
  /** What a call makes an object as, "" where that is not written; undefined when it makes none. */
  madeBy(call: Call, frame: CallFrame | undefined): string | undefined;
  /** What has been done with an object that a call gives, as the project says of it. */
  declaredBy?(call: Call): E | undefined;
  /** What the text of a function holds that does something lasting: most do not, and need no walk. */
  readonly trace: Prefilter;
}

/**
 * What an object may have behind it just before an expression that stands for it is used: on one way or another to
 * that place, followed back through assignments, functions, their callers and classes.
 */
export function mayLieBehind<E extends string>(object: Node, protocol: Protocol<E>): History<E> {
  return new Search(protocol, "may").expression({ node: object, frame: undefined }, []);
}

/** What an object has behind it on every way to the place where an expression that stands for it is used. */
export function mustLieBehind<E extends string>(object: Node, protocol: Protocol<E>): History<E> {
  return new Search(protocol, "must").expression({ node: object, frame: undefined }, []);
}

/** What a call's function does with an argument on every path to its end: the events, and the functions they are in. */
export function doneTo<E extends string>(argument: Node, call: Call, protocol: Protocol<E>): readonly PastEvent<E>[] {
  return new Search(protocol, "may").passed({ kind: "passed", call, argument, rest: [] }, undefined);
}
