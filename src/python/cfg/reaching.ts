import { inSourceOrder, type Node } from "../../syntax/node.js";
import type { Dominators } from "./dominators.js";
import type { Block, FlowGraph } from "./graph.js";

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
  /** Whether these are all of them: no answer is longer than {@link MOST_DEFINITIONS}. */
  readonly isComplete: boolean;
}

/** More definitions than this tell nobody anything, and a list of them at each place would grow with the square. */
export const MOST_DEFINITIONS = 256;

/** An effect at its place in a block. */
interface Site {
  readonly index: number;
  readonly node: Node;
  readonly kills: boolean;
}

const FROM_ENTRY: Reaching = { definitions: [], fromEntry: true, isComplete: true };
const NOTHING: Reaching = { definitions: [], fromEntry: false, isComplete: true };

/**
 * Which definitions reach which points of a graph.
 *
 * A key is looked at when it is first asked for, and only where it matters: at the blocks that define it and those
 * where its definitions meet (static single assignment, by the dominance frontiers of Cytron and others).
 */
export class ReachingDefinitions {
  readonly #sites = new Map<string, Map<Block, Site[]>>();
  readonly #keys = new Map<string, Key>();

  constructor(
    /** The graph whose points are asked about. */
    readonly graph: FlowGraph,
    /** What an element defines, in order of evaluation. */
    effectsOf: (element: Node) => readonly Effect[],
  ) {
    for (const block of graph.blocks) {
      block.elements.forEach((element, index) => {
        for (const effect of effectsOf(element)) this.add(block, index, effect);
      });
    }
  }

  private add(block: Block, index: number, { key, node, kills = true }: Effect): void {
    let blocks = this.#sites.get(key);
    if (!blocks) this.#sites.set(key, (blocks = new Map<Block, Site[]>()));
    const sites = blocks.get(block);
    if (sites) sites.push({ index, node, kills });
    else blocks.set(block, [{ index, node, kills }]);
  }

  /** The definitions of `key` that may hold just before the element of `at` runs. */
  reaching(key: string, at: Node): Reaching {
    const known = this.key(key);
    return known ? union(this.graph.locate(at).map(({ block, index }) => known.upTo(block, index))) : FROM_ENTRY;
  }

  /** The definitions of `key` that may hold when control is at the end of a block, such as the graph's exit. */
  atEnd(key: string, block: Block): Reaching {
    return this.key(key)?.upTo(block, Infinity) ?? FROM_ENTRY;
  }

  private key(key: string): Key | undefined {
    const sites = this.#sites.get(key);
    let known = this.#keys.get(key);
    if (sites && !known) this.#keys.set(key, (known = new Key(this.graph, sites)));
    return known;
  }
}

/** From a block number on, which block says what holds. */
interface Range {
  readonly start: number;
  readonly speaker: Block;
}

/** The definitions of one key. */
class Key {
  readonly #dominators: Dominators;
  /** Blocks where different definitions meet. */
  readonly #joins = new Set<Block>();
  /** By the numbers of blocks: the nearest dominating block that defines the key or is a join. */
  readonly #ranges: readonly Range[];
  readonly #before = new Map<Block, Reaching>();

  constructor(
    private readonly graph: FlowGraph,
    private readonly sites: ReadonlyMap<Block, readonly Site[]>,
  ) {
    this.#dominators = graph.dominators;
    // A set can be added to while it is iterated.
    const speakers = new Set([graph.entry, ...sites.keys()]);
    for (const block of speakers) {
      for (const join of this.#dominators.frontier(block)) {
        this.#joins.add(join);
        speakers.add(join);
      }
    }
    this.#ranges = rangesOf([...speakers], this.#dominators);
  }

  /** What holds in a block before the element at `index`. */
  upTo(block: Block, index: number): Reaching {
    const sites = this.sites.get(block) ?? [];
    const local: Node[] = [];
    for (let at = firstFrom(sites, index) - 1; at >= 0 && local.length <= MOST_DEFINITIONS; at--) {
      const site = sites[at];
      if (site) local.push(site.node);
      if (site?.kills) return answer(local, false);
    }
    const before = this.before(block);
    return local.length > 0 ? union([answer(local, false), before]) : before;
  }

  /**
   * What holds at the beginning of a block: Tarjan's strongly connected components over the blocks that it may come
   * through. Blocks of one component see the same definitions.
   */
  private before(start: Block): Reaching {
    const known = this.#before.get(start);
    if (known) return known;
    const open = new Map<Block, Visit>();
    const component: Visit[] = [];
    const path: Visit[] = [];
    const enter = (block: Block): void => {
      const visit = this.visit(block, open.size);
      open.set(block, visit);
      component.push(visit);
      path.push(visit);
    };
    enter(start);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const source = visit.sources[visit.next++];
      if (source) {
        const done = this.#before.get(source);
        const entered = open.get(source);
        if (done) visit.inflow.push(done);
        else if (entered) visit.low = Math.min(visit.low, entered.number);
        else enter(source);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) parent.low = Math.min(parent.low, visit.low);
      if (visit.low < visit.number) continue;
      const members = component.splice(component.lastIndexOf(visit));
      const result = union(members.flatMap((member) => member.inflow));
      for (const { block } of members) this.#before.set(block, result);
      parent?.inflow.push(result);
    }
    return this.#before.get(start) ?? NOTHING;
  }

  private visit(block: Block, number: number): Visit {
    const inflow: Reaching[] = block === this.graph.entry ? [FROM_ENTRY] : [];
    const sources: Block[] = [];
    for (const speaker of this.speakersBefore(block)) {
      const sites = this.sites.get(speaker) ?? [];
      const last = sites.findLastIndex((site) => site.kills);
      const local = sites.slice(Math.max(0, last)).map((site) => site.node);
      if (local.length > 0) inflow.push(answer(local, false));
      if (last < 0) sources.push(speaker);
    }
    return { block, number, low: number, sources, next: 0, inflow };
  }

  /** The blocks that say what holds at the beginning of a block. */
  private speakersBefore(block: Block): Iterable<Block> {
    if (block === this.graph.entry) return [];
    if (!this.#joins.has(block)) return [this.speakerAt(this.#dominators.first(this.#dominators.immediate(block)))];
    const before = this.#dominators.numbersBefore(block);
    const speakers = new Set<Block>();
    if (before.length <= this.#ranges.length) {
      for (const number of before) speakers.add(this.speakerAt(number));
    } else {
      // Handlers have an edge from everything that may raise: there are fewer answers than questions.
      this.#ranges.forEach(({ start, speaker }, index) => {
        const end = this.#ranges[index + 1]?.start ?? Infinity;
        const next = before[firstIndex(before.length, (at) => (before[at] ?? 0) >= start)];
        if (next !== undefined && next < end) speakers.add(speaker);
      });
    }
    return speakers;
  }

  /** The block that says what holds at the end of the block with a number. */
  private speakerAt(number: number): Block {
    const behind = firstIndex(this.#ranges.length, (at) => (this.#ranges[at]?.start ?? 0) > number);
    return this.#ranges[behind - 1]?.speaker ?? this.graph.entry;
  }
}

/** A block on the way of the search. */
interface Visit {
  readonly block: Block;
  readonly number: number;
  /** The lowest number of an open block that this one leads back to. */
  low: number;
  /** Blocks before this one that definitions come through. */
  readonly sources: readonly Block[];
  next: number;
  readonly inflow: Reaching[];
}

/** Lays the subtrees of the speakers out as ranges of numbers, inner ones over outer ones. */
function rangesOf(speakers: Block[], dominators: Dominators): readonly Range[] {
  speakers.sort((left, right) => dominators.first(left) - dominators.first(right));
  const ranges: Range[] = [];
  const around: Block[] = [];
  const closeBefore = (number: number): void => {
    for (let inner = around.at(-1); inner && dominators.last(inner) < number; inner = around.at(-1)) {
      around.pop();
      const outer = around.at(-1);
      if (outer) ranges.push({ start: dominators.last(inner) + 1, speaker: outer });
    }
  };
  for (const speaker of speakers) {
    closeBefore(dominators.first(speaker));
    around.push(speaker);
    ranges.push({ start: dominators.first(speaker), speaker });
  }
  closeBefore(Infinity);
  return ranges;
}

/** The first index from which on `holds` is true. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first of the sites that stands at `index` or behind it. */
function firstFrom(sites: readonly Site[], index: number): number {
  return firstIndex(sites.length, (at) => (sites[at]?.index ?? Infinity) >= index);
}

/** Everything of all; the very object, when one says it all, so that long chains of blocks share it. */
function union(all: readonly Reaching[]): Reaching {
  const [first, ...others] = [...new Set(all)].filter((one) => one !== NOTHING);
  if (!first) return NOTHING;
  if (others.length === 0) return first;
  const definitions = new Set(first.definitions);
  for (const other of others) for (const node of other.definitions) definitions.add(node);
  const fromEntry = first.fromEntry || others.some((other) => other.fromEntry);
  const isComplete = first.isComplete && others.every((other) => other.isComplete);
  const same = fromEntry === first.fromEntry && isComplete === first.isComplete;
  return same && definitions.size === first.definitions.length ? first : answer(definitions, fromEntry, isComplete);
}

function answer(nodes: Iterable<Node>, fromEntry: boolean, isComplete = true): Reaching {
  const all = [...new Set(nodes)].sort(inSourceOrder);
  if (all.length <= MOST_DEFINITIONS) return { definitions: all, fromEntry, isComplete };
  return { definitions: all.slice(0, MOST_DEFINITIONS), fromEntry, isComplete: false };
}
