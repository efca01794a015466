import { neededImport, severityOf } from "../../src/concepts/names/imports.js";
import { namesOfModule } from "../../src/concepts/names/exports.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { replace } from "../../src/python/editing/edit.js";
import { closest } from "../../src/python/model/closest.js";
import type { Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { missingNames } from "../../src/concepts/names/missing-names.js";
import { homeOf } from "../../src/concepts/names/home.js";

/**
 * A name is imported from a module of the project that does not define it.
 *
 * The import raises `ImportError`: at the top of a file as soon as anybody imports that, in a function when it is called for
 * the first time. It is left behind when a function is renamed or moved, or by a merge.
 *
 * @bad
 * ```python
 * # valves.py
 * def open_valve(number): ...
 *
 * # plan.py
 * from valves import close_valve
 * ```
 * @good
 * ```python
 * # valves.py
 * def open_valve(number): ...
 *
 * # plan.py
 * from valves import open_valve
 * ```
 * @limits Left alone are modules that compute names (`__getattr__`, `globals()`, `exec`, entries of `sys.modules`), take over all names
 * of a module that was not found, or do not compile; imports in a `try` that handles their error, under `TYPE_CHECKING` or
 * for some version of Python; names that a compiled module beside it may define, or one that a build file computes; and what one
 * of several modules has that an absolute import may mean. Tests are not looked at.
 * It is `high` in a function, `critical` at the top of a file that leads to a start which the files beside the program name, and `low` at the top of any other:
 * what fails as it is imported hardly goes unseen in a program that runs.
 * @off In trees of which parts are taken away before they are scanned.
 * @see https://docs.python.org/3/library/exceptions.html#ImportError
 */
export default rule({
  severity: "low",
  fixes: ["unsafe"],
  *check(module) {
    for (const { target, name, at } of missingNames(module)) {
      const statement = neededImport(module, at);
      const item = statement && itemOf(statement, name);
      if (item) yield report(module, { target, name, statement, item });
    }
  },
});

interface Missing {
  readonly target: Module;
  readonly name: string;
  readonly statement: Node;
  readonly item: Node;
}

function itemOf(statement: Node, name: string): Node | undefined {
  return statement.fields("name").find((item) => nameIn(item).text === name);
}

const nameIn = (item: Node): Node => (item.kind === "aliased_import" ? (item.field("name") ?? item) : item);

function report(module: Module, missing: Missing): Report {
  const { target, name, statement, item } = missing;
  const home = homeOf(module, name);
  const hint = home ? undefined : closest(name, namesOfModule(target) ?? new Set());
  const place = `'${spelled(statement)}' ([${target.path.split("/").at(-1) ?? ""}](1))`;
  const told = home ? `; '${home.dotted}' does` : hint === undefined ? "" : `; '${hint}' is the closest name`;
  return {
    at: nameIn(item),
    message: `${place} defines no '${name}'${told}.`,
    related: [{ at: target.root.children[0] ?? target.root, message: "the module that it is imported from" }],
    cause: { at: target.root, name },
    severity: severityOf(module, statement),
    advice: `Define '${name}' in '${target.path}', or import what that defines${hint === undefined ? "" : `: '${hint}'`}`,
    fix: home ? moved(missing, home.dotted) : hint === undefined ? undefined : renamed(missing, hint),
  };
}

function spelled(statement: Node): string {
  return statement.field("module_name")?.text.replace(/\s+/g, "") ?? "";
}

/** Takes the name from where it is, when the statement takes nothing else. */
function moved({ statement }: Missing, dotted: string): Fix | undefined {
  const from = statement.field("module_name");
  if (!from || statement.fields("name").length > 1) return undefined;
  return { description: `Import from '${dotted}'`, isSafe: false, edits: [replace(from, dotted)] };
}

/** Names that are the same but for case and underscores are a slip. */
const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

function renamed({ item, name }: Missing, hint: string): Fix | undefined {
  if (plain(name) !== plain(hint)) return undefined;
  const text = item.kind === "aliased_import" ? hint : `${hint} as ${name}`;
  return { description: `Import '${hint}'`, isSafe: false, edits: [replace(nameIn(item), text)] };
}
