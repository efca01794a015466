import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import type { Module } from "./module.js";
import type { Question } from "./solver.js";

/**
 * What an expression may be. An expression has a list of these, one for each possibility; `unknown` in the list
 * means that there are others, and a rule that reports needs to rule that out.
 */
export type Value =
  | { readonly kind: "none"; readonly at: Node }
  /** A number, string, container or comprehension written at `at`. */
  | { readonly kind: "literal"; readonly at: Node }
  /** A function, bound to `self` when it was taken from an instance. */
  | { readonly kind: "function"; readonly definition: FunctionDefinition; readonly self?: Value }
  | { readonly kind: "class"; readonly definition: ClassDefinition }
  /** An object of a class of the project; `at` is the call that made it, or the `self` it is known by. */
  | { readonly kind: "instance"; readonly of: ClassDefinition; readonly at: Node }
  | { readonly kind: "module"; readonly module: Module }
  /**
   * Something from outside the project, by the path that leads to it: `zmq.Context` is the class,
   * `zmq.Context()` what calling it gives, `zmq.Context().socket` a bound method, `os.environ[]` an item.
   */
  | { readonly kind: "api"; readonly path: string; readonly at: Node }
  /** What calling an `async def` of the project gives before it is awaited. */
  | { readonly kind: "coroutine"; readonly of: FunctionDefinition; readonly at: Node }
  /** What calling a generator function of the project gives. */
  | { readonly kind: "generator"; readonly of: FunctionDefinition; readonly at: Node }
  /** `super()` in a method of the class. */
  | { readonly kind: "super"; readonly of: ClassDefinition; readonly self: Value }
  /** What a function was given, and the attributes and calls on it: known when its caller is. */
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly path: readonly Access[] }
  | { readonly kind: "unknown" };

/** An access chain on an unknown argument longer than this is not followed to the caller. */
export const LONGEST_PATH = 4;

/** One step from a value: `.name`, or `()`. */
export type Access = { readonly attribute: string; readonly at: Node } | { readonly call: Node };

/** Everything that an expression may be. */
export type Values = readonly Value[];

export const UNKNOWN: Value = { kind: "unknown" };
export const NOTHING_KNOWN: Values = [UNKNOWN];

/** More possibilities than this say nothing any more, and would make joins quadratic. */
const MOST = 24;

/** The union, without repeats, in order of first appearance. */
export function union(...lists: Values[]): Values {
  const [only, ...others] = lists.filter(({ length }) => length > 0);
  if (others.length === 0 && (only?.length ?? 0) < 2) return only ?? [];
  const all = distinct(...lists);
  return all.length > MOST ? NOTHING_KNOWN : all;
}

/** All of some lists without repeats, in order of first appearance, however many are left. */
export function distinct(...lists: readonly Values[]): Values {
  const seen = new Map<string, Value>();
  for (const list of lists) for (const value of list) seen.set(keyOf(value), value);
  return [...seen.values()];
}

/** Whether two lists hold the same possibilities. */
export function same(a: Values, b: Values): boolean {
  if (a.length !== b.length) return false;
  const keys = new Set(a.map(keyOf));
  return b.every((value) => keys.has(keyOf(value)));
}

/** Whether something that the analysis does not see is possible, too. */
export function isOpen(values: Values): boolean {
  return values.length === 0 || values.some((value) => value.kind === "unknown" || value.kind === "parameter");
}

/** Whether something from outside the project is what a call of it gave, or a part of that: it may be an object of the project. */
export function isOutsideResult(value: Value): boolean {
  return value.kind === "api" && /[)\]]/.test(value.path) && !/^\w+\(\)$/.test(value.path);
}

/** Asks what something may be; whatever is not found out may be anything. */
export function valuesQuestion(): Question<Values> {
  return { nothing: [], same, giveUp: (last) => [...last, UNKNOWN] };
}

/** A text that names a node uniquely within the process. */
export function nodeKey(node: Node): string {
  return `${node.tree.serial}:${node.row}`;
}

/** A text that is the same for values that are. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "none":
      return "none";
    case "literal":
      return `literal ${nodeKey(value.at)}`;
    case "function":
      return `function ${nodeKey(value.definition.node)} ${value.self ? keyOf(value.self) : ""}`;
    case "class":
      return `class ${nodeKey(value.definition.node)}`;
    case "instance":
      return `instance ${nodeKey(value.of.node)} ${nodeKey(value.at)}`;
    case "module":
      return `module ${value.module.path}`;
    case "api":
      // Where the call stands matters: two sockets made in two places are two sockets.
      return value.path.includes("()") ? `api ${value.path} ${nodeKey(value.at)}` : `api ${value.path}`;
    case "coroutine":
    case "generator":
      return `${value.kind} ${nodeKey(value.of.node)} ${nodeKey(value.at)}`;
    case "super":
      return `super ${nodeKey(value.of.node)}`;
    case "parameter":
      return `parameter ${nodeKey(value.parameter.node)}${value.path.map(stepKey).join("")}`;
    case "unknown":
      return "unknown";
  }
}

function stepKey(step: Access): string {
  return "attribute" in step ? `.${step.attribute}` : `(${nodeKey(step.call)})`;
}
