import { importersOf } from "./importers.js";
import { programAround } from "./outside.js";
import { shownFolder } from "../../python/model/copies.js";
import type { Module } from "../../python/model/module.js";

/** Whether a file is a copy that was put away beside the program. */
export function isPutAway({ isCopy, path, project }: Module): boolean {
  return isCopy && programAround(path, project, (folder) => !project.isCopy(`${folder}/_.py`)) !== undefined;
}

/** Names of files that show how something is used: `routes_example.py`, `examples.py`, `SETUP_SNIPPET.py`. */
const SHOWN_FILE = /(^|\/)(\w+_)?(examples?|snippets?)\.py$/i;

/**
 * Whether a file shows how the program around it is used: it is in a folder for that, and nothing outside of it imports it, or it is
 * called so, and nothing imports it at all.
 */
export function isShown(module: Module): boolean {
  const { path, project, isExample } = module;
  if (SHOWN_FILE.test(path) && programAround(path, project) !== undefined && importersOf(module)?.length === 0)
    return true;
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
