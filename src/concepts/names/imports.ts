import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";
import { importersOf } from "../reach/importers.js";
import { nameOf } from "../reach/module-names.js";
import { isModuleNamedOutside } from "../reach/outside.js";
import { isCaught } from "../../python/cfg/exceptions.js";
import { NOT_IMPORTED, runsElsewhere } from "./guards.js";

/** The statement of an import that runs whenever its file or function does, and must succeed; undefined otherwise. */
export function neededImport(module: Module, { at }: WrittenImport): Node | undefined {
  const leaf = module.tree.partAt(at).leafAt(at);
  const statement = leaf?.kind.startsWith("import_") === true ? leaf : leaf?.parent;
  if (!statement || !/^import_(from_)?statement$/.test(statement.kind) || statement.isBroken) return undefined;
  if (runsElsewhere(statement) || isCaught(statement, NOT_IMPORTED, () => true)) return undefined;
  return module.graphAround(statement).isReachable(statement) ? statement : undefined;
}

/**
 * How grave it is that an import fails: at the top of a file all that import it fail with it, which hardly goes unseen in a program
 * that runs, unless it is that which the files beside the program start. In a function nobody hears of it until that is called.
 */
export function severityOf(module: Module, statement: Node): "critical" | "high" | "low" {
  if (statement.parent !== module.root) return "high";
  const leading = new Set([module]);
  for (const one of leading) {
    if (isModuleNamedOutside(one)) return "critical";
    if (leading.size > MOST_IMPORTERS) return "low";
    for (const importer of importersOf(one) ?? []) if (!importer.isTest) leading.add(importer);
  }
  return "low";
}

/** Beyond so many modules that lead to one, nobody can tell. */
const MOST_IMPORTERS = 60;

const IMPORTING = question<readonly Module[]>([]);

/** Whether other files of the program import one. */
export function isImported(module: Module): boolean {
  return importing(module).length > 0;
}

function importing(module: Module): readonly Module[] {
  const { project, path } = module;
  return project.once(IMPORTING, module, () => {
    const stem = nameOf(path);
    return project.modulesMentioning(stem, module).filter((other) => other !== module && imports(other, module, stem));
  });
}

function imports(other: Module, module: Module, stem: string): boolean {
  const { project } = other;
  return (other.usage?.imports ?? []).some(({ module: from, level, members }) => {
    const parts = from.split(".");
    // Whatever a package holds is imported through it.
    const isOnWay = (part: string, index: number): boolean =>
      part === stem && project.resolveImport(other, { module: parts.slice(0, index + 1).join("."), level }) === module;
    if (parts.some(isOnWay)) return true;
    const inside = from === "" ? stem : `${from}.${stem}`;
    return members?.includes(stem) === true && project.resolveImport(other, { module: inside, level }) === module;
  });
}
