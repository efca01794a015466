import { explainFaults } from "../../src/concepts/calls/explain.js";
import { expectsTypeError, isPlain, misfitOf } from "../../src/concepts/calls/misfits.js";
import { rule } from "../../src/engine/rule.js";
import { lastNameOf } from "../../src/python/cfg/expression.js";
import { fitTo, type Misfit } from "../../src/python/model/fit.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { signatureOf } from "../../src/python/model/signature.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * An error is raised with arguments that its class does not take.
 *
 * Making the error raises `TypeError`, and that is what leaves: no handler for the error takes it, and what the error was to
 * tell is lost. It happens only when something is wrong already, where no test goes.
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
  mentions: ["raise"],
  *check(module) {
    if (module.isTest) return;
    for (const statement of module.root.descendants("raise_statement")) {
      const [raised] = statement.children;
      const misfit = raised && raised.fieldName !== "cause" && misfitIn(raised, module);
      if (!misfit) continue;
      const { name, at } = misfit.signature;
      yield {
        at: raised,
        message: `'${name}' ${explainFaults(misfit)} ([${whereIs(at)}](1)): a TypeError is raised in its place.`,
        related: [{ at: at.field("name") ?? at, message: `what '${name}' takes is defined here` }],
      };
    }
  },
});

function misfitIn(raised: Node, module: Module): Misfit | undefined {
  if (raised.kind !== "call") return misfitUncalled(raised, module);
  const call = module.call(raised);
  return call.targets.every(({ kind }) => kind === "class") ? misfitOf(call) : undefined;
}

/** `raise Missing` makes the error without arguments. */
function misfitUncalled(raised: Node, module: Module): Misfit | undefined {
  if (raised.kind !== "identifier" && raised.kind !== "attribute") return undefined;
  const fits = module.valuesOf(raised).map((value) => {
    const isNamed = value.kind === "class" && value.definition.name === lastNameOf(raised);
    const signature = isNamed ? signatureOf(value) : undefined;
    return signature && isPlain(signature) ? fitTo({ arguments: [], positional: [], hasSplat: false, node: raised }, signature) : undefined;
  });
  const misfits = fits.filter((fit) => fit?.kind === "misfit");
  return misfits.length === fits.length && !expectsTypeError(raised) ? misfits[0] : undefined;
}
