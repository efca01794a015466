import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { textOf } from "../../../src/python/model/literal.js";
import { CONTAINER_DISPLAYS, CONTAINER_MAKERS } from "../../../src/python/tables/containers.js";
import type { Node } from "../../../src/syntax/node.js";

/** What a name is given: something else's object, or a shallow copy of it. */
export interface Source {
  /** The expression that gives the object. */
  readonly of: Node;
  /** How it is copied, as it is written; undefined where it is the same object. */
  readonly copiedBy: string | undefined;
  /** What the copy is given in place of what it would share; undefined when that cannot be told. */
  readonly replaced: readonly string[] | undefined;
}

const COPIES = new Set(["dict", "list", "copy", "OrderedDict"]);

/** What a value is, or copies. */
export function sourceOf(value: Node): Source | undefined {
  const node = unwrap(value);
  switch (node.kind) {
    case "identifier":
    case "attribute":
    case "subscript":
      return { of: node, copiedBy: undefined, replaced: [] };
    case "call":
      return copyBy(node);
    case "dictionary":
      return spread(node);
    case "binary_operator":
      return joinedTo(node);
    case "boolean_operator":
      return fallenBackTo(node.child("or") ? [node.field("left"), node.field("right")] : []);
    case "conditional_expression":
      return fallenBackTo([node.children[0], node.children[2]]);
    default:
      return undefined;
  }
}

function copyBy(node: Node): Source | undefined {
  const call = moduleOf(node).call(node);
  const name = calledAs(call);
  if (!COPIES.has(name)) return undefined;
  const [first, ...others] = call.positional;
  const of = first ?? (name === "copy" ? call.receiver : undefined);
  if (!of || others.length > 0) return undefined;
  const replaced = call.hasSplat ? undefined : call.arguments.flatMap(({ keyword }) => keyword ?? []);
  return { of: unwrap(of), copiedBy: name, replaced };
}

/** The name that a call is written with, or what an import gave another name: `from copy import copy as shallow`. */
function calledAs({ node, apis }: Call): string {
  const name = calledName(node) ?? "";
  return !COPIES.has(name) && apis.length === 1 && apis[0] === "copy.copy" ? "copy" : name;
}

/** `{**DEFAULTS, "yarn": {}}` */
function spread(node: Node): Source | undefined {
  const [first, ...others] = node.children;
  const of = first?.kind === "dictionary_splat" ? first.children[0] : undefined;
  if (!of) return undefined;
  const keys = others.map(keyOf);
  const replaced = keys.every((key) => key !== undefined) ? keys : undefined;
  return { of: unwrap(of), copiedBy: "{**…}", replaced };
}

/** `DEFAULTS | {"port": 80}` */
function joinedTo(node: Node): Source | undefined {
  const [of, other] = [node.field("left"), node.field("right")];
  if (!of || !other || !node.child("|")) return undefined;
  const { kind, children } = unwrap(other);
  const keys = kind === "dictionary" ? children.map(keyOf) : [undefined];
  const replaced = keys.every((key) => key !== undefined) ? keys : undefined;
  return { of: unwrap(of), copiedBy: "|", replaced };
}

/** `given or DEFAULTS`: the constant itself, where nothing is given. */
function fallenBackTo(options: readonly (Node | undefined)[]): Source | undefined {
  const sources = options.flatMap((option) =>
    option && /^[A-Z][A-Z\d_]+$/.test(lastNameOf(unwrap(option)) ?? "") ? (sourceOf(option) ?? []) : [],
  );
  const [source, ...others] = sources;
  return others.length === 0 && source?.copiedBy === undefined ? source : undefined;
}

const keyOf = (pair: Node): string | undefined => {
  const key = pair.kind === "pair" ? pair.field("key") : undefined;
  return key && (textOf(unwrap(key)) ?? key.text);
};

/** A container that is written once, at the top of a module or of a class. */
export interface Constant {
  readonly name: string;
  readonly display: Node;
}

/** The constant that an expression is, when it can be nothing else. */
export function constantAt(expression: Node): Constant | undefined {
  if (expression.kind === "subscript") return undefined;
  const [value, ...others] = moduleOf(expression).valuesOf(expression);
  if (value?.kind !== "literal" || others.length > 0 || !CONTAINER_DISPLAYS.has(value.at.kind)) return undefined;
  const assignment = wrapped(value.at).parent;
  const name = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
  return name?.kind === "identifier" && isAtTop(name) ? { name: name.text, display: value.at } : undefined;
}

/** Whether a name is bound at the top of a module or of a class, once. */
function isAtTop(name: Node): boolean {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  return found !== undefined && !found.scope.isFunction && found.bindings.length === 1;
}

/** One step into a container: a key, or any of its items. */
export type Step = Node | "each";

/** Whether what some steps lead to is a container, which the constant holds as it is written. */
export function leadsToContainer(display: Node, steps: readonly Step[]): boolean {
  const [step, ...others] = steps;
  if (!isContainer(display)) return false;
  if (step === undefined) return true;
  const items = itemsUnder(display, step);
  return items.length > 0 && items.every((item) => leadsToContainer(unwrap(item), others));
}

const isContainer = (node: Node): boolean =>
  isMadeContainer(node) || (node.kind === "binary_operator" && isRepeatedList(node));

/** Whether an expression writes a container out, or calls what makes one. */
export function isMadeContainer(node: Node): boolean {
  if (CONTAINER_DISPLAYS.has(node.kind)) return true;
  return (
    node.kind === "call" &&
    moduleOf(node)
      .call(node)
      .apis.some((path) => CONTAINER_MAKERS.has(path))
  );
}

/** `[None] * 3` */
function isRepeatedList(node: Node): boolean {
  return (
    node.child("*") !== undefined && [node.field("left"), node.field("right")].some((side) => side?.kind === "list")
  );
}

function itemsUnder(display: Node, step: Step): readonly Node[] {
  if (display.kind !== "dictionary") return display.kind === "list" ? display.children : [];
  const pairs = display.children.filter(({ kind }) => kind === "pair");
  const key = step === "each" ? undefined : textOf(unwrap(step));
  const wanted = key === undefined ? pairs : pairs.filter((pair) => keyOf(pair) === key);
  return wanted.flatMap((pair) => pair.field("value") ?? []);
}
