import type { Node } from "../../../syntax/node.js";
import { ONE_ITEM } from "../../tables/items.js";
import { MAPPED_BASES } from "../../tables/orm.js";
import { canonical } from "../../tables/types.js";
import { annotationValues } from "../annotation.js";
import type { Call } from "../call.js";
import { isEnum, type ClassDefinition } from "../class.js";
import type { Evaluator } from "../evaluator.js";
import { heldByReceiver } from "../containers.js";
import { isEmptyBody, type FunctionDefinition, type Parameter } from "../function.js";
import { textOf } from "../literal.js";
import { moduleOf } from "../module.js";
import { typeArgumentFor } from "../type-variables.js";
import { lacksSpecialMethod } from "../special-methods.js";
import { unwrap } from "../../cfg/evaluation.js";
import { refusesNone } from "./refusals.js";
import {
  isOutsideResult,
  LONGEST_PATH,
  distinct,
  keyOf,
  NOTHING_KNOWN,
  union,
  valuesQuestion,
  type Access,
  type Value,
  type Values,
} from "../value.js";

const RETURNS = valuesQuestion();
const AWAITED = valuesQuestion();

/** The same with every symbolic parameter replaced by the arguments that callers in the project pass. */
export function withCallers(
  evaluator: Evaluator,
  values: Values,
  depth = 2,
  known = new Map<string, Values>(),
): Values {
  const passed = (value: Value & { kind: "parameter" }): Values => {
    const reached = argumentsOf(evaluator, value.parameter).map((one) => follow(evaluator, [one], value.path));
    return union(
      NOTHING_KNOWN,
      ...reached.map((one) => (depth > 0 ? withCallers(evaluator, one, depth - 1, known) : one)),
    );
  };
  return union(
    ...values.map((value): Values => {
      if (value.kind !== "parameter") return [value];
      // Many callers pass the same on, and those that call them do.
      const key = `${String(depth)} ${keyOf(value)}`;
      const found = known.get(key) ?? passed(value);
      known.set(key, found);
      return found;
    }),
  );
}

const GIVEN = valuesQuestion();

/** All that callers in the project pass for a parameter, without repeats. */
function argumentsOf(evaluator: Evaluator, parameter: Parameter): Values {
  const { project } = evaluator;
  return project.once(GIVEN, parameter, () =>
    distinct(
      ...project
        .callersOf(parameter.function)
        .map(({ call, bound }) => argumentValues(evaluator, parameter, call, bound)),
    ),
  );
}

/** The same with what something else than a call gives to a parameter, where it does. */
export function withGiven(
  evaluator: Evaluator,
  values: Values,
  given: (parameter: Parameter) => Values | undefined,
): Values {
  return union(
    ...values.map((value): Values => {
      const from = value.kind === "parameter" ? given(value.parameter) : undefined;
      return value.kind === "parameter" && from ? follow(evaluator, from, value.path) : [value];
    }),
  );
}

/** What a value gives when attributes and calls are applied to it in turn. */
function follow(evaluator: Evaluator, values: Values, path: readonly Access[]): Values {
  let reached = values;
  for (const step of path) {
    reached =
      "attribute" in step
        ? evaluator.attribute(reached, step.attribute, step.at)
        : union(...reached.map((value) => callValue(evaluator, value, moduleOf(step.call).call(step.call))));
  }
  return reached;
}

export function callValues(evaluator: Evaluator, call: Call): Values {
  return union(...call.targets.map((value) => callValue(evaluator, value, call)));
}

function callValue(evaluator: Evaluator, value: Value, call: Call): Values {
  switch (value.kind) {
    case "function":
      return calledFunction(evaluator, value.definition, call, value.self);
    case "class":
      // What an enumeration is called with chooses one of the objects that there are.
      return [{ kind: "instance", of: value.definition, at: isEnum(value.definition) ? call.callee : call.node }];
    case "api":
      return calledApi(evaluator, value.path, call);
    case "instance": {
      const method = value.of.method("__call__");
      return method ? calledFunction(evaluator, method, call, value) : NOTHING_KNOWN;
    }
    case "parameter": {
      const row = rowOf(evaluator, call);
      if (row || value.path.length >= LONGEST_PATH) return row ?? NOTHING_KNOWN;
      return [{ ...value, path: [...value.path, { call: call.node }] }];
    }
    case "unknown":
      return rowOf(evaluator, call) ?? NOTHING_KNOWN;
    default:
      return NOTHING_KNOWN;
  }
}

function calledFunction(
  evaluator: Evaluator,
  definition: FunctionDefinition,
  call: Call,
  self: Value | undefined,
): Values {
  if (definition.isGenerator)
    return definition.isAsync ? NOTHING_KNOWN : [{ kind: "generator", of: definition, at: call.node }];
  if (definition.isAsync) return [{ kind: "coroutine", of: definition, at: call.node }];
  const values = substitute(evaluator, returnsOf(evaluator, definition), call, definition, self);
  return forHeir(evaluator, values, definition, self);
}

/** The same, with what a type variable stands for where nobody knows: a subclass of `Store[Order]` says so. */
function forHeir(
  evaluator: Evaluator,
  values: Values,
  definition: FunctionDefinition,
  self: Value | undefined,
): Values {
  if (self?.kind !== "instance" || !values.some(isUnseen)) return values;
  const argument = typeArgumentFor(evaluator, definition, self.of);
  return argument ? declaredBeside(values, annotationValues(argument, evaluator)) : values;
}

function calledApi(evaluator: Evaluator, path: string, call: Call): Values {
  const { node } = call;
  const first = call.positional[0];
  if (path === "super") return superValues(call);
  if (path.endsWith(".__new__") && first) return madeOf(evaluator, first);
  if (path === "typing.cast" && call.positional[1]) return evaluator.evaluate(call.positional[1]);
  if (path === "getattr" && first && call.positional[1]?.kind === "string") {
    return union(
      evaluator.attribute(evaluator.evaluate(first), textOf(call.positional[1]) ?? "", node),
      call.positional[2] ? evaluator.evaluate(call.positional[2]) : [],
    );
  }
  if ((path === "asyncio.run" || path.endsWith(".run_until_complete")) && first) {
    return union(...evaluator.evaluate(first).map((value) => awaited(evaluator, value)));
  }
  return (
    takenOut(evaluator, path, call) ??
    rowOf(evaluator, call) ??
    oneItem(evaluator, path, call) ?? [{ kind: "api", path: canonical(`${path}()`), at: node }]
  );
}

/** What a method takes out of a container whose annotation says what is in it. */
function takenOut(evaluator: Evaluator, path: string, call: Call): Values | undefined {
  const name = TAKES_OUT.exec(path)?.[1];
  const held = name === undefined ? undefined : heldByReceiver(call.node, evaluator);
  if (!held) return undefined;
  const [, other] = call.positional;
  const isMissing = name === "get" && call.arguments.length === 1;
  return union(held, other ? evaluator.evaluate(other) : isMissing ? [{ kind: "none", at: call.node }] : []);
}

/** The row that a session is asked for by its key: `session.get(Order, 5)`. */
function rowOf(evaluator: Evaluator, { lastName, receiver, positional, node }: Call): Values | undefined {
  const [of, key] = positional;
  if (!receiver || !key || !of || !/^get(_one)?$/.test(lastName)) return undefined;
  const [value, ...others] = evaluator.evaluate(of);
  if (value?.kind !== "class" || others.length > 0) return undefined;
  if (!value.definition.ancestry.external.some((base) => MAPPED_BASES[base] !== undefined)) return undefined;
  return [
    { kind: "instance", of: value.definition, at: of },
    ...(lastName === "get" ? [{ kind: "none", at: node } as const] : []),
  ];
}

/** One of the items of what a call is given, `next(waiting, None)`, where they are objects of the project. */
function oneItem(evaluator: Evaluator, path: string, call: Call): Values | undefined {
  const [first, second, ...others] = call.positional;
  if (!ONE_ITEM.has(path) || !first || others.length > 0 || call.hasSplat) return undefined;
  const instead = path === "next" ? second : call.keyword("default");
  if (second && !instead) return undefined;
  const items = evaluator.itemsOf(first);
  if (!items.some(({ kind }) => kind === "instance")) return undefined;
  return union(items, instead ? evaluator.evaluate(instead) : []);
}

const TAKES_OUT = /\(\)\.(get|pop|popleft|setdefault)$/;

/** An object of a class, made without its constructor. */
function madeOf(evaluator: Evaluator, type: Node): Values {
  return union(
    ...evaluator
      .evaluate(type)
      .map((value): Values =>
        value.kind === "class" ? [{ kind: "instance", of: value.definition, at: type }] : NOTHING_KNOWN,
      ),
  );
}

function superValues(call: Call): Values {
  const method = call.module.functionAround(call.node);
  const of = call.module.classAround(call.node);
  if (!method || !of) return NOTHING_KNOWN;
  const at = method.receiver?.node ?? call.node;
  return [{ kind: "super", of, self: { kind: "instance", of, at } }];
}

/** What `await` gives for a value. */
export function awaited(evaluator: Evaluator, value: Value): Values {
  if (value.kind === "coroutine") {
    const call = value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
    const values = substitute(evaluator, returnsOf(evaluator, value.of), call, value.of, undefined);
    const [self] = call?.receiver && values.some(isUnseen) ? evaluator.evaluate(call.receiver) : [];
    return forHeir(evaluator, values, value.of, self);
  }
  switch (value.kind) {
    case "none":
      // It raises: nothing comes behind it.
      return [];
    case "api":
      return awaitedApi(evaluator, value);
    case "literal":
    case "class":
    case "function":
    case "module":
      return [value];
    case "instance":
      // Awaiting what cannot be awaited raises; once that is mended, the code behind it gets the object.
      return lacksSpecialMethod(value.of, "__await__") ? [value] : NOTHING_KNOWN;
    default:
      return NOTHING_KNOWN;
  }
}

/** A task gives what its coroutine does; most other things are known by what they are called before, too. */
function awaitedApi(evaluator: Evaluator, value: Value & { kind: "api" }): Values {
  if (!FUTURES.has(value.path)) return [value];
  const call = value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
  const first = call && RUNS_ONE.has(call.lastName) ? call.positional[0] : undefined;
  if (!first) return NOTHING_KNOWN;
  // In a loop, what is waited for may be what an earlier round made of it.
  return evaluator.project.once(AWAITED, first, () =>
    union(...evaluator.evaluate(first).map((inner) => awaited(evaluator, inner))),
  );
}

const FUTURES = new Set(["asyncio.Task()", "asyncio.Future()", "asyncio.wait_for()"]);
/** Calls that run the one coroutine that they are given first. */
const RUNS_ONE = new Set(["create_task", "ensure_future", "shield", "wait_for"]);

/** What a function may return, in terms of its own parameters; for a coroutine function, what awaiting gives. */
export function returnsOf(evaluator: Evaluator, definition: FunctionDefinition): Values {
  return evaluator.project.once(RETURNS, definition, () => computeReturns(evaluator, definition));
}

function computeReturns(evaluator: Evaluator, definition: FunctionDefinition): Values {
  if (definition.node.kind === "lambda") return definition.body ? evaluator.evaluate(definition.body) : NOTHING_KNOWN;
  if (definition.isDecorated("abstractmethod", "overload")) return declaredReturns(evaluator, definition);
  const found = definition.returns.map((statement): Values => {
    const value = statement.children[0];
    return value ? returned(evaluator, value, definition) : [{ kind: "none", at: statement }];
  });
  if (definition.fallsThrough) {
    // A body that is only a docstring or `...` stands for what a subclass or a stub says.
    if (isEmptyBody(definition) && definition.node.field("return_type")) return declaredReturns(evaluator, definition);
    found.push([{ kind: "none", at: definition.node }]);
  }
  const values = union(...found);
  return values.some(isUnseen) ? declaredBeside(values, declaredReturns(evaluator, definition)) : values;
}

/** What is returned, but for the None of a parameter whose annotation allows it and for which the function raises. */
function returned(evaluator: Evaluator, value: Node, { parameters, module }: FunctionDefinition): Values {
  const values = evaluator.evaluate(value);
  const use = unwrap(value);
  if (use.kind !== "identifier" || !values.some(isNone)) return values;
  const parameter = parameters.find(({ name }) => name === use.text);
  const isGiven = module.bindingsReaching(use.text, use).every(({ kind }) => kind === "parameter");
  return parameter && isGiven && refusesNone(parameter) ? values.filter((one) => !isNone(one)) : values;
}

/**
 * What an annotation says in the place of what comes from out of sight, where it is an object of the project: whoever
 * made it there does not say so.
 */
function declaredBeside(values: Values, declared: Values): Values {
  if (!declared.some(({ kind }) => kind === "instance"))
    return values.some(isUnknown) ? union(values, declared) : values;
  return union(
    values.filter((value) => !isUnseen(value)),
    declared.filter((value) => !isUnknown(value)),
  );
}

function isUnseen(value: Value): boolean {
  const isResult = value.kind === "parameter" && value.path.some((step) => "call" in step);
  return isResult || isUnknown(value) || isOutsideResult(value);
}

const isNone = ({ kind }: Value): boolean => kind === "none";

const isUnknown = ({ kind }: Value): boolean => kind === "unknown";

function declaredReturns(evaluator: Evaluator, definition: FunctionDefinition): Values {
  const declared = definition.node.field("return_type");
  return declared ? annotationValues(declared, evaluator) : NOTHING_KNOWN;
}

/** Puts a call's arguments in the place of the parameters of the function it calls. */
export function substitute(
  evaluator: Evaluator,
  values: Values,
  call: Call | undefined,
  definition: FunctionDefinition,
  self: Value | undefined,
): Values {
  return union(
    ...values.map((value): Values => {
      if (value.kind === "instance" && self && value.at === definition.receiver?.node) return [self];
      if (value.kind === "instance" && self && isMadeByReceiver(value.at, definition))
        return [{ ...value, of: heirOf(value.of, self) }];
      if (value.kind !== "parameter" || value.parameter.function !== definition) return [value];
      // A function that stands outside of the class does not know its first parameter for the object.
      if (
        self &&
        !definition.owner &&
        value.parameter === definition.parameters[0] &&
        value.parameter.kind === "positional"
      )
        return follow(evaluator, [self], value.path);
      if (!call) return NOTHING_KNOWN;
      const bound = self !== undefined || definition.name === "__init__";
      const given = argumentValues(evaluator, value.parameter, call, bound);
      // What it gives back of what it is given is not what it raises for.
      const left = given.some(isNone) && refusesNone(value.parameter) ? given.filter((one) => !isNone(one)) : given;
      return follow(evaluator, left, value.path);
    }),
  );
}

/** Whether an object is made by what a class method calls its class, be it that of a subclass: `cls(…)`. */
function isMadeByReceiver(made: Node, definition: FunctionDefinition): boolean {
  const { receiver, module, isClassMethod } = definition;
  const callee = isClassMethod && made.kind === "call" ? made.field("function") : undefined;
  if (!receiver || callee?.kind !== "identifier" || callee.text !== receiver.name) return false;
  return moduleOf(made) === module && module.functionAround(made) === definition;
}

/** The class of what a class method is called on, where that derives from the class that it is written in. */
function heirOf(of: ClassDefinition, self: Value): ClassDefinition {
  const heir = self.kind === "class" ? self.definition : self.kind === "instance" ? self.of : of;
  return of.isBaseOf(heir) ? heir : of;
}

function argumentValues(evaluator: Evaluator, parameter: Parameter, call: Call, bound: boolean): Values {
  const argument = call.argumentOrDefault(parameter, bound);
  return argument ? evaluator.evaluate(argument) : NOTHING_KNOWN;
}
