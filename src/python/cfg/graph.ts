import { spend } from "../../syntax/effort.js";
import type { Node } from "../../syntax/node.js";
import { caughtNames, catches, catchesEndings, exitCall, isEnding, raisedName, swallowedNames } from "./exceptions.js";
import { Dominators } from "./dominators.js";
import { inlineRows, ownRows } from "./evaluation.js";
import { buildGraph, type Built } from "./statements.js";

/**
 * What following an edge means: control simply goes on, the condition held, it did not, or an exception is on its way.
 *
 * An edge into a loop's body or out of its end is `true` or `false` too; that of a `for` has no condition.
 */
export type EdgeKind = "next" | "true" | "false" | "raise";

/** A step from one block to another. */
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

/** How control runs through a module, a function or a lambda. Bodies of classes run inline; those of functions inside do not. */
export class FlowGraph {
  readonly #built: Built;
  #live: ReadonlySet<Block> | undefined;
  #dominators: Dominators | undefined;

  /** The graph of a `module`, `function_definition` or `lambda`. */
  static of(owner: Node): FlowGraph {
    return owner.tree.whole.memo.once(FlowGraph, owner, () => new FlowGraph(owner));
  }

  private constructor(
    /** The `module`, `function_definition` or `lambda`. */
    readonly owner: Node,
  ) {
    this.#built = buildGraph(owner);
  }

  /** Every block, dead ones included, nearly in the order of the source. */
  get blocks(): readonly Block[] {
    return this.#built.blocks;
  }

  /** Where control comes in. */
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
    return this.isLive(this.#built.end);
  }

  /**
   * Where a node's nearest element stands: several places when a `finally` body is copied, none outside of the graph.
   *
   * What runs as several elements (a statement with a body, `a and b`) stands where the first of them does, what is
   * inside of a nested function where that function is defined, and the parameters of the owner before all elements.
   */
  locate(node: Node): readonly Place[] {
    const { elements, beginnings, entry } = this.#built;
    for (let at: Node | undefined = node; at && at !== this.owner; at = at.parent) {
      const places = elements.get(at.id) ?? beginnings.get(at.id);
      if (places) return places;
      if (at.fieldName === "parameters" && at.parent === this.owner) return [{ block: entry, index: -1 }];
    }
    return [];
  }

  /** The element that a node belongs to, or begins with. */
  elementOf(node: Node): Node | undefined {
    const [place] = this.locate(node);
    return place?.block.elements[place.index];
  }

  /** The nodes of an element that belong to no element inside it and to no function inside it, in source order. */
  *partsOf(element: Node): Generator<Node> {
    for (const row of ownRows(element, this.#built.elements)) yield element.tree.node(row);
  }

  /** Whether `to` can run after `from` has run; again, when both belong to the same element. */
  reaches(from: Node, to: Node, options: Through = {}): boolean {
    const { through, along } = options;
    const wanted = this.elementOf(to);
    let found = false;
    if (!wanted) return false;
    const visit = (element: Node): Step => {
      if (element === wanted) found = true;
      return found ? "end" : (through?.(element) ?? true) ? "go" : "stop";
    };
    this.walk(this.locate(from), visit, along);
    return found;
  }

  /** Visits what can run after `from`, nearest first, each place once; `stop` ends the walk behind an element. */
  walkFrom(from: Node, visit: (element: Node) => "go" | "stop", along?: (edge: Edge) => boolean): void {
    this.walk(this.locate(from), visit, along);
  }

  /** Whether every path from the entry to `to` passes one of these before. True when nothing leads to `to`. */
  everyPathTo(to: Node, passes: Passes): boolean {
    return this.everyPath(this.locate(to), passes);
  }

  /** Tells of nodes what {@link everyPathTo} does, having walked the graph once for all of them. */
  guardedBy(passes: Passes): (to: Node) => boolean {
    // How many elements of a block can be reached past nothing of it.
    const open = new Map([[this.entry, 0]]);
    for (const [block] of open) {
      const { elements } = block;
      let count = 0;
      while (count < elements.length && !isPassed(elements[count], passes)) count++;
      open.set(block, count);
      if (count < elements.length) continue;
      for (const edge of block.out) if (!open.has(edge.to) && !passes.edge?.(edge)) open.set(edge.to, 0);
    }
    return (to) => this.locate(to).every(({ block, index }) => index > (open.get(block) ?? -1));
  }

  /** Whether every path from the entry to the end of the body or a `return` passes one of these. */
  everyPathOut(passes: Passes): boolean {
    return this.everyPath([{ block: this.exit, index: this.exit.elements.length }], passes);
  }

  private everyPath(to: readonly Place[], passes: Passes): boolean {
    // Backwards, because what guards a place stands near it. Everything before `seen` in a block has been asked.
    const seen = new Map<Block, number>();
    const queue: Place[] = [...to];
    for (let place = queue.pop(); place; place = queue.pop()) {
      const { block } = place;
      const asked = seen.get(block) ?? -1;
      if (place.index <= asked) continue;
      spend();
      seen.set(block, place.index);
      let index = place.index - 1;
      while (index >= asked && index >= 0 && !isPassed(block.elements[index], passes)) index--;
      if (index >= 0 || asked >= 0) continue;
      if (block === this.entry) return false;
      for (const edge of block.in) {
        if (!passes.edge?.(edge)) queue.push({ block: edge.from, index: edge.from.elements.length });
      }
    }
    return true;
  }

  /** Whether a path from `from` to the end avoids all elements that `stop` names. */
  leavesWithout(from: Node, stop: (element: Node) => boolean, by: "exit" | "raised" | "either" = "either"): boolean {
    const ends = new Set(by === "either" ? [this.exit, this.raised] : [this[by]]);
    let left = false;
    this.walk(
      this.locate(from),
      (element) => (stop(element) ? "stop" : "go"),
      (edge) => {
        left ||= ends.has(edge.to);
        return !left;
      },
    );
    return left;
  }

  /** Whether a path from the entry leads to a node. */
  isReachable(node: Node): boolean {
    return this.locate(node).some(({ block }) => this.isLive(block));
  }

  /** Whether a path from the entry leads to the block. */
  isLive(block: Block): boolean {
    return (this.#live ??= liveBlocks(this.entry)).has(block);
  }

  /** Which blocks every path to a block comes through. @internal */
  get dominators(): Dominators {
    return (this.#dominators ??= new Dominators(this.blocks, this.entry, (block) => this.isLive(block)));
  }

  /** The innermost loop statement whose body, test or target holds the node. */
  loopOf(node: Node): Node | undefined {
    let inner = node;
    for (const outer of node.ancestors()) {
      if (LOOPS.has(outer.kind) && REPEATED.has(inner.fieldName ?? "")) return outer;
      if (outer === this.owner || outer.kind === "function_definition" || outer.kind === "lambda") return undefined;
      inner = outer;
    }
    return undefined;
  }

  /**
   * The ways out of a `while_statement` or `for_statement`, in source order. An exception that a handler inside of the
   * loop surely takes is none, nor is one that is not written there as `raise`.
   */
  exits(loop: Node): readonly LoopExit[] {
    const exits: LoopExit[] = [];
    const test = loop.field("condition") ?? loop.field("right");
    if (test && this.#built.exhausted.get(loop.id)?.some((block) => this.isLive(block)))
      exits.push({ kind: "condition", at: test });
    const body = loop.field("body");
    if (!body) return exits;
    for (const row of inlineRows(body)) {
      const at = loop.tree.node(row);
      const kind = this.exitKind(at, loop);
      if (kind && this.isReachable(at)) exits.push({ kind, at });
    }
    return exits;
  }

  private exitKind(node: Node, loop: Node): LoopExit["kind"] | undefined {
    switch (node.kind) {
      case "break_statement":
        return this.loopOf(node) === loop ? "break" : undefined;
      case "return_statement":
        return node.children[0] && exitCall(node.children[0]) ? undefined : "return";
      case "raise_statement":
        return isTakenInside(node, loop, raisedName(node)) ? undefined : "raise";
      case "call": {
        const call = exitCall(node);
        if (!call || !this.#built.elements.has(node.id)) return undefined;
        return call === "exit" && isTakenInside(node, loop, "SystemExit") ? undefined : "exit-call";
      }
      default:
        return undefined;
    }
  }

  /** Visits everything behind some places, nearest first. */
  private walk(from: readonly Place[], visit: (element: Node) => Step, along?: (edge: Edge) => boolean): void {
    // From `seen` on, a block has been visited.
    const seen = new Map<Block, number>();
    const queue: Place[] = from.map(({ block, index }) => ({ block, index: index + 1 }));
    for (const { block, index } of queue) {
      const visited = seen.get(block) ?? Infinity;
      if (index >= visited) continue;
      seen.set(block, index);
      const end = Math.min(visited, block.elements.length);
      let at = index;
      let step: Step = "go";
      for (; at < end && step === "go"; at++) {
        const element = block.elements[at];
        if (element) step = visit(element);
      }
      if (step === "end") return;
      if (step === "stop" || visited !== Infinity) continue;
      for (const edge of block.out) {
        if (seen.get(edge.to) !== 0 && (along?.(edge) ?? true)) queue.push({ block: edge.to, index: 0 });
      }
    }
  }
}

type Step = "go" | "stop" | "end";

const LOOPS = new Set(["while_statement", "for_statement"]);

/** Fields of a loop that run once a round. */
const REPEATED = new Set(["body", "condition", "left"]);

function isPassed(element: Node | undefined, passes: Passes): boolean {
  return element !== undefined && (passes.element?.(element) ?? false);
}

function liveBlocks(entry: Block): ReadonlySet<Block> {
  // A set can be added to while it is iterated.
  const live = new Set([entry]);
  for (const block of live) for (const edge of block.out) live.add(edge.to);
  return live;
}

/** Whether an exception raised at `node` surely ends at a handler inside of the loop. */
function isTakenInside(node: Node, loop: Node, raised: string | undefined): boolean {
  const takes = (names: readonly string[] | undefined): boolean =>
    isEnding(raised) ? catchesEndings(names) : catches(names, raised);
  let inner = node;
  for (const outer of node.ancestors()) {
    if (outer === loop) return false;
    if (outer.kind === "try_statement" && inner.fieldName === "body") {
      if (outer.children.some((child) => child.kind.startsWith("except") && takes(caughtNames(child)))) return true;
    }
    if (outer.kind === "with_statement" && inner.fieldName === "body") {
      for (const item of outer.child("with_clause")?.children ?? []) {
        const names = swallowedNames(item);
        if (names && takes(names)) return true;
      }
    }
    inner = outer;
  }
  return false;
}
