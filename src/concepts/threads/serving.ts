import { backgroundOf } from "./background.js";
import { readTest } from "./endless-loop.js";
import { isScript } from "../reach/script.js";
import { givenByFramework } from "../../python/model/callbacks.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { COMMAND_DECORATORS, COMMANDS } from "../../python/tables/blocking.js";
import { SERVED } from "../../python/tables/http-clients.js";
import { MIGRATIONS } from "../../python/tables/sql.js";
import type { Node } from "../../syntax/node.js";

/** How far up the callers of a function are asked whether they serve. */
const MOST_CALLERS_UP = 2;

const SERVES = question(false);

/** Whether a place runs in a handler, a job or an endless loop: what waits there for ever, waits in the service's way. */
export function servesIn(node: Node, around: FunctionDefinition | undefined, depth = MOST_CALLERS_UP): boolean {
  return isInEndlessLoop(node) || (around !== undefined && serves(around, depth));
}

function serves(definition: FunctionDefinition, depth: number): boolean {
  const { project } = definition.module;
  const find = (): boolean =>
    isHandler(definition) ||
    backgroundOf(definition) !== undefined ||
    (depth > 0 &&
      project.callersOf(definition).some(({ call }) => {
        return !call.module.isTest && servesIn(call.node, call.module.functionAround(call.node), depth - 1);
      }));
  return project.once(SERVES, definition, find, String(depth));
}

function isHandler(definition: FunctionDefinition): boolean {
  const { decorators, module, parameters } = definition;
  if (parameters.some((parameter) => givenByFramework(parameter) !== undefined)) return true;
  return decorators.some((decorator) => module.apiPathsOf(decorator).some((path) => SERVED.test(path)));
}

function isInEndlessLoop(node: Node): boolean {
  for (const outer of node.ancestors()) {
    if (/^(function_definition|lambda|class_definition)$/.test(outer.kind)) return false;
    const test = outer.kind === "while_statement" ? outer.field("condition") : undefined;
    if (test && readTest(test) && !test.contains(node)) return true;
  }
  return false;
}

/** Whether somebody has started what waits, and is there to end it: a script, a command of a command line. */
export function isForScript(node: Node, around: FunctionDefinition | undefined): boolean {
  const module = moduleOf(node);
  if (COMMANDS.test(module.path) || MIGRATIONS.test(module.path) || around?.isDecorated(...COMMAND_DECORATORS) === true)
    return true;
  return isScript(module) && !servesIn(node, around);
}
