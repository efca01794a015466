import { isAskedFor } from "../../src/concepts/names/asked-for.js";
import { neededImport, severityOf } from "../../src/concepts/names/imports.js";
import { missingModules, type MissingModule } from "../../src/concepts/names/missing-modules.js";
import { rule, type Report } from "../../src/engine/rule.js";
import type { Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A module of the project's own package is imported that is not there.
 *
 * The import raises `ModuleNotFoundError`: at the top of a file as soon as anybody imports that, in a function when it is
 * called for the first time. The module was renamed, moved or never committed.
 *
 * @bad
 * ```python
 * # greenhouse/__init__.py
 *
 * # greenhouse/plan.py
 * from greenhouse.weather import forecast
 * ```
 * @good
 * ```python
 * # greenhouse/__init__.py
 *
 * # greenhouse/forecasts.py
 * def forecast(day): ...
 *
 * # greenhouse/plan.py
 * from greenhouse.forecasts import forecast
 * ```
 * @limits Left alone is what may come from elsewhere: compiled and generated modules, those that a build file or `.gitignore` speaks of,
 * packages that extend their own path, that several distributions share or that exist twice, imports in a `try` that handles
 * their error, under `TYPE_CHECKING` or for some version of Python, and where the code has asked whether its file is there. A relative import in a folder without `__init__.py`, over which
 * other files may be laid, is reported with `--audit`. Tests are not looked at.
 * It is `high` in a function, `critical` at the top of a file that leads to a start which the files beside the program name, and `low` at the top of any other:
 * what fails as it is imported hardly goes unseen in a program that runs.
 * @off In trees of which parts are taken away before they are scanned.
 * @see https://docs.python.org/3/library/exceptions.html#ModuleNotFoundError
 */
export default rule({
  severity: "low",
  *check(module) {
    for (const missing of missingModules(module)) {
      const statement = neededImport(module, missing.at);
      if (statement && !isAskedFor(statement, missing.name)) yield report(module, missing, statement);
    }
  },
});

function report(
  module: Module,
  { parent, dotted, name, isInModule, isPortion }: MissingModule,
  statement: Node,
): Report {
  const related = parent
    ? [{ at: parent.root.children[0] ?? parent.root, message: "the package that it is imported from" }]
    : [];
  return {
    at: statement.field("module_name") ?? statement.field("name") ?? statement,
    message: isInModule
      ? `'${name}' is a module, and no package with modules in it.`
      : `'${dotted}' has no module '${name}'.`,
    related,
    advice: `Add the module '${name}', or import from the one that took its place`,
    cause: parent && { at: parent.root, name },
    severity: severityOf(module, statement),
    likely: isPortion,
  };
}
