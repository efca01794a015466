import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";

/** How far up the callers of a function are asked when it runs. */
const MOST_CALLERS_UP = 3;

/** Whether a function runs only as objects are collected: it is `__del__`, or what nothing else calls. */
export function isFinalizer(definition: FunctionDefinition): boolean {
  if (definition.name === "__del__") return true;
  const { list, isAll } = callersOf(definition);
  return isAll && list.length > 0 && list.every((caller) => caller?.name === "__del__");
}

/** Whether a function runs only as the process ends, or never, though the project makes the objects that have it. */
export function runsAtExit(definition: FunctionDefinition, depth = MOST_CALLERS_UP): boolean {
  if (definition.name === "__del__" || definition.name === "main") return true;
  const { list, isAll } = callersOf(definition);
  if (!isAll) return false;
  if (list.length === 0) return isRegistered(definition) || isNeverUsed(definition);
  return list.every((caller) => {
    if (!caller) return true;
    return caller !== definition && depth > 0 && runsAtExit(caller, depth - 1);
  });
}

/** The functions that call one, undefined for the top of a file; and whether nobody else can be seen to. */
interface Callers {
  readonly list: readonly (FunctionDefinition | undefined)[];
  readonly isAll: boolean;
}

function callersOf(definition: FunctionDefinition): Callers {
  const { module, name } = definition;
  const { list, isAll } = module.project.modulesCalling(name, module);
  // `owner.stop()` of an owner that nothing is known of may call any.
  const isKnown = new Set([module, ...list]);
  const isCertain = [...isKnown].every((other) => other.callsNamed(name).every(({ targets }) => targets.length > 0));
  const callers = module.project.callersOf(definition);
  return { list: callers.map(({ call }) => call.module.functionAround(call.node)), isAll: isAll && isCertain };
}

/** Whether a function is there for signals, or for the end of the interpreter. */
function isRegistered(definition: FunctionDefinition): boolean {
  return definition.isDecorated("register") || handlersIn(definition.module).includes(definition);
}

function handlersIn(module: Module): readonly FunctionDefinition[] {
  const handed = ["register", "signal"].flatMap((name) => module.callsNamed(name));
  return handed
    .filter(({ apis }) => apis.includes("atexit.register") || apis.includes("signal.signal"))
    .flatMap(({ arguments: given }) => given.flatMap(({ value }) => module.valuesOf(value)))
    .flatMap((value) => (value.kind === "function" ? value.definition : []));
}

/** Whether the project makes objects of a class, and nothing in it speaks of a method of theirs. */
function isNeverUsed({ owner, name, module }: FunctionDefinition): boolean {
  const constructor = owner?.method("__init__");
  if (!constructor || name.startsWith("__") || module.project.callersOf(constructor).length === 0) return false;
  const modules = new Set([module, ...module.project.modulesMentioning(name, module)]);
  return [...modules].every((other) => other.identifiers(name).every(({ fieldName }) => fieldName !== "attribute"));
}
