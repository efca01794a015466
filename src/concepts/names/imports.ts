import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";
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

/** How grave it is that an import fails: at the top of a file, all that import it fail with it. */
export function severityOf(module: Module, statement: Node): "critical" | "high" {
  return statement.parent === module.root && isImported(module) ? "critical" : "high";
}

const IMPORTED = question(false);

/** Whether other files of the program import one. */
export function isImported(module: Module): boolean {
  const { project, path } = module;
  return project.once(IMPORTED, module, () => {
    const stem =
      path
        .replace(/\/__init__\.py$|\.py$/, "")
        .split("/")
        .at(-1) ?? "";
    return project.modulesMentioning(stem, module).some((other) => other !== module && imports(other, module, stem));
  });
}

function imports(other: Module, module: Module, stem: string): boolean {
  const { project } = other;
  return (other.usage?.imports ?? []).some(({ module: from, level, members }) => {
    if (from.split(".").at(-1) === stem && project.resolveImport(other, { module: from, level }) === module)
      return true;
    const inside = from === "" ? stem : `${from}.${stem}`;
    return members?.includes(stem) === true && project.resolveImport(other, { module: inside, level }) === module;
  });
}
