import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { imports } from "../objects/unused.js";
import { nameOf } from "./module-names.js";

const SCRIPT = question(false);

/** Whether a file is started by itself, and no other one imports it. */
export function isScript(module: Module): boolean {
  return module.project.once(SCRIPT, module, () => {
    const name = nameOf(module.path);
    const isStarted = module.source.startsWith("#!") || module.spelled("__main__").length > 0 || name === "setup";
    return (
      isStarted &&
      !module.project.modulesMentioning(name, module).some((other) => other !== module && imports(other, name))
    );
  });
}
