import { importersOf } from "./importers.js";
import { programAround } from "./outside.js";
import { shownFolder } from "../../python/model/copies.js";
import type { Module } from "../../python/model/module.js";

/** Whether a file is a copy that was put away beside the program. */
export function isPutAway({ isCopy, path, project }: Module): boolean {
  return isCopy && programAround(path, project, (folder) => !project.isCopy(`${folder}/_.py`)) !== undefined;
}

/** Whether a file shows how the program around it is used: it is in a folder for that, and nothing outside of it imports it. */
export function isShown(module: Module): boolean {
  const { path, project, isExample } = module;
  const shown = shownFolder(path);
  const isAround = (folder: string): boolean => shown !== undefined && !`${folder}/`.startsWith(shown);
  if (shown === undefined || programAround(path, project, isAround) === undefined) return false;
  return isExample || (/(^|\/)examples?\/$/i.test(shown) && !isImportedInto(module, shown));
}

/** Whether something outside of a folder imports a module in there, or the folder as a package. */
function isImportedInto(module: Module, folder: string): boolean {
  return [module, module.project.module(`${folder}__init__.py`)].some((one) => {
    const importers = one && importersOf(one);
    return importers?.some(({ path, isTest }) => !isTest && !path.startsWith(folder)) ?? one !== undefined;
  });
}
