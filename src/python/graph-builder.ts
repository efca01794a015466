import type { Node } from "../syntax/node.js";
import type { Block } from "./graph.js";

/** A graph as its builder leaves it. */
export interface Built {
  readonly blocks: readonly Block[];
  readonly entry: Block;
  readonly exit: Block;
  readonly raised: Block;
}

export function buildGraph(owner: Node): Built {
  void owner;
  const block = (index: number): Block => ({ index, elements: [], in: [], out: [] });
  const [entry, exit, raised] = [block(0), block(1), block(2)];
  return { blocks: [entry, exit, raised], entry, exit, raised };
}
