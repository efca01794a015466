import { callsMaking, isRepeated } from "../../../src/concepts/objects/making.js";
import { excludeEachOther } from "../../../src/python/cfg/branches.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { REQUEST_CLASSES } from "../../../src/python/tables/callbacks.js";
import type { Node } from "../../../src/syntax/node.js";

/** How many objects of a class the program makes, as far as its calls show; `unseen` when nothing shows. */
export function objectsMade(of: ClassDefinition): "several" | "one" | "unseen" {
  if (isMadeForEachRequest(of)) return "several";
  const sites = callsMaking(of);
  const [first, ...others] = sites;
  if (!first) return "unseen";
  if (sites.some((site) => isRepeated(site) || isKeptAmongOthers(site) || isForOneRequest(site) || isGivenAgain(site)))
    return "several";
  const isElsewhere = ({ node, module }: Call): boolean =>
    module !== first.module || !excludeEachOther(first.node, node);
  if (others.some((site) => isElsewhere(site) && !isSameRun(first, site))) return "several";
  // Another constructor is called as often as anybody likes.
  const isAnother = ({ node, module }: Call): boolean => module.functionAround(node)?.isClassMethod === true;
  return sites.some(isAnother) ? "unseen" : "one";
}

/** Whether a framework makes objects of a class, one for each request. */
export function isMadeForEachRequest({ ancestry: { external, isOpen } }: ClassDefinition): boolean {
  return !isOpen && external.some((path) => REQUEST_CLASSES.test(path));
}

/** Whether a call stands in a method of what a framework makes for each request. */
function isForOneRequest({ node, module }: Call): boolean {
  const owner = module.functionAround(node)?.owner;
  return owner !== undefined && isMadeForEachRequest(owner);
}

/** Whether a call makes what a function returns each time that it is called, which is done in a loop or for each request. */
function isGivenAgain({ node, module }: Call): boolean {
  const around = module.functionAround(node);
  if (!around || around.decorators.length > 0 || isChosen(node)) return false;
  const [target] = assignedTo(node);
  const isOwn = target?.kind === "identifier" && module.scopes.around(target).node === around.node;
  const isReturned = around.results.some(
    (result) => unwrap(result) === node || (isOwn && unwrap(result).text === target.text),
  );
  return isReturned && isCalledAgain(around, 0);
}

/** Whether something stands in a branch: what is made once is made where a test finds that it is missing. */
function isChosen(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (/^(if|match|try)_statement$|^(conditional_expression|boolean_operator)$/.test(around.kind)) return true;
  }
  return false;
}

/** Through how many functions a call is followed. */
const DEEPEST = 2;

function isCalledAgain(definition: FunctionDefinition, depth: number): boolean {
  const callers = definition.module.project.callersOf(definition).filter(({ call }) => !call.module.isTest);
  return callers.some(({ call }) => {
    const around = call.module.functionAround(call.node);
    return isRepeated(call) || (depth < DEEPEST && around !== undefined && isCalledAgain(around, depth + 1));
  });
}

/** Whether what a call makes is kept under a key of which there may be many: `self.carts[customer] = Cart()`. */
function isKeptAmongOthers({ node, module }: Call): boolean {
  if (!module.functionAround(node)) return false;
  const [target] = assignedTo(node);
  const key = target?.kind === "subscript" ? target.field("subscript") : undefined;
  const path = key && accessPath(key);
  // Under a member of an enumeration, a class or another constant there is one.
  return path !== undefined && !/(^|\.)_*[A-Z]/.test(path);
}

/** Whether each of two calls stands at the top of a program of its own. */
function isSameRun(first: Call, second: Call): boolean {
  const isStart = ({ node, module }: Call): boolean =>
    /^(main|cli|run|start|serve)?$/.test(module.functionAround(node)?.name ?? "");
  return first.module !== second.module && (isStart(first) || isStart(second));
}
