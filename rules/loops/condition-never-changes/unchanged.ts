import { triesAround } from "../../../src/concepts/errors/ways-out.js";
import type { Report } from "../../../src/engine/rule.js";
import { constantTruth, unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { CONTAINER_DISPLAYS } from "../../../src/python/tables/containers.js";
import type { Node } from "../../../src/syntax/node.js";
import { localBindings, namesRead, usesWithin } from "./names.js";

/** A loop whose condition reads nothing that anything in it could change, and that nothing else ends. */
export function neverChanges(loop: Node, around: FunctionDefinition): Report | undefined {
  const condition = loop.field("condition");
  if (!condition || !isPlain(condition)) return undefined;
  const names = namesRead(condition).filter((name) => !isLength(name));
  const [first] = names;
  if (!first || around.graph.exits(loop).some(({ kind }) => kind !== "condition")) return undefined;
  const bindings = names.map((name) => localBindings(name, around));
  if (bindings.some((all) => all === undefined)) return undefined;
  if (names.some((name, index) => mayChange(name, bindings[index] ?? [], loop, around))) return undefined;
  const all = [...new Set(names.map(({ text }) => text))];
  const given = bindings.flatMap((one) => one ?? []);
  return {
    at: condition,
    message: `This loop never ends once it runs: nothing in the loop changes ${all.map((name) => `'${name}'`).join(" or ")}.`,
    related: given.slice(0, 3).map(({ node }) => ({ at: node, message: "given its value here" })),
    likely: given.every(isTrue) || isInTry(loop),
  };
}

const PLAIN =
  /^(identifier|integer|float|string|none|true|false|not_operator|boolean_operator|comparison_operator|binary_operator|unary_operator|parenthesized_expression|tuple|list|set)$/;

/** Whether a condition is made of names, constants, displays of them, comparisons and lengths. */
function isPlain(condition: Node): boolean {
  const node = unwrap(condition);
  if (node.kind === "call") return lengthIn(node) !== undefined;
  if (!PLAIN.test(node.kind)) return false;
  if (node.kind === "string") return node.child("interpolation") === undefined;
  return node.children.every((child) => isPlain(child));
}

function lengthIn(call: Node): Node | undefined {
  const [only, ...others] = call.field("arguments")?.children ?? [];
  const name = only && unwrap(only);
  const isOne = lastNameOf(call.field("function")) === "len" && name?.kind === "identifier" && others.length === 0;
  return isOne ? name : undefined;
}

const isLength = (name: Node): boolean => wrapped(name).fieldName === "function" && name.text === "len";

function mayChange(name: Node, bindings: readonly Binding[], loop: Node, around: FunctionDefinition): boolean {
  if (bindings.some(({ node }) => loop.contains(node))) return true;
  if (isHandedBefore(loop, name.text, around, bindings.some(isContainer) ? isHanded : isMethodKept)) return true;
  const body = loop.field("body");
  const uses = body ? usesWithin(body, name.text, around) : [];
  const isCounted = isScalar(name, bindings);
  return uses.some((use) => (isCounted ? isCalledOn(use) : isCalledOn(use) || isHanded(use) || isStoredIn(use)));
}

/** Whether what a name stands for is in other hands when a loop begins: they may fill it. */
function isHandedBefore(loop: Node, name: string, around: FunctionDefinition, hands: (use: Node) => boolean): boolean {
  const uses = around.body ? usesWithin(around.body, name, around) : [];
  return uses.some((use) => use.precedes(loop) && hands(use));
}

/** Whether a method of an object is kept, and not called: `following = digits.pop`. */
function isMethodKept(use: Node): boolean {
  const { fieldName, parent } = wrapped(use);
  return fieldName === "object" && parent?.kind === "attribute" && wrapped(parent).fieldName !== "function";
}

const isContainer = ({ from }: Binding): boolean => from !== undefined && CONTAINER_DISPLAYS.has(unwrap(from).kind);

/** Whether a name stands for a number, a text or a truth, which nobody else can change. */
function isScalar(name: Node, bindings: readonly Binding[]): boolean {
  const { parent } = wrapped(name);
  if (parent?.kind === "argument_list") return false;
  if (TOKENS.test(name.text)) return true;
  const isCompared = parent?.kind === "comparison_operator";
  return isCompared || bindings.every(({ from }) => from !== undefined && constantTruth(from) !== undefined);
}

/** What services call the place where they go on. */
const TOKENS = /(^|_)(token|cursor|marker|offset|next|url|link|more|page|key|start|index|count)$/i;

function isCalledOn(use: Node): boolean {
  const { fieldName, parent } = wrapped(use);
  return fieldName === "object" && parent !== undefined && wrapped(parent).fieldName === "function";
}

/** Whether something is given the object, or it gets another name. */
function isHanded(use: Node): boolean {
  const { parent, fieldName } = wrapped(use);
  if (!parent) return true;
  if (
    /^(argument_list|keyword_argument|list_splat|dictionary_splat|tuple|list|set|dictionary|pair|expression_list|await|yield)$/.test(
      parent.kind,
    )
  )
    return true;
  return (
    (parent.kind === "assignment" && fieldName === "right") ||
    parent.kind === "return_statement" ||
    fieldName === "object"
  );
}

/** `items[0] = …`, `del items[0]` */
function isStoredIn(use: Node): boolean {
  const { parent, fieldName } = wrapped(use);
  if (parent?.kind !== "subscript" || fieldName !== "value") return false;
  const outer = parent.parent;
  return outer?.kind === "delete_statement" || parent.fieldName === "left" || outer?.kind === "expression_list";
}

const isTrue = ({ from }: Binding): boolean => from !== undefined && constantTruth(from) === true;

/** Whether an error of the loop is waited for: it may be its way out. */
function isInTry(loop: Node): boolean {
  return [...triesAround(loop)].length > 0;
}
