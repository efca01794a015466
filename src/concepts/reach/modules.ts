import { isLeftOut } from "./applications.js";
import { importersOf, importsOthers } from "./importers.js";
import { mayBeLoaded } from "./loaders.js";
import { isDeploymentTold, isInterface, isModuleNamedOutside, programAround } from "./outside.js";
import { isHandTool, isLookedFor, mayPackageStart, mayStart, serves, startsItself } from "./starts.js";
import { foldersAround, join } from "../../python/model/import-paths.js";
import type { Module } from "../../python/model/module.js";
import { HAND_FOLDER, SERVES_BY_ROLE } from "../../python/tables/scripts.js";
import { question } from "../../python/model/solver.js";

/** Who runs a module: the program, scripts that somebody starts by hand, tests alone, or nobody. */
type Runner = "program" | "hand" | "tests" | "nobody";

const RUN_BY = question<Runner>("program");
const REACHED = question(true);
const LIVE = question(false);

/**
 * Whether nothing of the project runs a module: it starts nothing, and no module, loader or file beside the program leads
 * to it, or only modules to which nothing leads themselves. Where the project shows no program that imports its modules,
 * nothing is said, nor of what others may import from a distribution.
 */
export const isIdle = (module: Module): boolean => runBy(module) === "nobody";

/** Whether only scripts that somebody starts by hand lead to a module, or it is one of them. */
export const isByHand = (module: Module): boolean => runBy(module) === "hand";

/** Whether nothing but tests leads to a module. */
export const isForTests = (module: Module): boolean => runBy(module) === "tests";

/** What begins with whatever leads to a module. */
function runBy(module: Module): Runner {
  return module.project.once(RUN_BY, module, () => {
    // Nobody knows what a file does that does not compile.
    if (module.fault) return "program";
    const leading = new Set([module]);
    let run: Runner = "nobody";
    for (const one of leading) {
      if (isStartedByHand(one)) run = "hand";
      else if (isReached(one)) return "program";
      const importers = importersOf(one);
      if (!importers || leading.size > MOST_IMPORTERS) return "program";
      if (run === "nobody" && importers.some(({ isTest }) => isTest)) run = "tests";
      for (const importer of importers) if (!importer.isTest) leading.add(importer);
    }
    return run;
  });
}

/** Whether a module is run whether others import it or not, as far as can be seen. */
function isReached(module: Module): boolean {
  return module.project.once(REACHED, module, () => {
    const isPackage = module.path.endsWith("/__init__.py");
    if (module.isTest || isInterface(module)) return true;
    if (isLeftOut(module) && !startsItself(module)) return isModuleNamedOutside(module);
    if (isPackage ? mayPackageStart(module) : mayStart(module)) return true;
    return isModuleNamedOutside(module) || mayBeLoaded(module) || !(isBesideProgram(module) || isAmongTools(module));
  });
}

/** Whether a module lies in a folder of tools beside a program. */
function isAmongTools(module: Module): boolean {
  return HAND_FOLDER.test(module.path) && hasProgram("", module, false);
}

/** Whether a module is a tool that somebody starts by hand, beside a program or a distribution that others use. */
function isStartedByHand(module: Module): boolean {
  if (!(isHandTool(module) || isTriedInPlace(module)) || isModuleNamedOutside(module)) return false;
  return isInterface(module) || hasProgram("", module, false);
}

/** Whether a module is started by itself alone, in a package or where what deploys the program says what is started, and does not say that. */
function isTriedInPlace(module: Module): boolean {
  const { path, project } = module;
  if (!startsItself(module) || isLookedFor(module) || serves(module, SERVES_BY_ROLE) || mayBeLoaded(module))
    return false;
  if (isDeploymentTold(module)) return true;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return !serves(module) && project.holdsPath(join(folder, "__init__.py"));
}

/**
 * Whether a start that imports others is itself imported from the folder that a module is, as those of one program are, or
 * lies in the folder of the program around it.
 */
export function isBesideProgram(module: Module): boolean {
  const { path, project } = module;
  const around = programAround(path, project);
  if (foldersAround(path).some((folder) => project.holdsPath(join(folder, "__main__.py")))) return true;
  return hasProgram(rootOf(module), module, true) || (around !== undefined && hasProgram(around, module, false));
}

/** The folder that a module is imported from. */
export function rootOf({ path, project }: Module): string {
  return foldersAround(path).find((folder) => !project.holdsPath(join(folder, "__init__.py"))) ?? "";
}

/**
 * Whether two modules may be of one program: one of the folders that they are imported from holds the other, and not each has a
 * start of its own from which nothing leads over to the other.
 */
export function mayBeOfOneProgram(one: Module, other: Module): boolean {
  const [first, second] = [rootOf(one), rootOf(other)].sort((a, b) => a.length - b.length);
  if (first === undefined || second === undefined || first === second) return true;
  if (first !== "" && !second.startsWith(`${first}/`)) return false;
  const areStarted = hasProgram(first, one, true) && hasProgram(second, one, true);
  return !areStarted || isImportedFrom(one, rootOf(other)) || isImportedFrom(other, rootOf(one));
}

/** Whether what is imported from a folder may lead to a module, through whatever imports it. */
function isImportedFrom(module: Module, folder: string): boolean {
  const found = new Set([module]);
  for (const one of found) {
    const importers = importersOf(one);
    if (!importers || found.size > MOST_IMPORTERS || importers.some((importer) => rootOf(importer) === folder))
      return true;
    for (const importer of importers) found.add(importer);
  }
  return false;
}

/** Beyond so many modules that lead to one, any may. */
const MOST_IMPORTERS = 60;

/** @param isRoot whether what stands in folders of its own below the folder is another program */
function hasProgram(folder: string, module: Module, isRoot: boolean): boolean {
  const { project } = module;
  const isStart = (one: Module): boolean =>
    STARTS.test(one.source) &&
    !one.isExample &&
    !one.isCopy &&
    !isHandTool(one) &&
    (!isRoot || rootOf(one) === folder) &&
    // What starts Django names its settings, which name all else.
    (importsOthers(one) || one.source.includes("DJANGO_SETTINGS_MODULE"));
  const search = (): boolean => STARTED.some((word) => project.modulesBelow(folder, word, module).some(isStart));
  return project.once(LIVE, project, search, `${String(isRoot)} ${folder}`);
}

/** Words of which a start has one. */
const STARTED = ["__main__", "FastAPI", "Flask", "Celery", "Sanic", "Quart"];
const STARTS = /__main__|\b(?:FastAPI|Flask|Celery|Sanic|Quart)[\s\\]*\(/;
