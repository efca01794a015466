import type { Call } from "../../model/call.js";
import type { FunctionDefinition } from "../../model/function.js";

/** A transition that an object has behind it. */
export interface PastEvent<E extends string> {
  readonly transition: E;
  readonly call: Call;
  /** The functions it happened in, the one that the asking function called first. */
  readonly through: readonly FunctionDefinition[];
  /** Whether the function gave the object out with this done, rather than being handed it. */
  readonly given: boolean;
}

/** What an object has behind it: the latest first. */
export interface History<E extends string> {
  readonly events: readonly PastEvent<E>[];
  /** What fresh objects were made as, in the protocol's words; empty when no making was found. */
  readonly types: readonly string[];
}

/** A way back through a function ended here. */
export interface End<E extends string> {
  /** What the path stood for there. */
  readonly found: History<E>;
  /** What had happened on this way. */
  readonly done: ReadonlySet<E>;
  /** What had happened on this and other ways. */
  readonly passed: readonly PastEvent<E>[];
  readonly kind: "entry" | "assigned" | "undone";
}

export const NOTHING: History<never> = { events: [], types: [] };

/** What lies behind on one way or another. */
export function possible<E extends string>(ends: readonly End<E>[]): History<E> {
  return any(ends.map(({ found, passed }) => ({ events: [...passed, ...found.events], types: found.types })));
}

/** What lies behind on every way that was found. */
export function certain<E extends string>(ends: readonly End<E>[]): History<E> {
  const lies = (transition: E, { done, found }: End<E>): boolean =>
    done.has(transition) || found.events.some((event) => event.transition === transition);
  const found = possible(ends);
  return { ...found, events: found.events.filter(({ transition }) => ends.every((end) => lies(transition, end))) };
}

/** What one or another of several histories has. */
export function any<E extends string>(list: readonly History<E>[]): History<E> {
  const events = new Map<Call, PastEvent<E>>();
  for (const { events: others } of list) {
    for (const event of others) if (!events.has(event.call)) events.set(event.call, event);
  }
  return { events: [...events.values()], types: [...new Set(list.flatMap(({ types }) => types))] };
}

/** What each of several histories has. */
export function each<E extends string>(list: readonly History<E>[]): History<E> {
  return certain(list.map((found) => ({ found, done: new Set<E>(), passed: [], kind: "assigned" })));
}

export function join<E extends string>(a: History<E>, b: History<E>): History<E> {
  const events = [...a.events, ...b.events.filter((event) => !a.events.some((known) => known.call === event.call))];
  return { events, types: [...new Set([...a.types, ...b.types])] };
}

/** The same as whoever calls a function sees it. */
export function through<E extends string>(
  found: History<E>,
  definition: FunctionDefinition,
  given: boolean,
): History<E> {
  const events = found.events.map((event) => ({
    ...event,
    through: [definition, ...event.through],
    given: given || event.given,
  }));
  return { ...found, events };
}
