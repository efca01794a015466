import type { Node } from "../../../src/syntax/node.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import { factsOf } from "../../../src/python/cfg/guards.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { question } from "../../../src/python/model/solver.js";
import type { Module } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { BLOCKING, BRIEFLY_BLOCKING, KNOWS_ITS_LOOP, TWINS } from "../../../src/python/tables/blocking.js";
import { constantTruth, numberOf } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";

/** A call that holds up the thread that makes it. */
export interface Blocking {
  readonly call: Call;
  /** The calls of helpers that lead to it, outermost first; none when the function makes it itself. */
  readonly through: readonly Node[];
  /** It waits for a moment only. */
  readonly isBrief: boolean;
}

/** Blocking calls are looked for through this many helpers. */
const MOST_HELPERS = 3;

const NOTHING: readonly Blocking[] = [];
const OWN = question<readonly Blocking[]>(NOTHING);
const GUARD = question<(node: Node) => boolean>(() => false);
const BEHIND = question<Blocking | undefined>(undefined, (a, b) => a?.call === b?.call);

/** The blocking calls that a function makes when it runs, itself or through plain helpers of the project. */
export function blockingIn(definition: FunctionDefinition): readonly Blocking[] {
  const { module } = definition;
  const own = ownBlocking(definition);
  const ours = new Set(own.map(({ call }) => call.node));
  const behind = definition.calls.flatMap((node) => {
    if (ours.has(node) || isElsewhere(node) || isGuarded(node, module)) return [];
    const found = behindCall(module.call(node), MOST_HELPERS);
    return found ? [{ ...found, through: [node, ...found.through] }] : [];
  });
  return [...own, ...behind];
}

function ownBlocking(definition: FunctionDefinition): readonly Blocking[] {
  const { module } = definition;
  return module.project.once(OWN, definition, () =>
    definition.calls.flatMap((node): readonly Blocking[] => {
      const call = module.call(node);
      const kind = kindOf(call);
      if (!kind || isElsewhere(node) || isGuarded(node, module)) return NOTHING;
      return [{ call, through: [], isBrief: kind === "brief" }];
    }),
  );
}

/** Whether other rules ask why the call is there: it is awaited, or was to be a task. */
function isElsewhere({ parent }: Node): boolean {
  const outer = parent?.kind === "argument_list" ? lastNameOf(parent.parent?.field("function")) : undefined;
  return parent?.kind === "await" || TAKES_COROUTINES.has(outer ?? "");
}

const TAKES_COROUTINES = new Set([
  "create_task",
  "ensure_future",
  "shield",
  "wait_for",
  "gather",
  "run_until_complete",
  "run_coroutine_threadsafe",
]);

/** The first blocking call that a call of a plain helper leads to. */
function behindCall(call: Call, depth: number): Blocking | undefined {
  if (depth === 0 || call.node.parent?.kind === "await") return undefined;
  const [target, ...others] = call.targets;
  if (target?.kind !== "function" || others.length > 0) return undefined;
  const { definition } = target;
  if (definition.isAsync || definition.isGenerator || definition.decorators.length > 0) return undefined;
  return definition.module.project.once(BEHIND, definition, () => findBehind(definition, depth), String(depth));
}

function findBehind(definition: FunctionDefinition, depth: number): Blocking | undefined {
  if (knowsItsLoop(definition.node)) return undefined;
  const [own] = ownBlocking(definition).filter(({ isBrief }) => !isBrief);
  if (own) return own;
  for (const node of definition.calls) {
    const found = behindCall(definition.module.call(node), depth - 1);
    if (found) return { ...found, through: [node, ...found.through] };
  }
  return undefined;
}

function kindOf(call: Call): "long" | "brief" | undefined {
  for (const path of call.apis) {
    if (TWINS.test(path) && ASYNC_TWIN.test(call.module.source)) continue;
    if (matches(BRIEFLY_BLOCKING, path)) return "brief";
    if (matches(BLOCKING, path) && !isInstant(call, path))
      return isOlder(call, path) || isShort(call, path) ? "brief" : "long";
  }
  return undefined;
}

const ASYNC_TWIN = /\baioredis\b|\bredis\.asyncio\b|\bfrom\s+redis\s+import\s+[^\n]*\basyncio\b/;

/** What this short, in seconds, nobody notices. */
const SHORTEST = 0.05;

/** What this short, in seconds, few notice. */
const SHORT = 0.1;

/** Whether the call sleeps for a moment. */
function isShort({ positional: [length] }: Call, path: string): boolean {
  return path === "time.sleep" && length !== undefined && (numberOf(length) ?? Infinity) <= SHORT;
}

/** Whether the call is told not to wait, or hardly to. */
function isInstant(call: Call, path: string): boolean {
  const [first] = call.positional;
  switch (path.split(".").at(-1)) {
    case "sleep":
      return first !== undefined && (numberOf(first) ?? Infinity) < SHORTEST;
    case "get":
      if (!path.startsWith("queue.")) return false;
      return isNo(first ?? call.keyword("block")) || isKnownFull(call);
    case "communicate":
      return hasEnded(call);
    case "waitpid":
      return hasEnded(call) || (call.positional[1] !== undefined && mentionsName(call.positional[1], NO_HANG));
    case "getaddrinfo":
      // With flags for numbers only, nobody is asked.
      return call.keyword("flags") !== undefined;
    case "wait":
      if (path.startsWith("subprocess.") && hasEnded(call)) return true;
      return isNo(first ?? call.keyword("timeout"));
    default:
      return false;
  }
}

const NO_HANG = new Set(["WNOHANG"]);

/** Whether an argument says `False`, or `0`. */
const isNo = (argument: Node | undefined): boolean =>
  argument !== undefined && argument.kind !== "none" && constantTruth(argument) === false;

/** Whether a process was started elsewhere: it may have ended long ago. */
function isOlder({ receiver }: Call, path: string): boolean {
  return path.startsWith("subprocess.Popen()") && receiver?.kind !== "identifier";
}

/** Whether the function has asked whether there is something in the queue, or leaves that to its callers. */
function isKnownFull({ node, module }: Call): boolean {
  const { isAsync = false, node: around } = module.functionAround(node) ?? {};
  return !isAsync || (around !== undefined && callsAny(around, SIZES));
}

const SIZES = new Set(["empty", "qsize"]);

/** Whether every path to a process's `wait` has seen that it has ended, or has killed it. */
function hasEnded({ node, module, receiver }: Call): boolean {
  const around = module.functionAround(node)?.node;
  if (!receiver || !around || !callsAny(around, ENDS)) return false;
  return module.graphAround(node).everyPathTo(node, {
    element: (element) => element.kind !== "function_definition" && callsAny(element, KILLS),
    edge: ({ condition }) => condition !== undefined && callsAny(condition, ENDS),
  });
}

const KILLS = new Set(["kill", "terminate"]);
const ENDS = new Set([...KILLS, "poll"]);

/** Whether the code has asked for a running loop before, and goes on without one. */
function isGuarded(node: Node, module: Module): boolean {
  const around = module.functionAround(node);
  return around !== undefined && guardIn(around)(node);
}

/** Tells of the calls of a function whether they are guarded, having looked at it once for all of them. */
function guardIn(around: FunctionDefinition): (node: Node) => boolean {
  return around.module.project.once(GUARD, around, () =>
    knowsItsLoop(around.node) ? around.graph.guardedBy({ edge: asksIn }) : () => false,
  );
}

function asksIn(edge: Edge): boolean {
  const { condition } = edge;
  return (
    factsOf(edge).some(({ subject }) => knowsItsLoop(subject)) || (condition !== undefined && knowsItsLoop(condition))
  );
}

/** Whether some code asks whether a loop runs, or has work done by threads. */
function knowsItsLoop(code: Node): boolean {
  return LOOP_WORDS.test(code.text) && mentionsName(code, KNOWS_ITS_LOOP);
}

/** What no code lacks that has such names: the others need not be looked into. */
const LOOP_WORDS = /is_running|running_loop|iscoroutine|current_task|async/;
