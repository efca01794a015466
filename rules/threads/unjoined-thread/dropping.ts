import { readTest } from "../../../src/concepts/threads/endless-loop.js";
import { isDaemon, targetsOf, type ThreadStart } from "../../../src/concepts/threads/thread.js";
import type { Report } from "../../../src/engine/rule.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, whereIs, type Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { functionsOf } from "./stopping.js";

/** The report of a thread that nothing keeps; undefined where whoever starts it waits for it in another way. */
export function dropped(start: ThreadStart): Report | undefined {
  const around = start.call.module.functionAround(start.call.node);
  if (!around || isInProgram(start)) return undefined;
  if (!around.graph.leavesWithout(start.call.node, () => false, "exit") || waitsAfter(start)) return undefined;
  if (sharesResult(start, around)) return undefined;
  const where = around.node.kind === "lambda" ? "a lambda" : `'${around.name}'`;
  const isTimer = start.threads.every((thread) => thread.isTimer);
  const keptAlive = isDaemon(start) === false ? goesOnAt(start, around) : undefined;
  if (keptAlive && !start.call.module.isTest) {
    const what = isTimer ? "it starts itself again" : `its loop ([${whereIs(keptAlive)}](1)) has no end of its own`;
    return {
      at: start.call.node,
      message: `${isTimer ? "Timer" : "Non-daemon thread"} is started in ${where} and dropped: nothing can join it, and ${what}, which keeps the process alive.`,
      related: isTimer ? [] : [{ at: keptAlive, message: "goes on until somebody ends it" }],
    };
  }
  return {
    at: start.call.node,
    message: `Thread is started in ${where} and dropped: nothing can join it or see it fail.`,
    likely: true,
  };
}

/** What makes a thread go on for ever: a loop that waits for others to end it, or that a timer's function sets it again. */
export function goesOnAt(start: ThreadStart, around: FunctionDefinition): Node | undefined {
  if (start.threads.every((thread) => thread.isTimer)) {
    return targetsOf(start).includes(around) && isAlwaysReached(start.call.node, around) ? start.call.node : undefined;
  }
  for (const { body, graph, module, node } of functionsOf(start)) {
    for (const loop of body?.descendants("while_statement") ?? []) {
      if (module.functionAround(loop)?.node !== node) continue;
      const test = readTest(loop.field("condition") ?? loop);
      if (test && !graph.exits(loop).some((exit) => exit.kind !== "condition")) return loop;
    }
  }
  return undefined;
}

/** Whether nothing decides over a place in a function: no branch, no loop and no return above it. */
function isAlwaysReached(place: Node, { node, returns }: FunctionDefinition): boolean {
  if (returns.some((answer) => answer.precedes(place))) return false;
  for (const outer of place.ancestors()) {
    if (outer === node) return true;
    if (/^(if|for|while|match)_statement$|^(except|else|elif|case)_clause$|^(conditional|boolean)_/.test(outer.kind))
      return false;
  }
  return false;
}

/** Whether the start belongs to the program itself: it stands outside of functions, or in one that only a script calls. */
export function isInProgram({ call }: ThreadStart): boolean {
  const around = call.module.functionAround(call.node);
  if (!around || around.name === "main") return !call.module.classAround(call.node);
  return isCalledByScript(call.module, around.name);
}

function isCalledByScript(module: Module, name: string): boolean {
  return module.callsNamed(name).some((call) => !module.functionAround(call.node) && !module.classAround(call.node));
}

/** Calls that hold the caller until others are done. */
const HOLDING = /^(wait|join|get|recv|result|pause|serve_forever|run_forever|mainloop|exec_?|run)$/;

function waitsAfter({ call }: ThreadStart): boolean {
  const around = call.module.functionAround(call.node);
  return around?.calls.some((node) => isHolding(call.module, node) && around.graph.reaches(call.node, node)) ?? false;
}

/**
 * Whether the function goes on with what the thread produces: it iterates over, or returns, something of its own that
 * the thread was given. Whoever reads that to its end has waited for the thread.
 */
function sharesResult(start: ThreadStart, around: FunctionDefinition): boolean {
  const given = new Set<string>();
  for (const { made } of start.threads) {
    if (made.kind !== "call") continue;
    const call = moduleOf(made).call(made);
    for (const part of [call.keyword("args"), call.keyword("kwargs")]) {
      for (const name of part?.descendants("identifier") ?? []) addNames(given, name, moduleOf(made));
    }
  }
  for (const target of targetsOf(start)) {
    if (!around.node.contains(target.node)) continue;
    for (const name of target.node.descendants("identifier")) given.add(name.text);
  }
  return [...resultsOf(around)].some((name) => given.has(name.text) && around.parameter(name.text) === undefined);
}

function addNames(given: Set<string>, name: Node, module: Module): void {
  given.add(name.text);
  for (const { from } of module.bindingsReaching(name.text, name)) {
    for (const inner of from?.descendants("identifier") ?? []) given.add(inner.text);
  }
}

/** The names that a function iterates over or returns as they are. */
function* resultsOf({ node, returns }: FunctionDefinition): Generator<Node> {
  for (const loop of node.descendants("for_statement", "for_in_clause")) {
    const over = loop.field("right");
    // `for index, token in enumerate(streamer)` reads the streamer, too.
    const read = over?.kind === "call" ? (over.field("arguments")?.children ?? []) : [over];
    for (const part of read) if (part?.kind === "identifier") yield part;
  }
  for (const delegation of node.descendants("yield")) {
    const [source] = delegation.children;
    if (delegation.child("from") && source?.kind === "identifier") yield source;
  }
  for (const answer of returns) {
    const [value] = answer.children;
    const parts = value && /^(tuple|expression_list)$/.test(value.kind) ? value.children : [value];
    for (const part of parts) if (part?.kind === "identifier") yield part;
  }
}

function isHolding(module: Module, node: Node): boolean {
  const call = module.call(node);
  if (!HOLDING.test(call.lastName) || call.receiver === undefined || call.receiver.kind === "string") return false;
  return call.lastName !== "get" || !looksUp(call);
}

/** Whether `get` is given a key: that of a queue takes whether to wait, and how long. */
function looksUp({ positional: [first] }: Call): boolean {
  return first !== undefined && !/^(true|false|integer|float)$/.test(first.kind);
}
