import type { Node } from "../syntax/node.js";
import type { FlowGraph } from "./graph.js";

/** Something that an element does to a key. */
export interface Effect {
  readonly key: string;
  /** What stands for the definition in answers. */
  readonly node: Node;
  /** Whether earlier definitions of the key end here; true unless said. */
  readonly kills?: boolean;
}

/** The definitions of a key that may hold at a point. */
export interface Reaching {
  /** In source order. */
  readonly definitions: readonly Node[];
  /** Whether a path from the entry meets no definition. */
  readonly fromEntry: boolean;
}

/** Which definitions reach which points of a graph. */
export class ReachingDefinitions {
  constructor(
    readonly graph: FlowGraph,
    /** What an element defines, in order of evaluation. */
    readonly effectsOf: (element: Node) => readonly Effect[],
  ) {}

  /** The definitions of `key` that may hold just before the element of `at` runs. */
  reaching(key: string, at: Node): Reaching {
    void [key, at];
    return { definitions: [], fromEntry: true };
  }
}
