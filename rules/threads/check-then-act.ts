import { rule, type Report } from "../../src/engine/rule.js";
import { backgroundOf, spawnsIn } from "../../src/concepts/threads/background.js";
import { containerTests, reliantOperation, type ContainerTest } from "./check-then-act/container-test.js";
import { inOneStep } from "./check-then-act/one-step.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { iterations, resizeDuring } from "./check-then-act/iteration.js";
import {
  areUnderOneLock,
  asksAgainUnderLock,
  holdsLock,
  isCaught,
  MISSED,
  runsUnderLock,
} from "./check-then-act/locking.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import {
  canRunTogether,
  changesOf,
  mayRunBeside,
  sharedContainer,
  writtenAs,
  type Change,
} from "./check-then-act/sharing.js";
import { isOfOtherKind } from "./check-then-act/known-key.js";
import { isUncalled as isUnused } from "../../src/concepts/objects/unused.js";
import { isAfterJoin, isAfterStop, isBeforeStart, isUncalled } from "./check-then-act/timing.js";
import type { Node } from "../../src/syntax/node.js";
import { question } from "../../src/python/model/solver.js";

/**
 * A container that threads share is tested, and then used as if nothing could happen in between.
 *
 * Between the look and the act another thread may take the last item or delete the key: the act fails with IndexError
 * or KeyError, once in a million rounds and never in a test. The look and the act have to be one step: under one lock,
 * in a `queue.Queue`, or by trying and catching the error.
 *
 * The same goes for walking through a dict, set or deque: when its size changes in between, the next step fails with
 * RuntimeError. `list(d)`, `list(d.items())` and `d.copy()` are one step in CPython, and safe to walk through.
 *
 * @bad
 * ```python
 * import threading
 *
 * class Worker:
 *     def __init__(self):
 *         self.jobs = []
 *         self._stop = threading.Event()
 *         self._threads = [threading.Thread(target=self._run) for _ in range(4)]
 *         for thread in self._threads:
 *             thread.start()
 *
 *     def _run(self):
 *         while not self._stop.wait(0.1):
 *             if len(self.jobs) > 0:
 *                 self.jobs.pop(0).execute()
 *
 *     def stop(self):
 *         self._stop.set()
 *         for thread in self._threads:
 *             thread.join()
 * ```
 * @good
 * ```python
 * import threading
 *
 * class Worker:
 *     def __init__(self):
 *         self.jobs = []
 *         self._lock = threading.Lock()
 *         self._stop = threading.Event()
 *         self._threads = [threading.Thread(target=self._run) for _ in range(4)]
 *         for thread in self._threads:
 *             thread.start()
 *
 *     def _run(self):
 *         while not self._stop.wait(0.1):
 *             with self._lock:
 *                 job = self.jobs.pop(0) if self.jobs else None
 *             if job:
 *                 job.execute()
 *
 *     def stop(self):
 *         self._stop.set()
 *         for thread in self._threads:
 *             thread.join()
 * ```
 * @limits Containers are attributes of `self` and names of the module that are made as a list, dict, set or deque. The
 * test and the act stand in one function, and something is taken out there or in another method, from another thread
 * that the project itself starts: what is there stays there while others only add. Keys that are only ever added are
 * not reported, nor `if key not in d: d[key] = …`, nor what is assigned to a key that has been read, nor what runs only
 * before the thread is started or after it was joined. With `--audit` are reported removals of a key that has another
 * name, those that follow an order to stop, and those of functions that nothing calls. With `--audit`, a loop that takes from a public container is reported
 * even when nothing in the project fills it.
 * @off When all that touches the container is confined to one thread by means that the code does not show.
 * @see https://docs.python.org/3/library/queue.html
 */
export default rule({
  severity: "low",
  fixes: ["safe"],
  mentions: ["pop", "remove", "del ", " in "],
  *check(module) {
    // Who calls what a test defines takes a search of all tests, and a test that starts no thread has no use for the answer.
    if (module.isTest && spawnsIn(module).length === 0) return;
    const reported = new Set<Node>();
    for (const test of containerTests(module)) {
      const around = module.functionAround(test.at);
      if (!around || around.isAsync || reported.has(test.at)) continue;
      const operation = reliantOperation(test);
      if (!operation || isSafe(test, operation)) continue;
      if (isWithinReported(test, reported)) continue;
      const rival = rivalOf(test, around);
      const found = rival ? report(test, operation, rival, around) : openToAll(test, operation, around);
      if (!found || runsUnderLock(around)) continue;
      reported.add(test.at);
      // One lock over the whole function ends them all.
      yield { ...found, cause: { at: around.node } };
    }
    yield* resized(module);
  },
});

/** The first loop of each function over a container whose size another thread changes. */
function* resized(module: Module): Generator<Report> {
  const known = new Set<string>();
  for (const iteration of iterations(module)) {
    const around = module.functionAround(iteration.at);
    const name = writtenAs(iteration.container);
    const key = `${String(around?.node.id)} ${name}`;
    if (!around || around.isAsync || known.has(key)) continue;
    const rival = resizeDuring(iteration, around);
    if (!rival) continue;
    known.add(key);
    const { change, isSure } = rival;
    yield {
      at: iteration.at,
      message:
        `'${name}' is gone through here while '${change.by.name}' ([${whereIs(change.at)}](1)) may change its size ` +
        `from another thread, with no lock held by both: that ends with a RuntimeError.`,
      related: [{ at: change.at, message: `changes its size in '${change.by.qualifiedName}'` }],
      likely: !isSure,
    };
  }
}

/** A loop that alone takes from a container of its object's which anybody can reach, and that nothing in the project fills. */
function openToAll(
  { at, container, key }: ContainerTest,
  operation: Node,
  around: FunctionDefinition,
): Report | undefined {
  const shared = sharedContainer(container);
  const isPublic = shared?.owner && !shared.name.startsWith("_") && !shared.owner.name.startsWith("_");
  if (!shared || !isPublic || key || operation.kind !== "call" || !backgroundOf(around)) return undefined;
  if (changesOf(shared).some(({ by }) => by !== around) || locksIn(shared.owner)) return undefined;
  const name = writtenAs(container);
  return {
    at,
    message: `'${name}' is tested here and relied on at [${whereIs(operation)}](1) with no lock held over both, while whoever has the object may take from it, too.`,
    related: [{ at: operation, message: "relies on the test" }],
    likely: true,
  };
}

/** Whether a class takes locks anywhere. */
function locksIn({ node }: ClassDefinition): boolean {
  for (const statement of node.descendants("with_statement")) if (holdsLock(statement)) return true;
  return false;
}

/** Whether the two are one step, or the act copes with the answer being out of date. */
function isSafe(test: ContainerTest, operation: Node): boolean {
  if (areUnderOneLock(test.at, operation) || isCaught(operation, MISSED)) return true;
  return asksAgainUnderLock(operation, test.container, (condition) => condition !== test.at);
}

/** Whether the test is a part of one that has been reported, as `a` is of `a and a[0]`. */
function isWithinReported(test: ContainerTest, reported: ReadonlySet<Node>): boolean {
  for (const outer of test.at.ancestors()) if (reported.has(outer)) return true;
  return false;
}

/** A change that makes the answer out of date, and how sure it is that it can come in between. */
interface Rival {
  readonly change: Change;
  readonly isSure: boolean;
}

function rivalOf(test: ContainerTest, around: FunctionDefinition): Rival | undefined {
  const container = sharedContainer(test.container);
  if (!container) return undefined;
  const { project } = container.module;
  const changes = changesOf(container);
  // Who calls a function is asked last: it takes a search of the project.
  if (!changes.some(({ removes, by }) => removes && mayRunBeside(around, by))) return undefined;
  if (isBeforeStart({ at: test.at, by: around })) return undefined;
  let perhaps: Change | undefined;
  for (const change of project.once(RIVALS, changes, () => rivalsAmong(changes))) {
    const chance = canRunTogether(around, change.by, container);
    if (chance === "surely" && isPlainRival(test, change) && ![around, change.by].some(isUncalled))
      return { change, isSure: true };
    if (chance !== "no") perhaps ??= change;
  }
  return perhaps && { change: perhaps, isSure: false };
}

/** Whether a change that comes in between takes what was asked for, and nothing speaks against its coming. */
function isPlainRival({ key }: ContainerTest, change: Change): boolean {
  if (change.replaces || isUncalled(change.by) || isUnused(change.by) || isAfterStop(change)) return false;
  return !key || !isOfOtherKind(key, change.at);
}

/** Functions that change one container, and that are looked at; where there are more, anything may be. */
const MOST_RIVALS = 60;

const RIVALS = question<readonly Change[]>([]);

/** Of the changes only those that remove: what was there stays there while others only add. */
function rivalsAmong(changes: readonly Change[]): readonly Change[] {
  return oneAFunction(changes.filter((change) => change.removes && !isAfterJoin(change) && !isBeforeStart(change)));
}

/** The first of the changes that each function makes. */
function oneAFunction(changes: readonly Change[]): readonly Change[] {
  const first = new Map<FunctionDefinition, Change>();
  for (const change of changes) {
    if (!first.has(change.by)) first.set(change.by, change);
    if (first.size >= MOST_RIVALS) break;
  }
  return [...first.values()];
}

function report(test: ContainerTest, operation: Node, { change, isSure }: Rival, around: FunctionDefinition): Report {
  const name = writtenAs(test.container);
  const isSame = change.by === around;
  const who = isSame
    ? `another thread can be in '${around.name}', too`
    : `'${change.by.name}' ([${whereIs(change.at)}](2)) changes it from another thread`;
  return {
    at: test.at,
    message:
      `'${name}' is tested here and relied on at [${whereIs(operation)}](1) with no lock held over both, ` +
      `while ${who}.`,
    related: [
      { at: operation, message: "relies on the test" },
      { at: change.at, message: `changed in '${change.by.qualifiedName}'` },
    ],
    likely: !isSure,
    fix: inOneStep(test, operation),
  };
}
