import type { Node } from "../../../src/syntax/node.js";
import { isReplaced } from "../../../src/concepts/coroutines/awaitables.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isEmptyBody, type FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { knowsOverridesOf, overridesOf } from "../../../src/python/model/hierarchy.js";
import { isOpen, type Value } from "../../../src/python/model/value.js";
import { matches } from "../../../src/python/tables/api.js";
import { PASSIVE_DECORATORS } from "../../../src/python/tables/awaitable-bases.js";
import { COROUTINE_FUNCTIONS } from "../../../src/python/tables/coroutine-functions.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";

/** What a call gives when it surely gives a coroutine. */
export interface Coroutine {
  /** As a person would call the function. */
  readonly name: string;
  /** Where the project defines it. */
  readonly definition: FunctionDefinition | undefined;
  /** Whether it does nothing: what is missed without it is at most what subclasses do elsewhere. */
  readonly isEmpty: boolean;
}

/** The coroutine that a call gives, whatever it runs; undefined when it may give something else. */
export function coroutineOf(call: Call): Coroutine | undefined {
  const { targets } = call;
  const [first] = targets;
  if (first?.kind === "api")
    return targets.every((value) => value.kind === "api" && matches(COROUTINE_FUNCTIONS, value.path))
      ? { name: call.name, definition: undefined, isEmpty: false }
      : undefined;
  if (isOpen(targets)) return givenCoroutine(call);
  if (first?.kind !== "function" || !targets.every(isAsyncFunction)) return undefined;
  const { callees } = call;
  if (!callees.isAll) return undefined;
  const isCertain = callees.list.every(({ definition }) => isCoroutineFunction(definition, call));
  if (!isCertain) return undefined;
  const { definition } = first;
  // What a decorator puts in a function's place is called by the function's name.
  const name = definition.name === call.lastName ? definition.qualifiedName : call.name;
  return { name, definition, isEmpty: callees.list.every((callee) => isEmptyBody(callee.definition)) };
}

/** The coroutine that a method gives of whatever objects the program is seen to hand in. */
function givenCoroutine(call: Call): Coroutine | undefined {
  const { lastName, module, receiver } = call;
  if (!receiver) return undefined;
  const { evaluator } = module.project;
  const values = module.valuesOf(receiver);
  if (!values.some(({ kind }) => kind === "parameter")) return undefined;
  // Of callers that nobody sees, nobody knows.
  const given = evaluator.withCallers(values).filter(({ kind }) => kind !== "none" && kind !== "unknown");
  if (!given.every(({ kind }) => kind === "instance")) return undefined;
  const methods = given.flatMap((object) => evaluator.attribute([object], lastName, receiver));
  const [first] = methods;
  if (first?.kind !== "function" || !methods.every((method) => isSurelyAsync(method, call))) return undefined;
  const { definition } = first;
  return { name: definition.qualifiedName, definition, isEmpty: isEmptyBody(definition) };
}

/** Whether a method is an `async def`, and so are all that the program puts in its place. */
function isSurelyAsync(method: Value, call: Call): boolean {
  if (method.kind !== "function" || !isCoroutineFunction(method.definition, call)) return false;
  const { definition, self } = method;
  return (
    knowsOverridesOf(definition, self) && overridesOf(definition, self).every((each) => isCoroutineFunction(each, call))
  );
}

function isAsyncFunction(value: Value): boolean {
  return value.kind === "function" && value.definition.isAsync;
}

/** Whether what is called is an `async def` that nobody replaces, nor its class. */
function isCoroutineFunction(definition: FunctionDefinition, { module }: Call): boolean {
  return module.project.once(IS_COROUTINE, definition, () => readsAsCoroutine(definition, module), module.path);
}

const IS_COROUTINE = question(false);

function readsAsCoroutine(definition: FunctionDefinition, user: Module): boolean {
  if (!definition.isAsync || definition.isGenerator || definition.isProperty) return false;
  const classes = definition.owner?.ancestry.classes ?? [];
  return classes.every(isPlainClass) && !isReplaced(definition, user);
}

/** Whether neither a decorator nor a metaclass can make something else of the methods of a class. */
function isPlainClass({ decorators, node }: ClassDefinition): boolean {
  return (
    decorators.every((decorator) => PASSIVE_DECORATORS.has(calledName(decorator) ?? "")) &&
    (node.field("superclasses")?.children ?? []).every(isPlainBase)
  );
}

function isPlainBase(argument: Node): boolean {
  if (argument.kind !== "keyword_argument" || argument.field("name")?.text !== "metaclass") return true;
  return lastNameOf(argument.field("value")) === "ABCMeta";
}
