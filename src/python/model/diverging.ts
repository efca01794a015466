import type { Node } from "../../syntax/node.js";
import type { FlowGraph } from "../cfg/graph.js";
import { outermostName } from "./annotation.js";
import { overridesOf } from "./hierarchy.js";
import { moduleOf } from "./module.js";
import type { FunctionDefinition } from "./function.js";
import { NEVER_RETURNING } from "../tables/endings.js";
import { question } from "./solver.js";
import type { Value } from "./value.js";

const DIVERGES = question(false);

/** Whether an element of a graph calls what never returns: it raises, or ends the program. */
export function neverReturns(graph: FlowGraph, element: Node): boolean {
  for (const part of graph.partsOf(element)) if (part.kind === "call" && isEndlessCall(part)) return true;
  return false;
}

function isEndlessCall(node: Node): boolean {
  const { targets } = moduleOf(node).call(node);
  return targets.length > 0 && targets.every((value) => isEndless(value, node.parent?.kind === "await"));
}

function isEndless(value: Value, isAwaited: boolean): boolean {
  if (value.kind === "api") return NEVER_RETURNING.has(value.path);
  if (value.kind !== "function") return false;
  const { definition, self } = value;
  return [definition, ...overridesOf(definition, self)].every((one) => one.isAsync === isAwaited && diverges(one));
}

/** Whether no way through a function comes to its end, or it promises so. */
function diverges(definition: FunctionDefinition): boolean {
  return definition.module.project.once(DIVERGES, definition, () => {
    const { graph, body, isGenerator, node } = definition;
    const promise = outermostName(node.field("return_type") ?? node);
    if (promise === "NoReturn" || promise === "Never") return true;
    if (!body || isGenerator || node.kind === "lambda" || isLeftOpen(body)) return false;
    return graph.everyPathOut({ element: (element) => neverReturns(graph, element) });
  });
}

/** Whether a body only says that subclasses are to fill it in: those that are not in sight may return. */
function isLeftOpen(body: Node): boolean {
  for (const raised of body.descendants("raise_statement"))
    for (const { text } of raised.descendants("identifier")) if (text === "NotImplementedError") return true;
  return false;
}
