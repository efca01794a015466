import type { Node } from "../../syntax/node.js";
import type { Call } from "../../python/model/call.js";
import { isEmptyBody, type FunctionDefinition } from "../../python/model/function.js";
import { isExact, overridesOf } from "../../python/model/hierarchy.js";
import { isExpected } from "./asked.js";
import { isReplaced } from "./awaitables.js";
import { returnsPlain } from "./plain.js";
import { factsOf, type Fact } from "../../python/cfg/guards.js";
import { isSuperCall, spellingOf } from "../../python/cfg/expression.js";
import { callsAmong, mentionsName, mentionsPath } from "../../python/cfg/mentions.js";

/** A plain method in the place of one whose result is awaited. */
export interface PlainOverride {
  readonly override: FunctionDefinition;
  readonly base: FunctionDefinition;
  /** The first `await` of the base's method in the project. */
  readonly wait: Node;
}

/** The methods that a call may run through its object's subclasses, and whose results are nothing to await. */
export function* plainOverrides(call: Call): Generator<PlainOverride> {
  for (const value of call.targets) {
    if (value.kind !== "function" || !value.definition.owner || isExact(value.self)) continue;
    if (isSuperCall(call.receiver) || isExpected(call.node, call.node)) continue;
    const base = value.definition;
    const overrides = overridesOf(base, value.self);
    const plain = overrides.filter(
      (override) => isPlainOverride(override) && mayRun(override, call) && !isSortedOut(override, call),
    );
    const isAwaited = givesCoroutine(base) || (isOpenEnded(base) && overrides.some(givesCoroutine));
    // Looking for those who call a method is much, and few have such overrides.
    const wait = plain.length > 0 && isAwaited ? firstWait(base) : undefined;
    if (wait) yield* plain.map((override) => ({ override, base, wait }));
  }
}

function isPlainOverride(override: FunctionDefinition): boolean {
  if (!returnsPlain(override) || isEmptyBody(override) || isReplaced(override, override.module)) return false;
  // Blocking twins of asynchronous classes keep to themselves, and are made of what they override.
  const isTwin = /sync|block/i.test(override.owner?.name ?? "") || runsALoop(override.node);
  return !isTwin && !override.module.isTest;
}

/** Whether some code has a loop run coroutines. */
function runsALoop(code: Node): boolean {
  return mentionsName(code, RUNNERS) || [...callsAmong(code, RUN)].some((call) => mentionsPath(call, "asyncio.run"));
}

const RUN = new Set(["run"]);
const RUNNERS = new Set(["run_until_complete", "run_coroutine_threadsafe", "async_to_sync"]);

function givesCoroutine(definition: FunctionDefinition): boolean {
  if (definition.isAsync) return !definition.isGenerator;
  const values = definition.module.project.evaluator.returnsOf(definition);
  return (
    values.length > 0 &&
    values.every((value) => value.kind === "coroutine" || (value.kind === "api" && isTask(value.path)))
  );
}

/** What schedules a coroutine gives a task, which is awaited as well. */
const isTask = (path: string): boolean => /^asyncio\.(ensure_future|create_task|Task|Future)\(\)$/.test(path);

/** Whether a method is there for subclasses: abstract, empty, or only an error. */
function isOpenEnded(definition: FunctionDefinition): boolean {
  if (isEmptyBody(definition) || definition.isDecorated("abstractmethod")) return true;
  return definition.returns.length === 0 && !definition.fallsThrough && mentionsName(definition.node, OPEN_ENDS);
}

const OPEN_ENDS = new Set(["NotImplemented", "NotImplementedError"]);

/** Whether objects of the override's class can come to a call: its method around is theirs, too. */
function mayRun(override: FunctionDefinition, call: Call): boolean {
  const around = call.receiver && call.module.receiverClass(call.receiver) && call.module.functionAround(call.node);
  return !around || override.owner?.method(around.name) === around;
}

/** Whether every path to a call has found out that its object is none of the override's class: `else` of `if isinstance(it, Plain)`. */
function isSortedOut({ owner }: FunctionDefinition, { node, receiver, module }: Call): boolean {
  const spelled = receiver && spellingOf(receiver);
  if (spelled === undefined || !owner) return false;
  const isOther = (fact: Fact): boolean =>
    fact.kind === "not-instance" && spellingOf(fact.subject) === spelled && names(fact.types, owner.name);
  return module.graphAround(node).everyPathTo(node, { edge: (edge) => factsOf(edge).some(isOther) });
}

/** Whether a class is among the types that a test asks for. */
function names(types: Node, name: string): boolean {
  return [...types.descendants("identifier")].some(({ text }) => text === name) || types.text === name;
}

function firstWait(base: FunctionDefinition): Node | undefined {
  for (const { call } of base.module.project.callersOf(base)) {
    if (call.node.parent?.kind === "await" && !call.module.isTest) return call.node.parent;
  }
  return undefined;
}
