import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";
import { isAskedFor } from "../names/asked-for.js";
import { neededImport } from "../names/imports.js";
import { missingModules } from "../names/missing-modules.js";
import { missingNames } from "../names/missing-names.js";

const BREAK = question<Node | undefined>(undefined);

/**
 * The statement at the top of a file that nothing gets past: an import of a module that the project does not hold, or of a name that
 * one of its modules does not, or an error that is raised whatever happens. Undefined where there is none.
 */
export function breakOf(module: Module): Node | undefined {
  return module.project.once(BREAK, module, () => {
    const raised = module.root.children.find(({ kind }) => kind === "raise_statement");
    const failing = [...missingModules(module)].flatMap(({ at, name, isPortion }) => {
      const statement = isPortion ? undefined : neededImport(module, at);
      return statement?.parent === module.root && !isAskedFor(statement, name) ? [statement] : [];
    });
    const lacking = [...missingNames(module)].flatMap(({ at, name }) => {
      const statement = neededImport(module, at);
      return statement?.parent === module.root && !isAskedFor(statement, name) ? [statement] : [];
    });
    return [...failing, ...lacking, ...(raised ? [raised] : [])].sort((a, b) => a.start - b.start)[0];
  });
}
