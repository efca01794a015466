import { rule, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { joined } from "./unjoined-thread/joining.js";
import { threadHolders } from "./unjoined-thread/holding.js";
import type { Holder } from "../../src/python/dataflow/escape.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { functionsOf, namedStop, signalledStop, type StopPath } from "./unjoined-thread/stopping.js";
import { isDaemon, targetsOf, threadStarts, type ThreadStart } from "../../src/concepts/threads/thread.js";
import { givesAwaitedSign, isWaitedFor } from "./unjoined-thread/waiting.js";
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
  mentions: ["Thread", "Timer"],
  told: ["threadStarters"],
  *check(module) {
    const reported = new Set<string>();
    for (const start of threadStarts(module)) {
      const holders = threadHolders(start);
      if (!holders) continue;
      const key = keyOf(holders);
      if (key !== undefined && reported.has(key)) continue;
      const report =
        isWaitedFor(start, holders) || givesAwaitedSign(functionsOf(start)) ? undefined : judge(start, holders);
      if (!report) continue;
      if (key !== undefined) reported.add(key);
      yield report;
    }
  },
});

/** One report a place that keeps threads, however often it is filled. */
function keyOf(holders: readonly Holder[]): string | undefined {
  for (const holder of holders) {
    if (holder.kind === "attribute") return `${String(holder.owner.node.id)} ${holder.name}`;
  }
  return undefined;
}

function judge(start: ThreadStart, holders: readonly Holder[]): Report | undefined {
  const signalled = signalledStop(start);
  const stop =
    holders.length > 0 ? (signalled ?? namedStop(start, holders)) : isOwn(signalled, start) ? signalled : undefined;
  if (stop) return stopped(start, holders, stop);
  if (holders.length > 0) return isInProgram(start) ? undefined : endless(start, holders);
  return dropped(start);
}

/** Whether the object that starts a thread and drops it is the one that stops it. */
function isOwn(stop: StopPath | undefined, { call }: ThreadStart): boolean {
  const owner = call.module.classAround(call.node);
  return stop?.by.owner === owner && stop?.by.module === call.module;
}

function stopped(start: ThreadStart, holders: readonly Holder[], { by, at }: StopPath): Report {
  const { name } = by;
  return {
    at: start.call.node,
    message: `Nothing joins ${called(holders)}: '${name}' ([${whereIs(at)}](1)) ends it without waiting for it.`,
    related: [{ at, message: `stopped in '${by.qualifiedName}', and not waited for` }],
    ...(endsWithItsObject(start) ? { likely: true } : { fix: joined(start, holders, { by, at }) }),
  };
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

function endless(start: ThreadStart, holders: readonly Holder[]): Report {
  const message = `Nothing stops or joins ${called(holders)}: it ends with the process.`;
  return { at: start.call.node, message, likely: true };
}

function called(holders: readonly Holder[]): string {
  for (const holder of holders) {
    if ("name" in holder) return `thread '${holder.name}'`;
    return `the thread '${holder.owner.name}'`;
  }
  return "the thread that is started here and not kept";
}

function dropped(start: ThreadStart): Report | undefined {
  const around = start.call.module.functionAround(start.call.node);
  if (!around || isInProgram(start)) return undefined;
  if (!around.graph.leavesWithout(start.call.node, () => false, "exit") || waitsAfter(start)) return undefined;
  if (sharesResult(start, around)) return undefined;
  const isForgettable = isDaemon(start) !== false || start.threads.every((thread) => thread.isTimer);
  const where = around.node.kind === "lambda" ? "a lambda" : `'${around.name}'`;
  const kind = isForgettable ? "Thread" : "Non-daemon thread";
  return {
    at: start.call.node,
    message: `${kind} is started in ${where} and dropped: nothing can join it or see it fail.`,
    likely: isForgettable,
  };
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
