import type { Node } from "../../../src/syntax/node.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { Module } from "../../../src/python/model/module.js";
import { walksIn } from "../../../src/python/prefilter/walks.js";
import { areUnderOneLock, isCaught, mayRunUnderLock, runsUnderLock } from "./locking.js";
import {
  canRunTogether,
  changesOf,
  isOnlyInBackground,
  isSized,
  mayRunBeside,
  sharedContainer,
  type Change,
} from "./sharing.js";
import { isAfterJoin, isAfterStop, isBeforeStart, isUncalled } from "./timing.js";

/** A walk through a container that takes more than one step of the interpreter. */
export interface Iteration {
  /** The expression that is iterated over. */
  readonly at: Node;
  readonly container: Node;
}

/**
 * The walks of a file through containers. Copies by `list(x)`, `x.copy()` and the like are one step in CPython, and
 * none; `copy.deepcopy` runs the code of what it copies.
 */
export function* iterations(module: Module): Generator<Iteration> {
  for (const loop of module.within(walksIn(module.source), "for_statement", "for_in_clause")) {
    const at = loop.field("right");
    const container = at && iterated(at, module);
    if (at && container) yield { at, container };
  }
  for (const call of module.callsNamed("deepcopy")) {
    const [container] = call.positional;
    if (container && accessPath(container) !== undefined) yield { at: container, container };
  }
}

/** The container that an expression goes through: `x`, `x.items()`, `enumerate(x)`. */
function iterated(expression: Node, module: Module): Node | undefined {
  if (expression.kind !== "call") return accessPath(expression) === undefined ? undefined : expression;
  const { lastName, name, receiver, positional } = module.call(expression);
  if (receiver && /^(items|keys|values)$/.test(lastName) && positional.length === 0) return iterated(receiver, module);
  const [first] = positional;
  return first && /^(enumerate|iter|zip|map|filter)$/.test(name)
    ? iterated(positional.at(-1) ?? first, module)
    : undefined;
}

/** A change of a container's size that may come while another thread goes through it, and whether that is certain. */
export interface Resize {
  readonly change: Change;
  readonly isSure: boolean;
}

/** What is raised when the size has changed. */
const RESIZED = new Set(["RuntimeError", "Exception", "BaseException"]);

/** What changes a container's size while a function goes through it, with no lock that both hold. */
export function resizeDuring({ at, container }: Iteration, around: FunctionDefinition): Resize | undefined {
  const shared = sharedContainer(container, isSized);
  if (!shared || isCaught(at, RESIZED)) return undefined;
  // Who calls a function is asked last: it takes a search of the project.
  const changes = changesOf(shared).filter(({ resizes, by }) => resizes && mayRunBeside(around, by));
  if (changes.length === 0 || isBeforeStart({ at, by: around })) return undefined;
  const isLocked = holdsLockAt(at, around);
  let perhaps: Change | undefined;
  for (const change of changes) {
    const isLockedToo = holdsLockAt(change.at, change.by);
    if ((isLocked && isLockedToo) || isAfterJoin(change) || isBeforeStart(change)) continue;
    const chance = canRunTogether(around, change.by, shared);
    if (chance === "no") continue;
    const isSure = chance === "surely" && (isOnlyInBackground(around) || isOnlyInBackground(change.by));
    const isMeant = !isUncalled(around) && !isUncalled(change.by) && !isAfterStop(change);
    if (isSure && isMeant && !(isLockedToo && mayRunUnderLock(around))) return { change, isSure };
    perhaps ??= change;
  }
  return perhaps && { change: perhaps, isSure: false };
}

function holdsLockAt(node: Node, around: FunctionDefinition): boolean {
  return areUnderOneLock(node, node) || runsUnderLock(around);
}
