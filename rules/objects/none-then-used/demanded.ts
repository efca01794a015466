import { factsOf } from "../../../src/python/cfg/guards.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** What is called before is looked at through this many calls. */
const DEPTH = 2;

/**
 * Whether every way to a call goes by a function that only comes back when the giver has something for the same arguments: it has asked
 * itself, and raises where there is nothing.
 */
export function isDemandedBefore(call: Call, giver: FunctionDefinition): boolean {
  const given = call.arguments.map(({ value }) => spellingOf(value));
  if (given.length === 0) return false;
  return call.module.graphAround(call.node).everyPathTo(call.node, {
    element: (element) => !element.contains(call.node) && demandsIn(element, given, giver, DEPTH),
  });
}

function demandsIn(element: Node, given: readonly string[], giver: FunctionDefinition, depth: number): boolean {
  return [...element.descendants("call")].some((node) => demands(moduleOf(node).call(node), given, giver, depth));
}

function demands(call: Call, given: readonly string[], giver: FunctionDefinition, depth: number): boolean {
  const { definition, bound } = call.soleCallee ?? {};
  if (!definition || bound === undefined || definition === giver) return false;
  const names = given.flatMap((text) => {
    const takesIt = definition.parameters.find((parameter) => {
      const passed = call.argumentFor(parameter, bound);
      return passed !== undefined && spellingOf(passed) === text;
    });
    return takesIt?.name ?? [];
  });
  if (names.length < given.length) return false;
  const { graph } = definition;
  const asks = graph.everyPathOut({
    edge: (edge) =>
      factsOf(edge).some(
        ({ kind, subject }) => (kind === "truthy" || kind === "not-none") && isResult(subject, names, giver),
      ),
  });
  return (
    asks || (depth > 0 && graph.everyPathOut({ element: (element) => demandsIn(element, names, giver, depth - 1) }))
  );
}

/** Whether a name holds what the giver has for some arguments. */
function isResult(subject: Node, given: readonly string[], giver: FunctionDefinition): boolean {
  if (subject.kind !== "identifier") return false;
  const module = moduleOf(subject);
  return module.bindingsReaching(subject.text, subject).some(({ from }) => {
    if (from?.kind !== "call") return false;
    const call = module.call(from);
    return (
      call.functions.includes(giver) && call.arguments.map(({ value }) => spellingOf(value)).join() === given.join()
    );
  });
}
