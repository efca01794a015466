import { homeOf, importedElsewhere } from "../../src/concepts/names/home.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { closest } from "../../src/python/model/closest.js";
import { addedImport } from "../../src/python/editing/import-edit.js";
import type { Module } from "../../src/python/model/module.js";
import type { Binding, Scope } from "../../src/python/model/scope.js";
import { BUILTINS, PYTHON_2_METHODS } from "../../src/python/tables/builtins.js";
import type { Node } from "../../src/syntax/node.js";
import { readsOfCheckersNames } from "./undefined-name/for-checkers.js";
import { undefinedReads } from "./undefined-name/reads.js";

/**
 * A name is read that nothing defines.
 *
 * The line raises `NameError` when it runs: a misspelt name, an import that was forgotten or removed, a variable of another
 * function, something that only `if TYPE_CHECKING:` imports. It hides where nobody looks before production does, in an error handler
 * or a rare branch.
 *
 * @bad
 * ```python
 * import json
 *
 * def load(path):
 *     with open(path) as file:
 *         return json.load(fiel)
 * ```
 * @good
 * ```python
 * import json
 *
 * def load(path):
 *     with open(path) as file:
 *         return json.load(file)
 * ```
 * @limits Left alone is what may be defined out of sight: by `import *` from a module that was not found, `exec`, `globals()`, something
 * that installs a builtin, a metaclass that prepares the body of a class, code that may set the module's global from
 * outside (`plugin.logger = …`), a handler for `NameError`; and reads under a test such as `"x" in locals()`. Names in annotations
 * that are not evaluated, in code that cannot be reached, and those that only Python 2 has are reported with `--audit`. Tests
 * are not looked at.
 * @off In files that another program runs with names of its own.
 * @see https://docs.python.org/3/library/exceptions.html#NameError
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  *check(module) {
    const reads = [...undefinedReads(module)];
    // So many names of one file are missing for one reason: what gave them all is gone.
    const areMany = new Set(reads.map(({ name }) => name)).size > MOST_ALONE;
    for (const { node, name, likely } of reads)
      yield { ...report(module, node, name, likely), cause: { at: module.root, ...(!areMany && { name }) } };
    for (const { node, binding } of readsOfCheckersNames(module))
      yield {
        at: node,
        message: `'${node.text}' is not defined when this runs: line [${module.lineOf(binding)}](1) imports it for type checkers alone.`,
        related: [{ at: binding, message: "under 'TYPE_CHECKING'" }],
        cause: { at: binding },
      };
  },
});

/** Undefined names of one file that are each looked at alone. */
const MOST_ALONE = 12;

function report(module: Module, node: Node, name: string, likely: boolean): Report {
  const owner = unseenOwner(module, node, name);
  if (owner) return ofClassBody(module, node, name, owner, likely);
  const elsewhere = importedElsewhere(module, name);
  const home = elsewhere ? undefined : homeOf(module, name);
  const missing = elsewhere?.statement ?? (home && `from ${home.dotted} import ${name}`);
  const hint = missing === undefined && name.length > 3 ? closest(name, likesOf(name, module, node)) : undefined;
  const told = elsewhere
    ? `; other files import it${elsewhere.from === undefined ? "" : ` from '${elsewhere.from}'`}`
    : home
      ? `; '${home.dotted}' defines it`
      : hint === undefined
        ? ""
        : `; '${hint}' is the closest name`;
  return {
    at: node,
    message: `'${name}' is not defined${told}.`,
    likely,
    // Nobody calls the method any more.
    ...(PYTHON_2_METHODS.has(module.functionAround(node)?.name ?? "") && { severity: "low" as const }),
    advice: hint === undefined ? `Define '${name}', or import it` : `Read '${hint}', or define '${name}'`,
    fix: missing === undefined ? undefined : importing(module, missing),
  };
}

/** The binding of a name in the body of the class around a place, which what stands within that body does not see. */
function unseenOwner(module: Module, node: Node, name: string): Binding | undefined {
  const innermost = module.scopes.around(node);
  for (let scope: Scope | undefined = innermost.outer; scope; scope = scope.outer) {
    const [binding] = scope.isClass ? scope.bindings(name) : [];
    if (binding) return binding;
  }
  return undefined;
}

function ofClassBody(module: Module, node: Node, name: string, { node: at, scope }: Binding, likely: boolean): Report {
  const owner = scope.node.field("name")?.text ?? "the class";
  return {
    at: node,
    message: `'${name}' is not defined here: line [${module.lineOf(at)}](1) binds it in the body of '${owner}', which what stands within that body does not see.`,
    likely,
    related: [{ at, message: "bound here" }],
    advice: `Read '${owner}.${name}' in a method, and move what a comprehension needs out of the body of the class`,
  };
}

/** The import that was forgotten, or was taken away. */
function importing(module: Module, statement: string): Fix | undefined {
  const edit = addedImport(module, statement);
  return edit && { description: `Add '${statement}'`, isSafe: false, edits: [edit] };
}

/** The names that may have been meant at a place: not the class that a variable is called after. */
function likesOf(wanted: string, module: Module, node: Node): ReadonlySet<string> {
  const names = new Set(BUILTINS);
  const isVariable = /^_*[a-z]/.test(wanted);
  const innermost = module.scopes.around(node);
  for (let scope = innermost; ;) {
    if (!scope.isClass || scope === innermost)
      for (const name of scope.all().keys()) if (!isVariable || !/^_*[A-Z]/.test(name)) names.add(name);
    if (!scope.outer) return names;
    scope = scope.outer;
  }
}
