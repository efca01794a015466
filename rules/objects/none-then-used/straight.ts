import type { Block, Edge, FlowGraph, Place } from "../../../src/python/cfg/graph.js";
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
  const seen = new Set<Block>();
  let at: Block | undefined = block;
  let behind = index + 1;
  while (at && !seen.has(at)) {
    seen.add(at);
    for (const element of at.elements.slice(behind)) {
      if (element === wanted) return true;
      if (fills(element)) return false;
    }
    const [next, ...others]: readonly Edge[] = at.out.filter(({ kind }) => kind !== "raise");
    at = next && !next.condition && others.length === 0 ? next.to : undefined;
    behind = 0;
  }
  return false;
}
