import { isMade } from "./made-modules.js";
import { isOwn } from "./ownership.js";
import type { WrittenImport } from "../../python/grammar/usage.js";
import type { LostImport } from "../../python/model/import-paths.js";
import type { Module } from "../../python/model/module.js";
import { STANDARD_LIBRARY } from "../../python/tables/stdlib.js";

/** An import of a module that a package of the project should hold and does not. */
export interface MissingModule {
  readonly at: WrittenImport;
  /** The file of the package, when it has one. */
  readonly parent: Module | undefined;
  /** The package as people name it. */
  readonly dotted: string;
  readonly name: string;
  readonly isInModule: boolean;
  /** Whether the folder has no `__init__.py`, and a relative import counts on more of it than the project holds. */
  readonly isPortion: boolean;
}

/** What the imports of a file ask for and the project's own packages do not hold, guarded or not. */
export function* missingModules(module: Module): Generator<MissingModule> {
  const { project } = module;
  if (module.isTest || module.path.includes("{")) return;
  for (const at of module.usage?.imports ?? []) {
    const [first = ""] = at.module.split(".", 1);
    if (at.module === "" || (at.level === 0 && (STANDARD_LIBRARY.has(first) || !project.isOwnPackage(module, at))))
      continue;
    if (project.nearby(module, at)) continue;
    const lost = project.lostImport(module, at);
    if (!lost || isUnreadable(module, lost) || mayBeElsewhere(module, at, lost)) continue;
    const parent = project.module(`${lost.folder}/__init__.py`);
    const written = at.module.split(".").slice(0, lost.depth).join(".");
    const dotted =
      at.level === 0 ? written : ((parent && project.namesOf(parent.path)[0]) ?? lost.folder.replaceAll("/", "."));
    const isPortion = at.level > 0 && !parent && !lost.isInModule;
    yield { at, parent, dotted, name: lost.name, isInModule: lost.isInModule, isPortion };
  }
}

/** Whether the module is there, and nobody can read it: it is no text. */
function isUnreadable({ project }: Module, { folder, name, isInModule }: LostImport): boolean {
  return isInModule && project.textAt(folder === "" ? `${name}.py` : `${folder}/${name}.py`) === undefined;
}

function mayBeElsewhere(module: Module, at: WrittenImport, { folder, name, depth }: LostImport): boolean {
  const { project } = module;
  if (!isOwn(module, at, rootOf(folder, depth))) return true;
  if (isAside(folder, module.path) || isMade(project, folder === "" ? name : `${folder}/${name}`)) return true;
  if (extendsPath(module, folder) || project.resolveImport(module, at)) return true;
  return at.level === 0 && project.hasNamesake(at.module);
}

/** A folder so many levels up. */
const rootOf = (folder: string, depth: number): string =>
  folder
    .split("/")
    .slice(0, -depth || undefined)
    .join("/");

/** Folders of programs that stand beside the project, and may be called as what they show. */
const ASIDE =
  /(^|\/)(examples?|samples?|demos?|docs?|tests?|testing|fixtures|templates?|vendor|_vendor|vendored|third_party|extern|external)\//;

/** Whether a package is not the file's own, and stands where others show how something is used. */
function isAside(folder: string, path: string): boolean {
  return ASIDE.test(`${folder}/`) && !path.startsWith(`${folder}/`);
}

/** What a package speaks of that extends its own path, or puts modules where imports look first. */
const EXTENDS = ["__path__", "extend_path", "declare_namespace", "meta_path", "modules"];

/** Whether a package on the way changes where its modules are looked for. */
function extendsPath(module: Module, folder: string): boolean {
  for (let at = folder; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const init = module.project.module(`${at}/__init__.py`);
    if (!init) return false;
    if (EXTENDS.some((name) => init.identifiers(name).length > 0)) return true;
  }
  return false;
}
