import type { Edge } from "../../../src/python/cfg/graph.js";
import { holds, type CallFrame } from "../../../src/python/dataflow/frames.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a call of the function that a place stands in can come there: `run("eval", text)` leaves out what is for "exec". */
export function mayReach(caller: CallFrame, place: Node): boolean {
  const { node, graph } = caller.definition;
  if (!node.contains(place)) return true;
  return !graph.everyPathTo(place, { edge: (edge) => contradicts(edge, caller) });
}

/** Whether what a call passes decides a test the other way than an edge goes. */
function contradicts({ condition, kind }: Edge, frame: CallFrame): boolean {
  if (!condition || condition.kind === "case_pattern" || (kind !== "true" && kind !== "false")) return false;
  const answer = holds({ node: condition, frame });
  return answer !== undefined && answer !== (kind === "true");
}
