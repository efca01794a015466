import type { Node } from "../../../syntax/node.js";
import type { Question } from "../../../python/model/solver.js";
import { sameItems } from "../../../python/model/solver.js";
import { nodeKey } from "../../../python/model/value.js";
import { isList, isMapping, truthOf, type Plain } from "../constant.js";

/** One thing that an expression may be when nobody configures the program. */
export interface Default {
  /** Undefined when it is not known. */
  readonly value: Plain | undefined;
  /** Where the value is written, or the expression of which nothing is known. */
  readonly at: Node;
  /** The places where configuration is read on the way, each with its default. */
  readonly reads: readonly Node[];
  /** It never is anything: the program does not get as far. It stands alone, and only while an answer is worked out. */
  readonly isNever?: true;
}

/** Every possibility; while a circle is worked out, none is what is not known yet. */
export type Defaults = readonly Default[];

/** More possibilities than this say nothing. */
const MOST = 16;

/** Stands for an answer that is given up. */
export const GIVEN_UP: Defaults = [];

/** Asks what something is when nobody configures the program. */
export function defaultsQuestion(): Question<Defaults> {
  return { nothing: [], same: (a, b) => sameItems(a.map(keyOf), b.map(keyOf)), giveUp: () => GIVEN_UP };
}

export function known(value: Plain, at: Node): Default {
  return { value, at, reads: [] };
}

export function unknown(at: Node): Default {
  return { value: undefined, at, reads: [] };
}

export function never(at: Node): Default {
  return { value: undefined, at, reads: [], isNever: true };
}

/** What is made of a default. */
export function derived(from: Default, value: Plain | undefined, at = from.at): Default {
  return { ...from, value, at };
}

/** A default that was chosen by others. */
export function withReads(from: Default, others: Defaults): Default {
  return { ...from, reads: readsOf([from, ...others]) };
}

/** The places that several defaults read, each once. */
export function readsOf(defaults: Defaults): readonly Node[] {
  return [...new Set(defaults.flatMap(({ reads }) => reads))];
}

/** The value, when there is one possibility. */
export function only(defaults: Defaults): Plain | undefined {
  return defaults.length === 1 ? defaults[0]?.value : undefined;
}

/** The truth that all the possibilities have in common. */
export function commonTruth(defaults: Defaults): boolean | undefined {
  const truths = new Set(defaults.map(({ value }) => (value === undefined ? undefined : truthOf(value))));
  return truths.size === 1 ? [...truths][0] : undefined;
}

/** Every possibility once; what never is anything counts where there is nothing else. */
export function distinct(defaults: Defaults, at: Node): Defaults {
  if (defaults.length < 2) return defaults;
  const unique = new Map(defaults.map((one) => [keyOf(one), one]));
  const real = [...unique.values()].filter(({ isNever }) => !isNever);
  if (real.length > MOST) return [unknown(at)];
  return real.length > 0 ? real : defaults.slice(0, 1);
}

function keyOf({ value, at, reads, isNever }: Default): string {
  return isNever ? "never" : [spelled(value), nodeKey(at), ...reads.map(nodeKey).sort()].join(" ");
}

function spelled(value: Plain | undefined): string {
  if (isList(value)) return `[${value.map(spelled).join()}]`;
  if (isMapping(value)) return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${spelled(item)}`).join()}}`;
  return value === undefined ? "?" : JSON.stringify(value);
}
