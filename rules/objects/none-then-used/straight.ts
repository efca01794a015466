import type { FlowGraph, Place } from "../../../src/python/cfg/graph.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a use comes behind a place whatever happens, errors apart: nothing is decided in between, and nothing that
 * runs there fills what was left empty.
 */
export function leadsStraight(graph: FlowGraph, from: Node, use: Node, fills: (element: Node) => boolean): boolean {
  const wanted = graph.elementOf(use);
  return wanted !== undefined && graph.locate(from).some((place) => comesBy(place, wanted, fills));
}

function comesBy({ block, index }: Place, wanted: Node, fills: (element: Node) => boolean): boolean {
  const seen = new Set([block]);
  let behind = index + 1;
  for (let at: typeof block | undefined = block; at; behind = 0) {
    for (const element of at.elements.slice(behind)) {
      if (element === wanted) return true;
      if (fills(element)) return false;
    }
    const [next, ...others]: typeof at.out = at.out.filter(({ kind }) => kind !== "raise");
    if (!next || next.condition || others.length > 0 || seen.has(next.to)) return false;
    at = next.to;
    seen.add(at);
  }
  return false;
}
