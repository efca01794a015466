import type { Node } from "../../syntax/node.js";
import { annotationValues } from "../../python/model/annotation.js";
import { matches } from "../../python/tables/api.js";
import type { Call } from "../../python/model/call.js";
import { caughtNames, swallowedNames } from "../../python/cfg/exceptions.js";
import { isEmptyBody, type FunctionDefinition } from "../../python/model/function.js";
import { factsOf, type Fact } from "../../python/cfg/guards.js";
import { isExact, knowsOverridesOf, overridesOf } from "../../python/model/hierarchy.js";
import { definedHere, type Evidence } from "../../python/dataflow/evidence.js";
import { itemsOf } from "../../python/dataflow/items.js";
import { moduleOf, whereIs, type Module } from "../../python/model/module.js";
import { SYNCHRONOUS } from "../../python/tables/synchronous.js";
import type { Value } from "../../python/model/value.js";

/** Proof that an expression is nothing that could be awaited: the plain function that it is the result of. */
export interface Synchronous {
  /** As a person would call the function: `Uplink.start`, `time.sleep`. */
  readonly name: string;
  /** Where the project defines it. */
  readonly definition: FunctionDefinition | undefined;
  /** The call; the name itself, when the function was handed over uncalled. */
  readonly at: Node;
  readonly isCalled: boolean;
  /** Of a call in a loop: no other of the objects may have a coroutine function there. */
  readonly isAlways: boolean;
}

/** Names are followed back through this many assignments to the call that their value comes from. */
const LONGEST_CHAIN = 4;

/**
 * The plain function whose result an expression is, or that it is itself.
 *
 * Undefined whenever the expression may be awaitable after all: it is on some path, the callee is unknown, replaced or
 * overridden, or the code has asked before (`iscoroutinefunction`, `isawaitable`).
 */
export function synchronousIn(expression: Node): Synchronous | undefined {
  const source = sourceOf(expression, LONGEST_CHAIN);
  const proof = source && (source.kind === "call" ? calledIn(source) : uncalledIn(source));
  return proof && !isExpected(expression, source) ? proof : undefined;
}

/** The proof as a clause: `'Uplink.start' (gateway.py:31) is not a coroutine function`. */
export function explain({ name, definition, isCalled }: Synchronous): string {
  const where = definition ? ` ([${whereIs(definition.node)}](1))` : "";
  return isCalled ? `'${name}'${where} is not a coroutine function` : `'${name}'${where} is not called`;
}

/** What {@link explain} links to. */
export function evidence({ definition, isCalled }: Synchronous): readonly Evidence[] {
  if (!definition) return [];
  return [definedHere(definition, isCalled ? `a ${definition.isAsync ? "async def" : "plain def"}` : undefined)];
}

/** The call, or the name of a function, that an expression's value comes from. */
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
      return steps > 0 ? sourceOf(binding.from, steps - 1) : undefined;
    }
    case "call":
    case "attribute":
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
  if (!target || !targets.every((value) => isPlainCallee(value, call))) return itemCalledIn(call);
  const values = module.valuesOf(node);
  if (values.length === 0 || !targets.every((value) => value.kind === "api" || givesPlain(value, values)))
    return undefined;
  return target.kind === "function"
    ? { name: target.definition.qualifiedName, definition: target.definition, at: node, isCalled: true, isAlways: true }
    : { name: call.name, definition: undefined, at: node, isCalled: true, isAlways: true };
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
    return {
      name: method.definition.qualifiedName,
      definition: method.definition,
      at: node,
      isCalled: true,
      isAlways: false,
    };
  }
  return undefined;
}

function uncalledIn(node: Node): Synchronous | undefined {
  const values = moduleOf(node).valuesOf(node);
  const [value] = values;
  if (values.length !== 1 || value?.kind !== "function" || value.definition.node.kind === "lambda") return undefined;
  const { definition } = value;
  if (definition.isProperty || isReplaced(definition, moduleOf(node))) return undefined;
  return { name: definition.qualifiedName, definition, at: node, isCalled: false, isAlways: true };
}

/** Whether a call's values, or else its callee's own words, say that they are nothing to await. */
function givesPlain(target: Value, values: readonly Value[]): boolean {
  if (target.kind !== "function" || declaration(target.definition) === "other") return false;
  return values.every(isPlain) || returnsPlain(target.definition);
}

/** Whether calling this runs a plain function, and no other that a subclass or somebody else put in its place. */
function isPlainCallee(target: Value, call: Call): boolean {
  if (target.kind === "api") return matches(SYNCHRONOUS, `${target.path}()`);
  if (target.kind !== "function" || target.definition.node.kind === "lambda") return false;
  const { definition, self } = target;
  if (!isPlainFunction(definition) || isReplaced(definition, call.module)) return false;
  const isStatic = /^super\s*\(/.test(call.receiver?.text ?? "");
  if (isStatic) return true;
  // An empty method is there for subclasses, which need not be in sight.
  if (definition.owner && isEmptyBody(definition) && !isExact(self)) return false;
  return knowsOverridesOf(definition, self) && overridesOf(definition, self).every(returnsPlain);
}

function isPlainFunction(definition: FunctionDefinition): boolean {
  return !definition.isAsync && !definition.isDecorated("abstractmethod", "coroutine", "overload");
}

function returnsPlain(definition: FunctionDefinition): boolean {
  if (!isPlainFunction(definition)) return false;
  const declared = declaration(definition);
  if (declared === "other") return false;
  const { returns, fallsThrough } = definition;
  // An annotation speaks for what is looked up; for what is called, it may know only the blocking half of the truth.
  const isGiven = (value: Node): boolean => declared === "plain" && /^(attribute|subscript)$/.test(value.kind);
  const isFine = (value: Node | undefined): boolean => !value || isPlainExpression(value) || isGiven(value);
  return (fallsThrough || returns.length > 0) && returns.every((statement) => isFine(statement.children[0]));
}

/** Whether an expression surely gives nothing that could be awaited: what operators make never is. */
function isPlainExpression(node: Node): boolean {
  switch (node.kind) {
    case "binary_operator":
    case "comparison_operator":
    case "not_operator":
    case "unary_operator":
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
function declaration(definition: FunctionDefinition): "none" | "plain" | "other" {
  const annotation = definition.node.field("return_type");
  if (!annotation) return "none";
  if (isEmptyBody(definition)) return "other";
  const types = annotationValues(annotation, definition.module.project.evaluator);
  const isKnown = types.length > 0 && types.every(isPlain);
  return isKnown || PLAIN_TYPES.test(annotation.text) ? "plain" : "other";
}

const PLAIN_TYPES = /^(None|bool|int|float|str|bytes|(dict|list|set|tuple|Dict|List|Set|Tuple)(\[.*\])?)$/s;

/** Whether a value surely cannot be awaited. */
function isPlain(value: Value): boolean {
  switch (value.kind) {
    case "none":
    case "literal":
    case "class":
    case "function":
    case "generator":
    case "module":
      return true;
    case "instance": {
      const { isOpen, external } = value.of.ancestry;
      return !isOpen && external.length === 0 && !value.of.method("__await__") && value.of.decorators.length === 0;
    }
    case "api":
      return matches(SYNCHRONOUS, value.path);
    default:
      return false;
  }
}

/** Whether a file puts something else in a method's place: `gauge.read = AsyncMock()`, `patch.object(Gauge, "read")`. */
function isReplaced(definition: FunctionDefinition, user: Module): boolean {
  if (!definition.owner) return false;
  const { name } = definition;
  return [...new Set([user, definition.module])].some((module) => {
    if (module.storesNamed(name).some((store) => !module.receiverClass(store.object))) return true;
    return (
      /\b(setattr|patch|mock)/i.test(module.source) && new RegExp(`["'](?:[\\w.]*\\.)?${name}["']`).test(module.source)
    );
  });
}

const ASKS = /coroutine|awaitable|async|future/i;

/** Whether the code counts on the value being plain: it has asked, or it handles the error. */
function isExpected(expression: Node, source: Node): boolean {
  const call = source.kind === "call" ? source : undefined;
  const asked = new Set([expression, source, call?.field("function")].flatMap((node) => (node ? [textOf(node)] : [])));
  return isFiltered(expression) || handlesTypeError(expression) || isAsked(expression, asked);
}

/** Whether every path to an expression has found out that one of `asked` is awaitable. */
function isAsked(expression: Node, asked: ReadonlySet<string>): boolean {
  const graph = moduleOf(expression).graphAround(expression);
  return graph.everyPathTo(expression, { edge: (edge) => factsOf(edge).some((fact) => tellsAwaitable(fact, asked)) });
}

function tellsAwaitable(fact: Fact, asked: ReadonlySet<string>): boolean {
  switch (fact.kind) {
    case "call-true":
      return asksAbout(fact.call, asked);
    case "truthy":
    case "not-none":
      return asked.has(textOf(fact.subject)) || remembersAnswer(fact.subject, asked);
    case "has-attribute":
      return fact.attribute === "__await__" && asked.has(textOf(fact.subject));
    case "instance":
      return asked.has(textOf(fact.subject));
    default:
      return false;
  }
}

function asksAbout(call: Node, asked: ReadonlySet<string>): boolean {
  const name = call.field("function")?.text.split(".").at(-1) ?? "";
  return ASKS.test(name) && (call.field("arguments")?.children ?? []).some((argument) => asked.has(textOf(argument)));
}

/** `is_async = iscoroutinefunction(f)`, tested later by its name. */
function remembersAnswer(subject: Node, asked: ReadonlySet<string>): boolean {
  if (subject.kind !== "identifier") return false;
  return moduleOf(subject)
    .bindingsReaching(subject.text, subject)
    .some(({ from }) => from?.kind === "call" && asksAbout(from, asked));
}

/** Whether a comprehension around the expression filters by such a question. */
function isFiltered(expression: Node): boolean {
  for (const around of expression.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.children.some((child) => child.kind === "if_clause" && ASKS.test(child.text))) return true;
  }
  return false;
}

/** Whether the code around expects the `TypeError`. */
function handlesTypeError(expression: Node): boolean {
  let inner = expression;
  for (const around of expression.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (inner.fieldName === "body") {
      if (around.kind === "try_statement") {
        const handlers = around.children.filter((child) => child.kind === "except_clause");
        if (handlers.some((handler) => caughtNames(handler)?.includes("TypeError"))) return true;
      }
      const items = around.kind === "with_statement" ? (around.child("with_clause")?.children ?? []) : [];
      if (items.some((item) => swallowedNames(item) !== undefined)) return true;
    }
    inner = around;
  }
  return false;
}

function textOf(node: Node): string {
  return node.text.replace(/\s+/g, "");
}
