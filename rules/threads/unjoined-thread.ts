import { rule, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { joined } from "./unjoined-thread/joining.js";
import { keepersOf, type Keeper } from "./unjoined-thread/escape.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { functionsOf, namedStop, signalledStop, type StopPath } from "./unjoined-thread/stopping.js";
import { endlessWait } from "../../src/concepts/threads/blocking.js";
import { readTest } from "../../src/concepts/threads/endless-loop.js";
import { isDaemon, targetsOf, threadStarts, type ThreadStart } from "../../src/concepts/threads/thread.js";
import { givesAwaitedSign, isShutDown } from "./unjoined-thread/signs.js";
import { isWaitedFor, waitInVain } from "./unjoined-thread/waiting.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A thread is told to stop, or forgotten, and nothing waits until it has ended.
 *
 * Between the order to stop and the thread's end it still works on what the owner is closing: sockets, files, tables.
 * A restart then runs two of them, and a daemon is cut off in the middle of a write when the interpreter exits. A
 * thread that is no daemon and that nobody holds keeps the process alive, and its errors are seen by nobody.
 *
 * @bad
 * ```python
 * import threading
 *
 * class Sweeper:
 *     def __init__(self, leases):
 *         self.leases = leases
 *         self._stop = threading.Event()
 *         self._thread = threading.Thread(target=self._run)
 *         self._thread.start()
 *
 *     def _run(self):
 *         while not self._stop.wait(0.5):
 *             self.leases.expire()
 *
 *     def stop(self):
 *         self._stop.set()
 * ```
 * @good
 * ```python
 * import threading
 *
 * class Sweeper:
 *     def __init__(self, leases):
 *         self.leases = leases
 *         self._stop = threading.Event()
 *         self._thread = threading.Thread(target=self._run)
 *         self._thread.start()
 *
 *     def _run(self):
 *         while not self._stop.wait(0.5):
 *             self.leases.expire()
 *
 *     def stop(self):
 *         self._stop.set()
 *         self._thread.join()
 * ```
 * @limits A thread that is returned, passed on, or stored in another object is left alone. A join counts wherever it
 * stands in the project, also when the stop path itself does not reach it. Threads with neither a join nor a way to
 * stop, threads that hold their object by a weak reference, and dropped daemons and timers are reported with `--audit`.
 * @off In command-line programs whose threads are meant to end with the process.
 * @see https://docs.python.org/3/library/threading.html#threading.Thread.join
 */
export default rule({
  severity: "medium",
  fixes: ["unsafe"],
  mentions: ["Thread", "Timer", "QueueListener"],
  told: ["threadStarters"],
  *check(module) {
    const reported = new Set<string>();
    for (const start of threadStarts(module)) {
      const keepers = keepersOf(start);
      if (keepers.some((keeper) => keeper.kind === "elsewhere")) continue;
      const key = keyOf(keepers);
      if (key !== undefined && reported.has(key)) continue;
      const report = judge(start, keepers);
      const cause = report && causeOf(report, start);
      if (!report || (cause !== undefined && reported.has(cause))) continue;
      for (const known of [key, cause]) if (known !== undefined) reported.add(known);
      yield report;
    }
  },
});

/** One report a place that keeps threads, however often it is filled. */
function keyOf(keepers: readonly Keeper[]): string | undefined {
  for (const keeper of keepers) {
    if (keeper.kind === "attribute") return `${String(keeper.owner.node.id)} ${keeper.name}`;
  }
  return undefined;
}

/** Threads of one class that one line ends, without waiting for any of them, are one cause. */
function causeOf({ related }: Report, { threads }: ThreadStart): string | undefined {
  const of = threads.find((thread) => thread.of)?.of;
  return of && related?.[0] && `${String(of.node.id)} at ${String(related[0].at.id)}`;
}

function judge(start: ThreadStart, keepers: readonly Keeper[]): Report | undefined {
  if (isWaitedFor(start, keepers)) return givenUp(start, keepers);
  const functions = functionsOf(start);
  if (givesAwaitedSign(functions) || isShutDown(start, functions)) return undefined;
  const signalled = signalledStop(start);
  const stop =
    keepers.length > 0 ? (signalled ?? namedStop(start, keepers)) : isOwn(signalled, start) ? signalled : undefined;
  if (stop) return stopped(start, keepers, stop);
  if (keepers.length === 0) return dropped(start);
  return isInProgram(start) ? undefined : endless(start, keepers);
}

/** A thread that may wait for ever keeps the process alive, whoever has waited a while for it. */
function givenUp(start: ThreadStart, keepers: readonly Keeper[]): Report | undefined {
  if (isDaemon(start) !== false || start.call.module.isTest) return undefined;
  const wait = functionsOf(start).flatMap((definition) => endlessWait(definition) ?? [])[0];
  const join = wait && !canTimeOut(wait) ? waitInVain(start, keepers) : undefined;
  const by = join?.module.functionAround(join.node);
  if (!wait || !join || !by || by === start.call.module.functionAround(start.call.node)) return undefined;
  return {
    at: start.call.node,
    message:
      `'${by.name}' ([${whereIs(join.node)}](1)) waits a while for ${called(keepers)}, which is no daemon, and does not ask ` +
      `whether it has ended: '${wait.lastName}' ([${whereIs(wait.node)}](2)) may keep it, and the process, for ever.`,
    related: [
      { at: join.node, message: "given up here, and nobody asks" },
      { at: wait.node, message: "may wait for ever" },
    ],
  };
}

/** Whether the file sets how long its sockets wait. */
function canTimeOut({ module }: Call): boolean {
  return module.callsNamed("settimeout").length > 0 || module.identifiers("RCVTIMEO").length > 0;
}

/** Whether the object that starts a thread and drops it is the one that stops it. */
function isOwn(stop: StopPath | undefined, { call }: ThreadStart): boolean {
  const owner = call.module.classAround(call.node);
  return stop?.by.owner === owner && stop?.by.module === call.module;
}

function stopped(start: ThreadStart, keepers: readonly Keeper[], stop: StopPath): Report {
  const { by, at } = stop;
  const { name } = by;
  const isForgivable = start.call.module.isTest || !stop.isMeant || endsWithItsObject(start) || isOfTheProcess(start);
  return {
    at: start.call.node,
    message: `Nothing joins ${called(keepers)}: '${name}' ([${whereIs(at)}](1)) ends it without waiting for it.`,
    related: [{ at, message: `stopped in '${by.qualifiedName}', and not waited for` }],
    ...(isForgivable ? { likely: true } : { fix: joined(start, keepers, stop) }),
  };
}

/** Whether a daemon belongs to an object that the program makes once, as it is loaded, and that ends with it. */
function isOfTheProcess(start: ThreadStart): boolean {
  const { module, node } = start.call;
  const owner = module.classAround(node);
  if (!owner || isDaemon(start) !== true) return false;
  const users = new Set([module, ...module.project.modulesMentioning(owner.name)]);
  const made = [...users].filter((user) => !user.isTest).flatMap((user) => user.callsOf(owner.name));
  return made.length > 0 && made.every((call) => !call.module.functionAround(call.node));
}

/**
 * Whether a thread knows its object by a weak reference only: it ends when the object is collected, and whoever runs
 * then must not wait.
 */
function endsWithItsObject({ threads }: ThreadStart): boolean {
  return threads.some(({ made }) => {
    for (const call of made.descendants("call")) if (WEAK.test(call.field("function")?.text ?? "")) return true;
    return false;
  });
}

const WEAK = /^(weakref\.)?(ref|proxy|WeakMethod)$/;

function endless(start: ThreadStart, keepers: readonly Keeper[]): Report {
  const around = start.call.module.functionAround(start.call.node);
  const isTimer = start.threads.every((thread) => thread.isTimer);
  const isKeptAlive = isTimer && isDaemon(start) === false && around && goesOnAt(start, around) !== undefined;
  const message = isKeptAlive
    ? `Nothing cancels ${called(keepers)}: it starts itself again, and keeps the process alive.`
    : `Nothing stops or joins ${called(keepers)}: it ends with the process.`;
  return { at: start.call.node, message, likely: !isKeptAlive };
}

function called(keepers: readonly Keeper[]): string {
  for (const keeper of keepers) {
    if ("name" in keeper) return `thread '${keeper.name}'`;
    if (keeper.kind === "self") return `the thread '${keeper.owner.name}'`;
  }
  return "the thread that is started here and not kept";
}

function dropped(start: ThreadStart): Report | undefined {
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
function goesOnAt(start: ThreadStart, around: FunctionDefinition): Node | undefined {
  if (start.threads.every((thread) => thread.isTimer)) {
    return targetsOf(start).includes(around) && isAlwaysReached(start.call.node, around) ? start.call.node : undefined;
  }
  for (const { body, graph } of functionsOf(start)) {
    for (const loop of body?.descendants("while_statement") ?? []) {
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
    if (/^(if|for|while|match)_statement$|^(except|else|elif|case)_clause$|^(conditional|boolean)_/.test(outer.kind)) return false;
  }
  return false;
}

/** Whether the start belongs to the program itself: it stands outside of functions, or in one that only a script calls. */
function isInProgram({ call }: ThreadStart): boolean {
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
