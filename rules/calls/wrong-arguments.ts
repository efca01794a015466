import { explainFaults, meantBy } from "../../src/concepts/calls/explain.js";
import { isRaised, wrongCallsIn, type WrongCall } from "../../src/concepts/calls/misfits.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { replace } from "../../src/python/editing/edit.js";
import { isNear } from "../../src/python/model/closest.js";
import type { Misfit } from "../../src/python/model/fit.js";
import { whereIs } from "../../src/python/model/module.js";
import { narrowOverrides, type NarrowOverride } from "./wrong-arguments/overrides.js";
import { runsAtStart } from "./wrong-arguments/start.js";

/**
 * A call passes what is called something that it does not take, or not all that it needs.
 *
 * Python finds out when the line runs, and raises `TypeError`: in the error handler, the nightly job, the integration of
 * two modules whose own tests each pass a mock. It is left behind when a signature changes and not all of its callers do, when a
 * keyword is misspelt, when a comma is missing between two strings, and when a class is made with the arguments of another.
 *
 * @bad
 * ```python
 * class Kitchen:
 *     def bake(self, item, minutes, trays=1):
 *         return item, minutes, trays
 *
 * def supper(kitchen: Kitchen):
 *     return kitchen.bake("rye", minutes=40, tray=2)
 * ```
 * @good
 * ```python
 * class Kitchen:
 *     def bake(self, item, minutes, trays=1):
 *         return item, minutes, trays
 *
 * def supper(kitchen: Kitchen):
 *     return kitchen.bake("rye", minutes=40, trays=2)
 * ```
 * @limits All that a call may run has to be found, and none of it may fit: a decorator that may change what a function takes,
 * an override that takes it, a metaclass, a base class out of sight, an attribute that other code replaces, or a handler for `TypeError`
 * around the call keep it silent, and of arguments behind `*args` and `**kwargs` only what is certain counts. Models of
 * pydantic are left alone, and so are tests. A method that does not take what its base passes to the one that it overrides is
 * reported with `--audit` where no object is seen that the base runs with. Errors that cannot be raised are `errors/raise-that-fails`.
 * @off Where a framework changes what functions take after they are defined.
 * @see https://docs.python.org/3/reference/expressions.html#calls
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  yieldsTo: ["errors/raise-that-fails"],
  *check(module) {
    if (module.isTest) return;
    for (const wrong of wrongCallsIn(module)) if (!isRaised(wrong)) yield report(wrong);
    for (const narrow of narrowOverrides(module)) yield reportOverride(narrow);
  },
});

function report({ call, misfit }: WrongCall): Report {
  const { name, at } = misfit.signature;
  const faults = explainFaults(misfit);
  return {
    at: call.node,
    message: `'${name}' ([${whereIs(at)}](1)) ${faults}.`,
    related: [{ at: at.field("name") ?? at, message: `'${name}' is defined here` }],
    cause: { at, name: faults },
    ...(runsAtStart(call.node) && { severity: "critical" }),
    advice: `Call '${name}' the way that ${whereIs(at)} defines it, or have it take what it is given`,
    fix: renamed(misfit),
  };
}

/** One finding for all that the bases pass: no more than likely where no object is seen that they run with. */
function reportOverride({ override, call, caller, misfit, isRun }: NarrowOverride): Report {
  const name = override.qualifiedName;
  return {
    likely: !isRun,
    at: override.node.field("name") ?? override.node,
    message: `'${name}' ${explainFaults(misfit)}, as its base '${caller.qualifiedName}' ([${whereIs(call.node)}](1)) calls it.`,
    related: [{ at: call.node, message: "called here" }],
  };
}

/** Gives a misspelt keyword the one name that it can have been meant to be, when that is all that is wrong. */
function renamed(misfit: Misfit): Fix | undefined {
  const [{ problem, names, at }, ...others] = misfit.faults;
  const [keyword = ""] = names;
  const meant = problem === "unknown-keyword" ? meantBy(keyword, misfit) : undefined;
  const name = at.field("name");
  if (meant === undefined || !name || words(meant) !== words(keyword)) return undefined;
  const isAll = others.every((other) => other.problem === "missing" && other.names.join() === meant);
  if (!isAll || misfit.free.filter((slot) => isNear(keyword, slot.name)).length > 1) return undefined;
  return { description: `Pass it as '${meant}'`, isSafe: false, edits: [replace(name, meant)] };
}

const words = (name: string): number => name.split("_").length;
