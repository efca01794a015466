import { rule } from "../../src/engine/rule.js";
import { isUncalled } from "../../src/concepts/objects/unused.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import type { Prefilter } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { isInName } from "../../src/words.js";
import { everyWayAgain, sameSetAgain, unchangedAgain } from "./endless-recursion/ways.js";
import { isCopied } from "./endless-recursion/set-when-made.js";
import { againsOf, isAlwaysItself, isAskedByPython, type Again } from "./endless-recursion/agains.js";

/**
 * A function calls itself on every way through it, or with just what it was given.
 *
 * It ends in `RecursionError`, after a thousand calls that have each done their part once more. Typical are a property
 * that reads or sets itself where the attribute behind it was meant, a wrapper that was given the name of what it wraps,
 * and a `__getattr__` that reads an attribute which is never set.
 *
 * @bad
 * ```python
 * class Account:
 *     def __init__(self, balance):
 *         self._balance = balance
 *
 *     @property
 *     def balance(self):
 *         return self.balance
 * ```
 * @good
 * ```python
 * class Account:
 *     def __init__(self, balance):
 *         self._balance = balance
 *
 *     @property
 *     def balance(self):
 *         return self._balance
 * ```
 * @limits Calls of the same function on the same object alone, on every way through it or with just what it was given and nothing done before; functions that call each other in turn are left alone, and so is a method
 * that a subclass overrides. A `__getattr__` that reads what only the constructor sets, and so fails for an object that is being copied or
 * unpickled, is reported with `--audit` where its own file copies none, and so is a function that nothing else of the project speaks of.
 * @off Nothing is gained by it.
 * @see https://docs.python.org/3/library/exceptions.html#RecursionError
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    for (const node of module.definitions("function_definition")) {
      const name = node.field("name")?.text ?? "";
      const body = node.field("body");
      if (!body || !(isAskedByPython(name) || module.mayHold(ownName(name), body)) || node.isBrokenInside) continue;
      const definition = module.function(node);
      const again = againsOf(definition);
      const at = again && everyWayAgain(definition, again.isAt);
      const place = at ?? (again && sameAgainIn(definition, again));
      // Who derives from its class is asked last: it takes a search of the project.
      if (!again || !place || !isAlwaysItself(definition)) continue;
      const message = at || again.how !== "calls" ? messageFor(definition, again, place) : sameAgain(definition);
      const isUnseen = again.isOfCopies === true && !isCopied(definition);
      yield { at: place, message, likely: isUnseen || isUncalled(definition) };
    }
  },
});

/** Where a function comes to itself as it was entered, though other ways through it end. */
function sameAgainIn(definition: FunctionDefinition, { how, isAt }: Again): Node | undefined {
  if (how === "calls") return unchangedAgain(definition, isAt);
  return how === "sets" && definition.isDecorated("setter") ? sameSetAgain(definition, isAt) : undefined;
}

/** A name as a word that does not follow a call, as that of an overridden method follows `super()`. */
function ownName(name: string): Prefilter {
  return {
    name: `the name '${name}'`,
    mayHold: (text) => {
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const isWhole = !isInName(text.charCodeAt(at - 1)) && !isInName(text.charCodeAt(at + name.length));
        if (isWhole && !text.startsWith(").", at - 2)) return true;
      }
      return false;
    },
  };
}

const sameAgain = ({ qualifiedName }: FunctionDefinition): string =>
  `This ends in RecursionError: '${qualifiedName}' calls itself with what it was given, and comes here again.`;

function messageFor({ qualifiedName }: FunctionDefinition, { how, lacking, isOfCopies }: Again, at: Node): string {
  const missing = lacking?.(at);
  if (missing !== undefined && isOfCopies === true)
    return `An object that is being copied or unpickled has no '${missing}' yet, so that '${qualifiedName.split(".").at(-1) ?? ""}' calls itself to find it, until RecursionError.`;
  if (missing !== undefined)
    return `'${missing}' is never set, so that '${qualifiedName.split(".").at(-1) ?? ""}' calls itself to find it, until RecursionError.`;
  switch (how) {
    case "reads":
      return `'${qualifiedName}' reads itself: that ends in RecursionError.`;
    case "sets":
      return `'${qualifiedName}' sets itself: that ends in RecursionError.`;
    case "calls":
      return `This ends in RecursionError: every way through '${qualifiedName}' calls it again.`;
  }
}
