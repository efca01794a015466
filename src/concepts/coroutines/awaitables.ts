import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import { itemsOf } from "../../python/dataflow/items.js";
import type { Call } from "../../python/model/call.js";
import { isEmptyBody, type FunctionDefinition } from "../../python/model/function.js";
import { isExact, knowsOverridesOf, overridesOf } from "../../python/model/hierarchy.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Value } from "../../python/model/value.js";
import { matches } from "../../python/tables/api.js";
import { SYNCHRONOUS } from "../../python/tables/synchronous.js";
import { LITERAL_TYPES } from "../../python/tables/types.js";
import { isExpected } from "./asked.js";
import { emptiedAt } from "./emptied.js";
import { partlyPlain } from "./partly.js";
import { declaration, isFilledInPlainly, isPlain, isPlainFunction, returnsPlain } from "./plain.js";
import type { Synchronous } from "./proof.js";
import { isSuperCall } from "../../python/cfg/expression.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";

/** Names are followed back through this many assignments to the call that their value comes from. */
const LONGEST_CHAIN = 4;

/**
 * The plain function whose result an expression is, or what else it is that cannot be awaited.
 *
 * Undefined whenever the expression may be awaitable after all: it is on some path, the callee is unknown, replaced or
 * overridden, or the code has asked before (`iscoroutinefunction`, `isawaitable`). Of what is awaitable on some paths
 * only, and of an `await` whose result is unknown, the proof says that it is {@link Synchronous.isLikely likely}.
 */
export function synchronousIn(expression: Node): Synchronous | undefined {
  const source = sourceOf(expression, LONGEST_CHAIN);
  const proof = (source && proofAt(source)) ?? valueIn(expression);
  return proof && !isExpected(expression, source ?? expression) ? proof : undefined;
}

function proofAt(source: Node): Synchronous | undefined {
  switch (source.kind) {
    case "call":
      return calledIn(source);
    case "await":
      return awaitedIn(source);
    default:
      return uncalledIn(source) ?? propertyIn(source);
  }
}

/** The call, `await` or name of a function that an expression's value comes from. */
function sourceOf(expression: Node, steps: number): Node | undefined {
  switch (expression.kind) {
    case "parenthesized_expression":
      return expression.children[0] && sourceOf(expression.children[0], steps);
    case "identifier": {
      const bindings = moduleOf(expression).bindingsReaching(expression.text, expression);
      const [binding] = bindings;
      if (binding?.kind === "function") return expression;
      if (bindings.length !== 1 || binding?.kind !== "assign" || !binding.from || binding.unpack?.length)
        return undefined;
      // What a name was given is awaited often enough; whether it is awaitable itself, nobody knows.
      if (binding.from.kind === "await") return undefined;
      return steps > 0 ? sourceOf(binding.from, steps - 1) : undefined;
    }
    case "call":
    case "attribute":
    case "await":
      return expression;
    default:
      return undefined;
  }
}

function calledIn(node: Node): Synchronous | undefined {
  const module = moduleOf(node);
  const call = module.call(node);
  const { targets } = call;
  const [target] = targets;
  if (!target || !targets.every((value) => isPlainCallee(value, call))) return itemCalledIn(call) ?? partlyIn(call);
  const values = module.valuesOf(node);
  if (values.length === 0 || !targets.every((value) => value.kind === "api" || givesPlain(value, values)))
    return partlyIn(call);
  const definition = target.kind === "function" ? target.definition : undefined;
  return { name: definition?.qualifiedName ?? call.name, definition, at: node, how: "called", isAlways: true };
}

/** The one plain function that a call runs, when not all that it returns can be awaited. */
function partlyIn(call: Call): Synchronous | undefined {
  const { module } = call;
  const [target, ...others] = call.targets;
  if (target?.kind !== "function" || others.length > 0 || !isPlainCallee(target, call)) return undefined;
  if (overridesOf(target.definition, target.self).length > 0) return undefined;
  // Whoever has just made the object knows what state it is in.
  const { self } = target;
  const isMadeHere = self?.kind === "instance" && module.functionAround(self.at) === module.functionAround(call.node);
  if (isMadeHere && self.at.kind === "call") return undefined;
  return partlyPlain(target.definition, call);
}

/** In a loop over objects that are known one by one, the first whose method is plain, whatever the others have. */
function itemCalledIn(call: Call): Synchronous | undefined {
  const { module, receiver, lastName, node } = call;
  if (receiver?.kind !== "identifier") return undefined;
  const [binding, ...others] = module.bindingsReaching(receiver.text, receiver);
  if (binding?.kind !== "iterate" || !binding.from || others.length > 0) return undefined;
  for (const item of itemsOf(binding.from)) {
    const values = moduleOf(item)
      .valuesOf(item)
      .filter(({ kind }) => kind !== "none");
    const [value] = values;
    if (values.length !== 1 || value?.kind !== "instance") continue;
    const [method, ...more] = module.project.evaluator.attribute(values, lastName, receiver);
    if (method?.kind !== "function" || more.length > 0) continue;
    if (!isPlainCallee(method, call) || !returnsPlain(method.definition)) continue;
    const { definition } = method;
    return { name: definition.qualifiedName, definition, at: node, how: "called", isAlways: false };
  }
  return undefined;
}

function uncalledIn(node: Node): Synchronous | undefined {
  const values = moduleOf(node).valuesOf(node);
  const [value] = values;
  if (values.length !== 1 || value?.kind !== "function" || value.definition.node.kind === "lambda") return undefined;
  const { definition } = value;
  if (definition.isProperty || isReplaced(definition, moduleOf(node))) return undefined;
  return { name: definition.qualifiedName, definition, at: node, how: "uncalled", isAlways: true };
}

/** The property of an object of the project whose value an attribute is. */
function propertyIn(node: Node): Synchronous | undefined {
  const [object, name] = [node.field("object"), node.field("attribute")?.text];
  if (!object || name === undefined) return undefined;
  const module = moduleOf(node);
  const [value, ...others] = module.valuesOf(object);
  const definition = value?.kind === "instance" ? value.of.method(name) : undefined;
  if (!definition?.isProperty || others.length > 0 || isReplaced(definition, module)) return undefined;
  if (!returnsPlain(definition) || isEmptyBody(definition) || !knowsOverridesOf(definition, value)) return undefined;
  if (!overridesOf(definition, value).every(returnsPlain)) return undefined;
  return { name: definition.qualifiedName, definition, at: node, how: "property", isAlways: true };
}

/** `wait_for(await x)`: what waiting for it gave is hardly something to wait for. */
function awaitedIn(node: Node): Synchronous | undefined {
  const values = moduleOf(node).valuesOf(node);
  if (values.some(({ kind }) => kind === "coroutine")) return undefined;
  const isLikely = values.length === 0 || !values.every(isPlain);
  return { name: shown(node), definition: undefined, at: node, how: "awaited", isAlways: true, isLikely };
}

/** A value that is written out, here or where the name was given it, and an attribute that was emptied just before. */
function valueIn(expression: Node): Synchronous | undefined {
  const node = unwrap(expression);
  if (node.kind === "attribute") return emptiedAt(node);
  if (node.kind === "identifier" ? !isLocal(node) : node.kind !== "none" && !(node.kind in LITERAL_TYPES))
    return undefined;
  const values = moduleOf(node).valuesOf(node);
  if (values.length === 0 || !values.every(({ kind }) => kind === "none" || kind === "literal")) return undefined;
  return { name: shown(node), definition: undefined, at: node, how: "value", isAlways: true };
}

/** Whether a name is one of the function around it, which no other function assigns. */
function isLocal(name: Node): boolean {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found?.scope.isFunction || module.scopes.around(name) !== found.scope) return false;
  if (found.bindings.some(({ kind }) => kind !== "assign")) return false;
  for (const statement of found.scope.node.descendants("nonlocal_statement"))
    if (statement.children.some(({ text }) => text === name.text)) return false;
  return true;
}

const LONGEST_SHOWN = 60;

/** An expression as a message quotes it, cut where it is long. */
function shown(node: Node): string {
  const text = node.text.replace(/\s+/g, " ");
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Whether a call's values, or else its callee's own words, say that they are nothing to await. */
function givesPlain(target: Value, values: readonly Value[]): boolean {
  if (target.kind !== "function") return false;
  if (isFilledInPlainly(target.definition, overridesOf(target.definition, target.self))) return true;
  if (isExact(target.self) && givesNone(target.definition)) return true;
  if (declaration(target.definition) === "other") return false;
  return values.every(isPlain) || returnsPlain(target.definition);
}

/** Whether a function has nothing to do, and says of nothing that whoever fills it in gives that. */
function givesNone(definition: FunctionDefinition): boolean {
  const declared = definition.node.field("return_type")?.children[0];
  return isEmptyBody(definition) && (!declared || declared.kind === "none");
}

/** Whether calling this runs a plain function, and no other that a subclass or somebody else put in its place. */
function isPlainCallee(target: Value, call: Call): boolean {
  if (target.kind === "api") return matches(SYNCHRONOUS, `${target.path}()`);
  if (target.kind !== "function" || target.definition.node.kind === "lambda") return false;
  const { definition, self } = target;
  if (isReplaced(definition, call.module)) return false;
  if (isFilledInPlainly(definition, overridesOf(definition, self)))
    return !isSuperCall(call.receiver) && knowsOverridesOf(definition, self);
  if (!isPlainFunction(definition)) return false;
  if (isSuperCall(call.receiver)) return true;
  // An empty method is there for subclasses, which need not be in sight.
  if (definition.owner && isEmptyBody(definition) && !isExact(self)) return false;
  return knowsOverridesOf(definition, self) && overridesOf(definition, self).every(returnsPlain);
}

/** Whether a file puts something else in a method's place: `gauge.read = AsyncMock()`, `patch.object(Gauge, "read")`. */
export function isReplaced(definition: FunctionDefinition, user: Module): boolean {
  if (!definition.owner) return false;
  const { name } = definition;
  return [...new Set([user, definition.module])].some((module) => {
    if (module.storesNamed(name).some((store) => !module.receiverClass(store.object))) return true;
    // Asked of each name, texts take long; most files put nothing in any place.
    return putsInPlace(module) && isNamedInText(module, name);
  });
}

/** Whether a string of a file is a name, or a dotted path that ends in it. */
function isNamedInText(module: Module, name: string): boolean {
  for (const { text } of module.mentioning(name, "string_content"))
    if (text === name || text.endsWith(`.${name}`)) return true;
  return false;
}

/** Whether a file has names of what puts something else in the place of what a string names. */
function putsInPlace(module: Module): boolean {
  return module.project.once(PUTS_IN_PLACE, module, () => {
    for (const { text } of module.within(MAY_PUT, "identifier")) if (PUTS.test(text)) return true;
    return false;
  });
}

const PUTS_IN_PLACE = question(false);
const PUTS = /^(setattr|patch|mock)/i;
const MAY_PUT = matchesPattern("what replaces attributes", /setattr|patch|mock/i);
