import { isUnfinished } from "../../../src/python/model/attributes.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Store } from "../../../src/python/model/stores.js";
import type { Value } from "../../../src/python/model/value.js";

/** Whether code of another file may set a module's global from outside, as loaders do for their plug-ins: `plugin.logger = …`. */
export function mayBeGivenFromOutside(module: Module, name: string): boolean {
  const givers = module.project.once(GIVERS, module.project, () => giversOf(module, name), name);
  return givers === undefined || givers.some((giver) => giver !== module);
}

const GIVERS = question<readonly Module[] | undefined>([]);

/** The files that may set a global of a name in another module; undefined when they are too many to look at. */
function giversOf(asker: Module, name: string): readonly Module[] | undefined {
  const modules = asker.project.modulesAssigning(name, asker);
  return modules?.filter((module) => module.storesNamed(name).some((store) => mayBeToModule(module, store)));
}

function mayBeToModule(module: Module, { kind, object }: Store): boolean {
  if (kind === "delete" || module.receiverClass(object) || /^(self|cls)$/.test(object.text)) return false;
  const values = module.valuesOf(object);
  return values.length === 0 || values.some(mayBeModule);
}

function mayBeModule(value: Value): boolean {
  if (value.kind === "api") return isOutsideModule(value.path);
  // What is declared to be of an unfinished class may be a module that has its members.
  if (value.kind === "instance") return !isExact(value) && isUnfinished(value.of);
  return value.kind === "module" || value.kind === "parameter" || value.kind === "unknown";
}

/** Whether something from outside may be a module: what a call gives is one where that imports or loads. */
function isOutsideModule(path: string): boolean {
  if (path.endsWith("ModuleType()")) return true;
  return path.includes("()") ? GIVES_MODULES.test(path) : true;
}

const GIVES_MODULES = /import|load|modul|plugin|spec|sys\b/i;
