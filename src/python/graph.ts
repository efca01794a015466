import type { Node } from "../syntax/node.js";
import { buildGraph, type Built } from "./graph-builder.js";

/**
 * What following an edge means: control simply goes on, the condition held, it did not, or an exception is on its way.
 *
 * An edge into a loop's body or out of its end is `true` or `false` too; that of a `for` has no condition.
 */
export type EdgeKind = "next" | "true" | "false" | "raise";

export interface Edge {
  readonly from: Block;
  readonly to: Block;
  readonly kind: EdgeKind;
  /** The atomic test (no `and`, `or`, `not`, parentheses) or the `case_pattern` that was decided. */
  readonly condition?: Node;
}

/** Elements that run one after the other. */
export interface Block {
  /** Counted from zero in the order of making, which is nearly that of the source. */
  readonly index: number;
  readonly elements: readonly Node[];
  readonly out: readonly Edge[];
  readonly in: readonly Edge[];
}

/** Where an element stands. */
export interface Place {
  readonly block: Block;
  readonly index: number;
}

/** A way to leave a loop. */
export interface LoopExit {
  readonly kind: "condition" | "break" | "return" | "raise" | "exit-call";
  /** The test or iterable, the statement, or the call. */
  readonly at: Node;
}

/** Bounds a walk. */
export interface Through {
  /** Whether the walk goes on behind an element. */
  readonly through?: (element: Node) => boolean;
  /** Whether the walk takes an edge. */
  readonly along?: (edge: Edge) => boolean;
}

/** What a path must pass. */
export interface Passes {
  readonly element?: (element: Node) => boolean;
  readonly edge?: (edge: Edge) => boolean;
}

const graphs = new WeakMap<Node, FlowGraph>();

/** How control runs through a module, a function or a lambda. Bodies of classes run inline; those of functions inside do not. */
export class FlowGraph {
  readonly #built: Built;

  /** The graph of a `module`, `function_definition` or `lambda`. */
  static of(owner: Node): FlowGraph {
    let graph = graphs.get(owner);
    if (!graph) graphs.set(owner, (graph = new FlowGraph(owner)));
    return graph;
  }

  private constructor(readonly owner: Node) {
    this.#built = buildGraph(owner);
  }

  get blocks(): readonly Block[] {
    return this.#built.blocks;
  }

  get entry(): Block {
    return this.#built.entry;
  }

  /** Where normal returns and the end of the body lead. */
  get exit(): Block {
    return this.#built.exit;
  }

  /** Where exceptions that escape lead. */
  get raised(): Block {
    return this.#built.raised;
  }

  /** Whether control can reach the end of the body, other than by `return`. */
  get fallsThrough(): boolean {
    return true;
  }

  /** Where a node's nearest element stands; several places when a `finally` body is copied, none outside of the graph. */
  locate(node: Node): readonly Place[] {
    void node;
    return [];
  }

  /** The element that a node belongs to. */
  elementOf(node: Node): Node | undefined {
    void node;
    return undefined;
  }

  /** The nodes of an element that belong to no element inside it and to no function inside it, in source order. */
  *partsOf(element: Node): Generator<Node> {
    yield element;
  }

  /** Whether `to` can run after `from` has run; again, when both are the same element. */
  reaches(from: Node, to: Node, options: Through = {}): boolean {
    void [from, to, options];
    return false;
  }

  /** Visits what can run after `from`, nearest first, each place once; `stop` ends the walk behind an element. */
  walkFrom(from: Node, visit: (element: Node) => "go" | "stop", along?: (edge: Edge) => boolean): void {
    void [from, visit, along];
  }

  /** Whether every path from the entry to `to` passes one of these. True when nothing leads to `to`. */
  everyPathTo(to: Node, passes: Passes): boolean {
    void [to, passes];
    return false;
  }

  /** Whether a path from `from` to the end avoids all elements that `stop` names. */
  leavesWithout(from: Node, stop: (element: Node) => boolean, by: "exit" | "raised" | "either" = "either"): boolean {
    void [from, stop, by];
    return false;
  }

  isReachable(node: Node): boolean {
    void node;
    return true;
  }

  /** The innermost loop statement whose body (or test) holds the node. */
  loopOf(node: Node): Node | undefined {
    void node;
    return undefined;
  }

  /** The ways out of a `while_statement` or `for_statement`, in source order. */
  exits(loop: Node): readonly LoopExit[] {
    void loop;
    return [];
  }
}
