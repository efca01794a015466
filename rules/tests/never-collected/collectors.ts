import type { Module } from "../../../src/python/model/module.js";
import { foldersAround, join } from "../../../src/python/model/import-paths.js";

/** What a project has pytest, or unittest, find tests by. */
const HOOKS = [
  "pytest_collect_file",
  "pytest_pycollect_makeitem",
  "pytest_pycollect_makemodule",
  "pytest_generate_tests",
  "load_tests",
];

/** Whether the file, or a `conftest.py` beside or above it, has a way of its own to find tests; one that does not compile may. */
export function hasCollectorOfItsOwn(module: Module): boolean {
  const { project, path } = module;
  const around = foldersAround(path).flatMap((folder) => project.module(join(folder, "conftest.py")) ?? []);
  if (bindsTest(module) || around.some(({ fault }) => fault !== undefined)) return true;
  return [module, ...around].some((one) => HOOKS.some((hook) => one.scopes.module.bindings(hook).length > 0));
}

/** Whether the file says itself what pytest shall make of it. */
function bindsTest(module: Module): boolean {
  const { module: scope } = module.scopes;
  return scope.bindings("__test__").length > 0 || importsNose(module);
}

/** Whether a file is written for nose, which runs what pytest does not. */
function importsNose(module: Module): boolean {
  return [...module.scopes.module.all().values()].flat().some(({ source }) => /^nose\b/.test(source?.module ?? ""));
}
