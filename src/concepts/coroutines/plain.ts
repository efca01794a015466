import type { Node } from "../../syntax/node.js";
import { annotationValues } from "../../python/model/annotation.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { isEmptyBody, type FunctionDefinition } from "../../python/model/function.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Value } from "../../python/model/value.js";
import { matches } from "../../python/tables/api.js";
import { PASSIVE_BASES, PASSIVE_DECORATORS } from "../../python/tables/awaitable-bases.js";
import { SYNCHRONOUS } from "../../python/tables/synchronous.js";
import { calledName } from "../../python/cfg/expression.js";
import { unwrap } from "../../python/cfg/evaluation.js";

/** Whether a value surely cannot be awaited. */
export function isPlain(value: Value): boolean {
  switch (value.kind) {
    case "none":
    case "literal":
    case "class":
    case "function":
    case "generator":
    case "module":
      return true;
    case "instance":
      return lacks(value.of, "__await__");
    case "api":
      return matches(SYNCHRONOUS, value.path);
    default:
      return false;
  }
}

/** Whether it is certain that objects of a class have no method of a name. */
export function lacks(of: ClassDefinition, name: string): boolean {
  const { isOpen, external } = of.ancestry;
  if (isOpen || !external.every((base) => PASSIVE_BASES.has(base)) || of.method(name)) return false;
  return of.decorators.every((node) => PASSIVE_DECORATORS.has(calledName(node) ?? ""));
}

/** Whether a function is a `def` that is neither a coroutine function nor there for others to fill in. */
export function isPlainFunction(definition: FunctionDefinition): boolean {
  return !definition.isAsync && !definition.isDecorated("abstractmethod", "coroutine", "overload");
}

/** Whether all that a function can return is surely plain, in its own words. */
export function returnsPlain(definition: FunctionDefinition): boolean {
  if (!isPlainFunction(definition)) return false;
  const declared = declaration(definition);
  if (declared === "other") return false;
  const { returns, fallsThrough } = definition;
  // An annotation speaks for what is looked up; for what is called, it may know only the blocking half of the truth.
  const isGiven = (value: Node): boolean => declared === "plain" && isLookedUpOrText(unwrap(value));
  const isFine = (value: Node | undefined): boolean => !value || isPlainExpression(value) || isGiven(value);
  return (fallsThrough || returns.length > 0) && returns.every((statement) => isFine(statement.children[0]));
}

/** Whether something is looked up, or made by a method of texts, numbers and times that nothing else has. */
function isLookedUpOrText(node: Node): boolean {
  if (node.kind === "call")
    return TEXT_METHODS.has(calledName(node) ?? "") && node.field("function")?.kind === "attribute";
  return /^(attribute|subscript)$/.test(node.kind);
}

const TEXT_METHODS = new Set(
  (
    "capitalize casefold decode encode endswith format hexdigest isoformat join lower lstrip removeprefix removesuffix rsplit " +
    "rstrip split splitlines startswith strftime strip timestamp title total_seconds upper zfill"
  ).split(" "),
);

/** Whether an expression surely gives nothing that could be awaited: what operators make never is. */
export function isPlainExpression(node: Node): boolean {
  switch (node.kind) {
    case "binary_operator":
    case "comparison_operator":
    case "not_operator":
    case "unary_operator":
    case "expression_list":
      return true;
    case "parenthesized_expression":
    case "boolean_operator":
      return node.children.every(isPlainExpression);
    case "conditional_expression":
      return [node.children[0], node.children[2]].every((part) => part && isPlainExpression(part));
    case "attribute":
      if (isCounter(node)) return true;
      break;
  }
  const values = moduleOf(node).valuesOf(node);
  return values.length > 0 && values.every(isPlain);
}

/** Whether an attribute of `self` is only ever counted up, from a literal. */
function isCounter(node: Node): boolean {
  const [object, name] = [node.field("object"), node.field("attribute")?.text];
  const of = object && moduleOf(node).receiverClass(object);
  if (!of || name === undefined || of.ancestry.isOpen) return false;
  const stores = of.ancestry.classes.flatMap((base) => base.storesNamed(name));
  return stores.length > 0 && stores.every(({ kind, from }) => kind === "augment" || (from && NUMBERS.has(from.kind)));
}

const NUMBERS = new Set(["integer", "float", "string", "true", "false"]);

/** What the function's own annotation says about its result; nothing, when the body does nothing. */
export function declaration(definition: FunctionDefinition): "none" | "plain" | "other" {
  const annotation = definition.node.field("return_type");
  if (!annotation) return "none";
  return !isEmptyBody(definition) && saysPlain(definition, annotation) ? "plain" : "other";
}

function saysPlain(definition: FunctionDefinition, annotation: Node): boolean {
  return isPlainAnnotation(annotation, definition.module);
}

/** Whether an annotation says that something is nothing to await. */
export function isPlainAnnotation(annotation: Node, { project }: Module): boolean {
  const types = annotationValues(annotation, project.evaluator);
  return (types.length > 0 && types.every(isPlain)) || isPlainType(annotation);
}

/**
 * Whether a method that is there for subclasses is a plain one: its annotation says that it gives nothing to await, and so
 * do all that the project puts in its place.
 */
export function isFilledInPlainly(definition: FunctionDefinition, overrides: readonly FunctionDefinition[]): boolean {
  const annotation = definition.node.field("return_type");
  const isOpen = isEmptyBody(definition) || definition.isDecorated("abstractmethod");
  if (!isOpen || definition.isAsync || !annotation || definition.isDecorated("overload")) return false;
  const filling = overrides.filter((override) => !isEmptyBody(override));
  return filling.length > 0 && saysPlain(definition, annotation) && overrides.every(returnsPlain);
}

const CONTAINERS = ["dict", "list", "set", "tuple", "Dict", "List", "Set", "Tuple"];
const PLAIN_TYPES = new Set(["bool", "int", "float", "str", "bytes", ...CONTAINERS]);

/** Whether an annotation is a builtin type by its name. */
function isPlainType(annotation: Node): boolean {
  const type = annotation.kind === "type" ? annotation.children[0] : annotation;
  const named = type?.kind === "generic_type" || type?.kind === "subscript" ? type.children[0] : type;
  return type?.kind === "none" || (named?.kind === "identifier" && PLAIN_TYPES.has(named.text));
}
