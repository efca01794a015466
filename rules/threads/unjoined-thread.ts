import { rule, type Report } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import { joined } from "./unjoined-thread/joining.js";
import { threadHolders } from "./unjoined-thread/holding.js";
import type { Holder } from "../../src/python/dataflow/escape.js";
import { whereIs, moduleOf } from "../../src/python/model/module.js";
import { lastNameOf } from "../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { functionsOf, namedStop, signalledStop, type StopPath } from "./unjoined-thread/stopping.js";
import { endlessWait } from "../../src/concepts/threads/blocking.js";
import { dropped, goesOnAt, isInProgram } from "./unjoined-thread/dropping.js";
import { isDaemon, threadStarts, type ThreadStart } from "../../src/concepts/threads/thread.js";
import { givesAwaitedSign, isShutDown } from "./unjoined-thread/signs.js";
import { costsNothing } from "./unjoined-thread/cost.js";
import { isWaitedFor, waitInVain } from "./unjoined-thread/waiting.js";

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
 *         self.leases.close()
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
 *         self.leases.close()
 * ```
 * @limits A thread that is returned, passed on, or stored in another object is left alone. A join counts wherever it
 * stands in the project, tests apart, also when the stop path itself does not reach it; so does waiting for a sign that
 * the thread gives at its end. What ends a thread is told by what its loop looks at, or works on; an
 * error that its loop catches ends none. With `--audit` are reported: threads with neither a join nor a way to stop, those
 * that hold their object by a weak reference, daemons of objects that the program makes once, as it is loaded, threads of
 * tests, and dropped threads that end by themselves. So are those that it costs little not to wait for, where nobody closes
 * what they work on, they hold no work, and none is started again meanwhile: threads that look at their signal every second
 * or more often, that end with their work, or that sit in `input()`, daemons that are told only as the process ends, and
 * what only `__del__` stops.
 * @off In command-line programs whose threads are meant to end with the process.
 * @see https://docs.python.org/3/library/threading.html#threading.Thread.join
 */
export default rule({
  severity: "low",
  fixes: ["unsafe"],
  mentions: ["Thread", "Timer", "QueueListener"],
  told: ["threadStarters"],
  *check(module) {
    const reported = new Set<string>();
    for (const start of threadStarts(module)) {
      const holders = threadHolders(start);
      if (!holders) continue;
      const key = keyOf(holders);
      if (key !== undefined && reported.has(key)) continue;
      const report = judge(start, holders);
      const cause = report && causeOf(report, start);
      if (!report || (cause !== undefined && reported.has(cause))) continue;
      for (const known of [key, cause]) if (known !== undefined) reported.add(known);
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

/** Threads of the project's own classes that one line ends, without waiting for any of them, are one cause. */
function causeOf({ related }: Report, { threads }: ThreadStart): string | undefined {
  return threads.some(({ of }) => of) && related?.[0] ? `ended at ${String(related[0].at.id)}` : undefined;
}

function judge(start: ThreadStart, holders: readonly Holder[]): Report | undefined {
  if (isWaitedFor(start, holders)) return givenUp(start, holders);
  const functions = functionsOf(start);
  if (givesAwaitedSign(functions) || isShutDown(start, functions)) return undefined;
  const signalled = signalledStop(start);
  const stop =
    holders.length > 0 ? (signalled ?? namedStop(start, holders)) : isOwn(signalled, start) ? signalled : undefined;
  if (stop) return stopped(start, holders, stop);
  if (holders.length === 0) return dropped(start);
  return isInProgram(start) ? undefined : endless(start, holders);
}

/** A thread that may wait for ever keeps the process alive, whoever has waited a while for it. */
function givenUp(start: ThreadStart, holders: readonly Holder[]): Report | undefined {
  if (isDaemon(start) !== false || start.call.module.isTest) return undefined;
  const wait = functionsOf(start).flatMap((definition) => endlessWait(definition) ?? [])[0];
  const join = wait && !canTimeOut(wait) ? waitInVain(start, holders) : undefined;
  const by = join?.module.functionAround(join.node);
  if (!wait || !join || !by || by === start.call.module.functionAround(start.call.node)) return undefined;
  if (isWoken(wait, by)) return undefined;
  return {
    at: start.call.node,
    message:
      `'${by.name}' ([${whereIs(join.node)}](1)) waits a while for ${called(holders)}, which is no daemon, and does not ask ` +
      `whether it has ended: '${wait.lastName}' ([${whereIs(wait.node)}](2)) may keep it, and the process, for ever.`,
    related: [
      { at: join.node, message: "given up here, and nobody asks" },
      { at: wait.node, message: "may wait for ever" },
    ],
  };
}

/** Whether who waits for the thread, or whoever calls that, gives it what it waits for: the last thing that it takes. */
function isWoken(wait: Call, by: FunctionDefinition): boolean {
  const waited = lastNameOf(wait.receiver);
  const callers = by.module.project.callersOf(by).flatMap(({ call }) => call.module.functionAround(call.node) ?? []);
  return [by, ...callers].some(({ calls, module }) =>
    calls.some((node) => {
      const { lastName, receiver } = module.call(node);
      return WAKES.test(lastName) && waited !== undefined && lastNameOf(receiver) === waited;
    }),
  );
}

const WAKES = /^(put|put_nowait|send|sendall|sendto|append|appendleft|set|notify|notify_all|release|shutdown)$/;

/** Whether the file asks before it waits, or sets how long its sockets do. */
function canTimeOut({ module }: Call): boolean {
  return (
    ["settimeout", "setblocking", "select", "poll"].some((name) => module.callsNamed(name).length > 0) ||
    ["RCVTIMEO", "O_NONBLOCK"].some((name) => module.identifiers(name).length > 0)
  );
}

/** Whether the object that starts a thread and drops it is the one that stops it. */
function isOwn(stop: StopPath | undefined, { call }: ThreadStart): boolean {
  const owner = call.module.classAround(call.node);
  return stop?.by.owner === owner && stop?.by.module === call.module;
}

function stopped(start: ThreadStart, holders: readonly Holder[], stop: StopPath): Report {
  const { by, at } = stop;
  const { name } = by;
  const isForgivable =
    start.call.module.isTest ||
    !stop.isMeant ||
    sleepsAfter(stop) ||
    endsWithItsObject(start) ||
    isOfTheProcess(start) ||
    costsNothing(start, holders, stop);
  return {
    at: start.call.node,
    message: `Nothing joins ${called(holders)}: '${name}' ([${whereIs(at)}](1)) ends it without waiting for it.`,
    related: [{ at, message: `stopped in '${by.qualifiedName}', and not waited for` }],
    ...(isForgivable ? { likely: true } : { fix: joined(start, holders, stop) }),
  };
}

/** Whether whoever ends a thread gives it some time, as a rule enough. */
function sleepsAfter({ by, at }: StopPath): boolean {
  return by.calls.some((node) => by.module.call(node).lastName === "sleep" && at.precedes(node));
}

/** Whether a daemon belongs to an object that the program makes once, as it is loaded, and that ends with it. */
function isOfTheProcess(start: ThreadStart): boolean {
  const { module, node } = start.call;
  const owner = module.classAround(node);
  if (!owner || isDaemon(start) !== true) return false;
  const users = new Set([module, ...module.project.modulesMentioning(owner.name, module)]);
  const made = [...users].filter((user) => !user.isTest).flatMap((user) => user.callsOf(owner.name));
  return made.length > 0 && made.every((call) => !call.module.functionAround(call.node));
}

/**
 * Whether a thread knows its object by a weak reference only: it ends when the object is collected, and whoever runs
 * then must not wait.
 */
function endsWithItsObject({ threads }: ThreadStart): boolean {
  return threads.some(({ made }) =>
    [...made.descendants("call")].some((node) => WEAK.has(moduleOf(node).call(node).name)),
  );
}

const WEAK = new Set(["ref", "proxy", "WeakMethod"].flatMap((name) => [name, `weakref.${name}`]));

function endless(start: ThreadStart, holders: readonly Holder[]): Report {
  const around = start.call.module.functionAround(start.call.node);
  const isTimer = start.threads.every((thread) => thread.isTimer);
  const isKeptAlive = isTimer && isDaemon(start) === false && around && goesOnAt(start, around) !== undefined;
  const message = isKeptAlive
    ? `Nothing cancels ${called(holders)}: it starts itself again, and keeps the process alive.`
    : `Nothing stops or joins ${called(holders)}: it ends with the process.`;
  return { at: start.call.node, message, likely: !isKeptAlive };
}

function called(holders: readonly Holder[]): string {
  for (const holder of holders) {
    if ("name" in holder) return `thread '${holder.name}'`;
    return `the thread '${holder.owner.name}'`;
  }
  return "the thread that is started here and not kept";
}
