import { importersOf, importsOthers, nameOf } from "./importers.js";
import { mayBeLoaded } from "./loaders.js";
import { foldersAround, inFolder, isInterface, isNamedOutside, programAround } from "./outside.js";
import { mayStart } from "./starts.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";

const ALONE = question(false);
const IDLE = question(false);
const LIVE = question(false);

/**
 * Whether nothing of the project runs a module: it starts nothing, and no module, loader or file beside the program leads
 * to it, or only modules to which nothing leads themselves. Where the project shows no program that imports its modules,
 * nothing is said, nor of what others may import from a distribution.
 */
export function isIdle(module: Module): boolean {
  return module.project.once(IDLE, module, () => isReachedBy(module, (importer) => !isAlone(importer)));
}

function isAlone(module: Module): boolean {
  return module.project.once(ALONE, module, () => isReachedBy(module, () => true));
}

function isReachedBy(module: Module, counts: (importer: Module) => boolean): boolean {
  // Nobody knows what a file does that does not compile.
  if (module.fault || module.isTest || mayStart(module) || isInterface(module)) return false;
  const importers = importersOf(module);
  if (!importers || importers.some(counts)) return false;
  return !isNamedOutside(module, nameOf(module.path)) && !mayBeLoaded(module) && isBesideProgram(module);
}

/** Whether the folder that a module is imported from, or that of a program around it, has a start that imports others. */
export function isBesideProgram(module: Module): boolean {
  const { project } = module;
  const root = foldersAround(module.path).find((folder) => !project.holdsPath(inFolder(folder, "__init__.py"))) ?? "";
  return [root, programAround(module.path, project)].some(
    (folder) => folder !== undefined && hasProgram(folder, module),
  );
}

function hasProgram(folder: string, module: Module): boolean {
  const { project } = module;
  const isStart = (one: Module): boolean =>
    STARTS.test(one.source) && !one.isExample && !one.isCopy && importsOthers(one);
  const search = (): boolean => STARTED.some((word) => project.modulesBelow(folder, word, module).some(isStart));
  return project.once(LIVE, project, search, folder);
}

/** Words of which a start has one. */
const STARTED = ["__main__", "FastAPI", "Flask", "Celery", "Sanic", "Quart"];
const STARTS = /__main__|\b(?:FastAPI|Flask|Celery|Sanic|Quart)[\s\\]*\(/;
