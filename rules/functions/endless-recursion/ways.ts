import { constantTruth } from "../../../src/python/cfg/evaluation.js";
import { endsProgram } from "../../../src/python/cfg/exceptions.js";
import { neverReturns } from "../../../src/python/model/diverging.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Node } from "../../../src/syntax/node.js";

/** Where a function comes to itself again, when every way through it does; undefined when one goes on or ends without. */
export function everyWayAgain(definition: FunctionDefinition, isAgain: (part: Node) => boolean): Node | undefined {
  const { graph, body, isGenerator } = definition;
  const first = body && ownParts(definition, body, ...AGAIN).find(isAgain);
  // A generator runs when somebody iterates over it.
  if (!first || isGenerator || !graph.isReachable(first)) return undefined;
  const passes = { element: (element: Node) => [...graph.partsOf(element)].some(isAgain) };
  if (!graph.everyPathOut(passes)) return undefined;
  const others = ownParts(definition, body, ...OTHER_WAYS).filter((part) => isOtherWay(definition, part));
  return others.every((part) => graph.everyPathTo(part, passes)) ? first : undefined;
}

const AGAIN = ["call", "attribute", "comparison_operator", "subscript"];
const OTHER_WAYS = ["raise_statement", "assert_statement", "call", "while_statement"];

function ownParts(definition: FunctionDefinition, body: Node, ...kinds: readonly string[]): readonly Node[] {
  return [...body.descendants(...kinds)].filter((part) => definition.module.functionAround(part) === definition);
}

/** Whether something keeps a function from coming to its end: it raises, ends the program, or goes on for ever. */
function isOtherWay({ graph }: FunctionDefinition, part: Node): boolean {
  switch (part.kind) {
    case "while_statement": {
      const condition = part.field("condition");
      return condition !== undefined && constantTruth(condition) === true;
    }
    case "call": {
      const element = graph.elementOf(part);
      return endsProgram(part) || (element !== undefined && neverReturns(graph, element));
    }
    default:
      return true;
  }
}
