import type { Node } from "../../../src/syntax/node.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import { isTransparent } from "../../../src/python/model/attributes.js";
import { isEnum, type ClassDefinition } from "../../../src/python/model/class.js";
import { givenToAttribute, givenToParameter, parameterAt, type Gift } from "../../../src/python/model/given.js";
import type { Value } from "../../../src/python/model/value.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { BUILTIN_METHODS, PLAIN_RESULTS, PLAIN_TYPES } from "../../../src/python/tables/plain-results.js";
import { keyGivenTo } from "./keys.js";
import { onlyFunctionNamed } from "./named.js";

/** What an expression is that is no mapping. */
export interface Kind {
  readonly what: string;
  /** The class of the project that it is an object of. */
  readonly of?: ClassDefinition;
  /** Where it comes from. */
  readonly at: Node;
  /** Whether a caller gives it, in a dictionary. */
  readonly isGiven?: boolean;
  /** It is something else on other paths, or the function is only known by its name. */
  readonly isLikely?: boolean;
}

const KIND = question<Kind | undefined>(undefined, (a, b) => a?.at === b?.at && a?.what === b?.what);

/** What an expression is, if it is no mapping on some way there; undefined for all that may be one. */
export function kindOf(expression: Node): Kind | undefined {
  const node = unwrap(expression);
  return moduleOf(node).project.once(KIND, node, () => readKind(node));
}

function readKind(node: Node): Kind | undefined {
  switch (node.kind) {
    case "true":
    case "false":
    case "not_operator":
      return { what: "a bool", at: node };
    case "integer":
    case "float":
      return { what: "a number", at: node };
    case "tuple":
    case "expression_list":
      return { what: "a tuple", at: node };
    case "list":
    case "list_comprehension":
      return { what: "a list", at: node };
    case "set":
    case "set_comprehension":
      return { what: "a set", at: node };
    case "comparison_operator":
      return /^(not )?in$|^is/.test(comparisonOf(node)?.operator ?? "") ? { what: "a bool", at: node } : undefined;
    case "conditional_expression":
      return common([node.children[0], node.children[2]]);
    case "identifier":
      return named(node) ?? declaredObject(node);
    case "attribute":
      return declaredObject(node);
    case "subscript":
      return keyGivenTo(node, kindOf);
    case "call":
      return keyGivenTo(node, kindOf) ?? called(moduleOf(node).call(node));
    default:
      return undefined;
  }
}

/** The one kind that all of some expressions are. */
function common(parts: readonly (Node | undefined)[]): Kind | undefined {
  const kinds = parts.map((part) => part && kindOf(part));
  const [first] = kinds;
  return first && kinds.every((kind) => kind?.what === first.what) ? first : undefined;
}

function named(name: Node): Kind | undefined {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found?.scope.isFunction || !found.bindings.every(({ kind, unpack }) => kind === "assign" && !unpack?.length))
    return undefined;
  const given = found.bindings.map(({ from }) => from && unwrap(from));
  // Where no binding can be one, or all of them are alike, nobody needs to know which of them reach the name.
  if (!given.some((from) => from && MAY_BE.has(from.kind))) return undefined;
  if (given.every((from) => from && DISPLAYS.has(from.kind))) {
    const alike = common(given);
    if (alike) return alike;
  }
  return common(module.bindingsReaching(name.text, name).map(({ from }) => from));
}

const DISPLAYS = new Set(["list", "list_comprehension", "set", "set_comprehension", "tuple"]);
const MAY_BE = new Set(
  "true false not_operator integer float tuple expression_list comparison_operator conditional_expression identifier subscript call".split(
    " ",
  ),
);

function called(call: Call): Kind | undefined {
  const { targets } = call;
  const [path, ...others] = call.apis;
  if (path !== undefined) {
    const what = others.length === 0 && targets.length === 1 ? PLAIN_RESULTS.get(`${path}()`) : undefined;
    return what && { what, at: call.node };
  }
  const [target] = targets;
  if (target?.kind === "class")
    return targets.length === 1 ? { ...objectOf(target.definition), at: call.node } : undefined;
  if (target?.kind === "parameter" || target?.kind === "unknown") return returnedByName(call);
  if (targets.some(({ kind }) => kind !== "function")) return undefined;
  const { list, isAll } = call.callees;
  const kinds = isAll ? list.map(({ definition }) => returned(definition)) : [];
  const [first] = kinds;
  if (!first || !kinds.every((kind) => kind?.what === first.what)) return undefined;
  return { ...first, isLikely: kinds.some((kind) => kind?.isLikely) };
}

function objectOf(of: ClassDefinition): Omit<Kind, "at"> {
  return { what: `an object of '${of.name}'`, of };
}

/**
 * An object of a class of the project that a name or an attribute surely holds: all that is known of it says so, and
 * nothing else that the program gives it.
 */
function declaredObject(node: Node): Kind | undefined {
  const values = moduleOf(node)
    .valuesOf(node)
    .filter(({ kind }) => kind !== "none");
  const [value] = values;
  if (value?.kind !== "instance" || !values.every((each) => isOfClass(each, value.of))) return undefined;
  const { of } = value;
  const { project } = of.module;
  const isAlone = project.knowsSubclassesOf(of) && project.subclassesOf(of).length === 0;
  if (isEnum(of) || !isAlone || !isPlainObject(of) || !isGivenOnly(node, of)) return undefined;
  return { ...objectOf(of), at: of.node.field("name") ?? of.node };
}

const isOfClass = (value: Value, of: ClassDefinition): boolean => value.kind === "instance" && value.of === of;

/** Whether an object has only what its class says: neither a base out of sight nor a `__getattr__` adds to it. */
const isPlainObject = (of: ClassDefinition): boolean => of.ancestry.external.length === 0 && isTransparent(of);

/**
 * Whether the program is seen to give a parameter or an attribute an object of a class, and nothing that is known to be
 * something else: an annotation alone may be wrong.
 */
function isGivenOnly(node: Node, of: ClassDefinition): boolean {
  const { evaluator } = of.module.project;
  const given = givenTo(node).flatMap(({ value }) => evaluator.withCallers(moduleOf(value).valuesOf(value)));
  const isFine = (value: Value): boolean => /^(none|unknown|parameter)$/.test(value.kind) || isOfClass(value, of);
  return given.every(isFine) && given.some((value) => isOfClass(value, of));
}

function givenTo(node: Node): readonly Gift[] {
  const parameter = parameterAt(node);
  if (parameter) return givenToParameter(parameter).list;
  const [object, name] = [node.field("object"), node.field("attribute")?.text];
  const owners = object ? moduleOf(node).valuesOf(object) : [];
  return owners.flatMap((owner) =>
    owner.kind === "instance" && name !== undefined ? givenToAttribute(owner.of, name).list : [],
  );
}

/** What the one method of a name gives, whatever object it is called on. */
function returnedByName({ module, lastName, receiver }: Call): Kind | undefined {
  if (!receiver || BUILTIN_METHODS.has(lastName)) return undefined;
  const definition = onlyFunctionNamed(lastName, module);
  const kind = definition && returned(definition);
  return kind && !kind.of ? { ...kind, isLikely: true } : undefined;
}

const RETURNED = question<Kind | undefined>(undefined, (a, b) => a?.at === b?.at && a?.what === b?.what);

function returned(definition: FunctionDefinition): Kind | undefined {
  return definition.module.project.once(RETURNED, definition, () => readReturned(definition));
}

function readReturned(definition: FunctionDefinition): Kind | undefined {
  if (definition.isAsync || definition.isGenerator || definition.node.kind === "lambda") return undefined;
  const kinds = definition.results.map(kindOf);
  const declared = declaredBy(definition);
  if (declared) {
    if (kinds.some((kind) => kind && kind.what !== declared.what)) return undefined;
    // `return None` shows that the annotation is not kept.
    return definition.results.some((result) => unwrap(result).kind === "none")
      ? { ...declared, isLikely: true }
      : declared;
  }
  const first = kinds.find((kind) => kind && !kind.isLikely);
  if (!first) return undefined;
  const isOne = !definition.fallsThrough && kinds.every((kind) => kind?.what === first.what);
  if (isOne) return first;
  // Beside a dictionary it is what whoever calls forgets about.
  const isDictionary = (result: Node): boolean => /^dictionary(?:_comprehension)?$/.test(unwrap(result).kind);
  const hasDictionary = definition.results.some(isDictionary);
  const isOther = definition.results.every((result, at) => kinds[at] ?? isDictionary(result));
  return hasDictionary && isOther ? { ...first, isLikely: true } : undefined;
}

function declaredBy(definition: FunctionDefinition): Kind | undefined {
  const annotation = definition.node.field("return_type")?.children[0];
  // Arithmetic gives back an array for an array, whatever is promised.
  const takesArrays = ARRAYS.test(definition.node.field("parameters")?.text ?? "");
  const what = annotation?.kind === "identifier" && !takesArrays ? PLAIN_TYPES.get(annotation.text) : undefined;
  return what && { what, at: definition.node.field("name") ?? definition.node };
}

/** Annotations of what numbers are calculated with many at a time. */
const ARRAYS = /\b(?:ndarray|ArrayLike|NDArray|Series|DataFrame|Tensor)\b/;
