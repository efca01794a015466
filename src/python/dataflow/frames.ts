import type { Node } from "../../syntax/node.js";
import type { Call } from "../model/call.js";
import type { ClassDefinition } from "../model/class.js";
import type { FunctionDefinition, Parameter } from "../model/function.js";
import { moduleOf } from "../model/module.js";
import { comparisonOf } from "../cfg/expression.js";

/** A function as it runs for one call: what its parameters stand for. */
export interface CallFrame {
  readonly definition: FunctionDefinition;
  readonly call: Call;
  /** Whether the receiver was passed by the method's binding. */
  readonly bound: boolean;
  /** The frame that the call stands in; none when its function is looked at for all callers. */
  readonly outer: CallFrame | undefined;
}

/** An expression and the frame that it is evaluated in. */
export interface Framed {
  readonly node: Node;
  readonly frame: CallFrame | undefined;
}

/** An object, by the call of its class that made it. */
export interface Construction extends Framed {
  readonly of: ClassDefinition;
  readonly call: Call;
}

/** Chains of calls and names longer than this are not followed. */
const DEEPEST = 12;

/** How many calls a frame is deep. */
export function depthOf(frame: CallFrame | undefined): number {
  let depth = 0;
  for (let at = frame; at; at = at.outer) depth++;
  return depth;
}

/** A frame for each call of a function that can be seen, those by tests left out: they are no part of the program. */
export function callerFrames(definition: FunctionDefinition): readonly CallFrame[] {
  return definition.module.project
    .callersOf(definition)
    .filter(({ call }) => !call.module.isTest || definition.module.isTest)
    .map(({ call, bound }) => ({ definition, call, bound, outer: undefined }));
}

/** The frames that a call opens, one for each function that it may run. */
export function framesOf(call: Call, outer: CallFrame | undefined): readonly CallFrame[] {
  if (depthOf(outer) >= DEEPEST) return [];
  const frames = new Map<FunctionDefinition, CallFrame>();
  for (const value of call.targets) {
    const isClass = value.kind === "class";
    const definition =
      value.kind === "function" ? value.definition : isClass ? value.definition.method("__init__") : undefined;
    if (!definition || definition.isGenerator || isOpenIn(outer, definition)) continue;
    const bound = isClass || (value.kind === "function" && value.self !== undefined);
    frames.set(definition, { definition, call, bound, outer });
  }
  return [...frames.values()];
}

/** Whether a function is being run in a frame, or in one of those around it. */
export function isOpenIn(frame: CallFrame | undefined, definition: FunctionDefinition): boolean {
  for (let at = frame; at; at = at.outer) if (at.definition === definition) return true;
  return false;
}

/** What a parameter was given in a frame; the default is evaluated where the function is defined. */
export function argumentOf(parameter: Parameter, frame: CallFrame): Framed | undefined {
  const argument = frame.call.argumentOrDefault(parameter, frame.bound);
  return argument && { node: argument, frame: argument === parameter.default ? undefined : frame.outer };
}

/** Where the value of an expression is written, following names, parameters, fields and plain helpers; else itself. */
export function written(framed: Framed, steps = DEEPEST): Framed {
  const next = steps > 0 ? before(framed, steps) : undefined;
  return next ? written(next, steps - 1) : framed;
}

function before({ node, frame }: Framed, steps: number): Framed | undefined {
  switch (node.kind) {
    case "parenthesized_expression":
    case "await":
      return node.children[0] && { node: node.children[0], frame };
    case "identifier":
      return beforeName(node, frame);
    case "attribute": {
      const object = node.field("object");
      const name = node.field("attribute")?.text;
      const made = object && constructionOf({ node: object, frame }, steps - 1);
      return made && name !== undefined ? fieldOf(made, name) : undefined;
    }
    default:
      return undefined;
  }
}

function beforeName(node: Node, frame: CallFrame | undefined): Framed | undefined {
  const module = moduleOf(node);
  const [binding, ...others] = module.bindingsReaching(node.text, node);
  if (!binding || others.length > 0) return undefined;
  if (binding.kind === "assign" && binding.from && !binding.unpack?.length) {
    const isLocal = frame && module.functionAround(binding.node) === frame.definition;
    return { node: binding.from, frame: isLocal ? frame : undefined };
  }
  if (binding.kind !== "parameter" || frame?.definition.node !== binding.scope.node) return undefined;
  const parameter = frame.definition.parameter(node.text);
  return parameter && argumentOf(parameter, frame);
}

/** The call that made the object an expression stands for. */
export function constructionOf(framed: Framed, steps = DEEPEST): Construction | undefined {
  if (steps <= 0) return undefined;
  const { node, frame } = written(framed, steps - 1);
  if (node.kind !== "call") return undefined;
  const call = moduleOf(node).call(node);
  const [target, ...others] = call.targets;
  if (!target || others.length > 0) return undefined;
  if (target.kind === "class") return { node, frame, of: target.definition, call };
  const [inner] = framesOf(call, frame);
  const [statement, ...more] = inner?.definition.returns ?? [];
  const value = statement?.children[0];
  return inner && value && more.length === 0 ? constructionOf({ node: value, frame: inner }, steps - 1) : undefined;
}

/** What a field of an object was given by the call that made it. */
export function fieldOf({ of, call, frame }: Construction, name: string): Framed | undefined {
  if (of.hasGeneratedInit) {
    const index = of.fields.findIndex((field) => field.name === name);
    const field = of.fields[index];
    if (!field) return undefined;
    const argument = call.argument(index, name);
    if (argument) return { node: argument, frame };
    return field.from && !call.hasSplat ? { node: field.from, frame: undefined } : undefined;
  }
  const init = of.method("__init__");
  const stores = of.ancestry.classes.flatMap((base) => base.storesNamed(name));
  const [store, ...others] = stores;
  if (!init || !store?.from || others.length > 0 || store.unpack?.length) return undefined;
  if (moduleOf(store.node).functionAround(store.node) !== init) return undefined;
  return { node: store.from, frame: { definition: init, call, bound: true, outer: frame } };
}

/** A constant as text: `True`, `'bind'`, `zmq.REP`; undefined for what is no constant. */
export function constantOf(framed: Framed): string | undefined {
  const { node } = written(framed);
  switch (node.kind) {
    case "true":
    case "false":
    case "none":
    case "integer":
      return node.text;
    case "string":
      return node.child("interpolation") ? undefined : node.text.replace(/^"(.*)"$/s, "'$1'");
    case "identifier":
    case "attribute": {
      const [value, ...others] = moduleOf(node).valuesOf(node);
      return value?.kind === "api" && others.length === 0 ? value.path : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a test holds in a frame; undefined when that cannot be known. */
export function holds(test: Framed): boolean | undefined {
  const { node, frame } = test;
  if (node.kind === "comparison_operator") return compares(node, frame);
  const constant = constantOf(test);
  if (constant === undefined || /^[a-z_]+[.(]/.test(constant)) return undefined;
  return !["False", "None", "0", "''"].includes(constant);
}

function compares(node: Node, frame: CallFrame | undefined): boolean | undefined {
  const comparison = comparisonOf(node);
  if (!comparison) return undefined;
  const { left, operator, right } = comparison;
  const value = constantOf({ node: left, frame });
  if (value === undefined) return undefined;
  if (operator === "in" || operator === "not in") {
    if (!/^(tuple|list|set)$/.test(right.kind)) return undefined;
    const items = right.children.map((item) => constantOf({ node: item, frame }));
    if (items.includes(value)) return operator === "in";
    return items.includes(undefined) ? undefined : operator === "not in";
  }
  const other = constantOf({ node: right, frame });
  if (other === undefined) return undefined;
  if (operator === "==" || operator === "is") return value === other;
  return operator === "!=" || operator === "is not" ? value !== other : undefined;
}
