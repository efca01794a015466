import { importersOf } from "../../../src/concepts/reach/importers.js";
import { isCommandLineTool, isModuleNamedOutside } from "../../../src/concepts/reach/outside.js";
import { isForScript } from "../../../src/concepts/threads/serving.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { BUILDS, GOES_ON } from "../../../src/python/tables/blocking.js";
import type { Node } from "../../../src/syntax/node.js";

/** How far up the callers of a function are followed to the scripts that they all are. */
const MOST_UP = 3;

const WATCHED = question(false);

/**
 * Whether somebody looks on where a request waits, and would end it: it builds, releases or sets something up, stands at the
 * top of a file that nothing imports, is asked by scripts alone, or by a command that is typed.
 */
export function isWatched(node: Node, around: FunctionDefinition | undefined): boolean {
  const module = moduleOf(node);
  if (BUILDS.test(module.path)) return true;
  if (around === undefined && isRunByHand(module)) return true;
  return (around !== undefined && isForScriptsAlone(around, MOST_UP)) || isCommandLineTool(module);
}

/** Whether a file does its work as it is started, which nothing of the project does. */
function isRunByHand(module: Module): boolean {
  return importersOf(module)?.length === 0 && !isModuleNamedOutside(module) && !GOES_ON.test(module.source);
}

/** Whether a function has callers, and all of them are scripts, which end when they are through. */
function isForScriptsAlone(definition: FunctionDefinition, up: number): boolean {
  const { project } = definition.module;
  const find = (): boolean => {
    const callers = project.callersOf(definition).filter(({ call }) => !call.module.isTest);
    return callers.length > 0 && callers.every(({ call }) => isOfScript(call.node, up - 1));
  };
  return !GOES_ON.test(definition.module.source) && project.once(WATCHED, definition, find, String(up));
}

function isOfScript(node: Node, up: number): boolean {
  const module = moduleOf(node);
  const around = module.functionAround(node);
  if (GOES_ON.test(module.source) || isModuleNamedOutside(module)) return false;
  return isForScript(node, around) || (up > 0 && around !== undefined && isForScriptsAlone(around, up));
}
