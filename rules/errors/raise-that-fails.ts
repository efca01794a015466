import { explainFaults } from "../../src/concepts/calls/explain.js";
import { expectsTypeError } from "../../src/python/cfg/exceptions.js";
import { isPlain, isRaised, wrongCallsIn } from "../../src/concepts/calls/misfits.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { lastNameOf } from "../../src/python/cfg/expression.js";
import { fitTo, type Misfit, type Passed } from "../../src/python/model/fit.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { signatureOf } from "../../src/python/model/signature.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { SPACE } from "../../src/python/prefilter/shapes.js";
import type { Node } from "../../src/syntax/node.js";
import { caughtWithoutBeingExceptions } from "./raise-that-fails/caught.js";
import { raisedWithoutBeingExceptions } from "./raise-that-fails/no-exception.js";

/**
 * An error is raised with arguments that its class does not take.
 *
 * Making the error raises `TypeError`, and that is what leaves: no handler for the error takes it, and what the error was to
 * tell is lost. It happens only when something is wrong already, where no test goes. So it is with what is no exception at all: a
 * text, `NotImplemented`, or an object of a class that derives from none; and with a handler that names such a thing, once
 * anything is raised in its `try`.
 *
 * @bad
 * ```python
 * class NoBerth(Exception):
 *     def __init__(self, harbour, ship):
 *         super().__init__(f"no berth for {ship} in {harbour}")
 *
 * def dock(ship, harbour, berths):
 *     if not berths:
 *         raise NoBerth(f"{harbour} is full")
 *     return berths.pop()
 * ```
 * @good
 * ```python
 * class NoBerth(Exception):
 *     def __init__(self, harbour, ship):
 *         super().__init__(f"no berth for {ship} in {harbour}")
 *
 * def dock(ship, harbour, berths):
 *     if not berths:
 *         raise NoBerth(harbour, ship)
 *     return berths.pop()
 * ```
 * @limits The class has to be one of the project, with a constructor that can be read. What a variable holds is not judged, nor are
 * arguments behind `*args` and `**kwargs`, and what stands where `TypeError` is waited for. Tests are left alone.
 * @off Nothing is gained by it.
 * @see https://docs.python.org/3/reference/simple_stmts.html#the-raise-statement
 */
export default rule({
  severity: "critical",
  fixes: ["safe"],
  mentions: ["raise", "except"],
  *check(module) {
    if (module.isTest) return;
    yield* caughtWithoutBeingExceptions(module);
    const noExceptions = [...raisedWithoutBeingExceptions(module)];
    yield* noExceptions;
    const reported = new Set(noExceptions.map(({ at }) => at));
    for (const wrong of wrongCallsIn(module))
      if (isRaised(wrong) && !reported.has(wrong.call.node)) yield report(wrong.call.node, wrong.misfit);
    for (const statement of module.within(RAISES_NAME, "raise_statement")) {
      const [raised] = statement.children;
      const misfit = raised && misfitUncalled(raised, module);
      if (misfit && !reported.has(raised)) yield report(raised, misfit);
    }
  },
});

function report(at: Node, misfit: Misfit): Report {
  const { name, at: definition } = misfit.signature;
  return {
    at,
    message: `'${name}' ${explainFaults(misfit)} ([${whereIs(definition)}](1)): a TypeError is raised in its place.`,
    related: [{ at: definition.field("name") ?? definition, message: `what '${name}' takes is defined here` }],
  };
}

const NAME = String.raw`[\w\x80-\uffff]+`;
/** A class that is raised as it is, not called. */
const RAISES_NAME = matchesPattern(
  "a class that is raised uncalled",
  new RegExp(
    String.raw`\braise${SPACE}\b${NAME}(?:${SPACE}\.${SPACE}${NAME})*(?![^\S\r\n]*(?:[(.]|(?!from\b)[\w\x80-\uffff]))`,
  ),
);

/** `raise Missing` makes the error without arguments. */
function misfitUncalled(raised: Node, module: Module): Misfit | undefined {
  if (raised.fieldName === "cause" || (raised.kind !== "identifier" && raised.kind !== "attribute")) return undefined;
  const fits = module.valuesOf(raised).map((value) => {
    const isNamed = value.kind === "class" && value.definition.name === lastNameOf(raised);
    const signature = isNamed ? signatureOf(value) : undefined;
    return signature && isPlain(signature) ? fitTo(nothingAt(raised), signature) : undefined;
  });
  const [first, ...others] = fits;
  if (first?.kind !== "misfit" || others.some((fit) => fit?.kind !== "misfit")) return undefined;
  return expectsTypeError(raised) ? undefined : first;
}

const nothingAt = (node: Node): Passed => ({ arguments: [], positional: [], hasSplat: false, node });
