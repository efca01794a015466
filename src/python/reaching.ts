import type { Node } from "../syntax/node.js";
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
}

/** An effect at its place in a block. */
interface Site {
  readonly index: number;
  readonly node: Node;
  readonly kills: boolean;
}

/** Where one key is defined, and what has been found out about it. */
interface Key {
  /** In order of evaluation, by block. */
  readonly sites: Map<Block, Site[]>;
  /** What holds at the beginning of a block. */
  readonly before: Map<Block, Reaching>;
}

const FROM_ENTRY: Reaching = { definitions: [], fromEntry: true };
const NOTHING: Reaching = { definitions: [], fromEntry: false };

/**
 * Which definitions reach which points of a graph.
 *
 * Computed for a key when it is asked for, back from the point that is asked about, and kept: whatever is asked
 * afterwards about the key, no block is looked at twice.
 */
export class ReachingDefinitions {
  readonly #keys = new Map<string, Key>();

  constructor(
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
    let known = this.#keys.get(key);
    if (!known) this.#keys.set(key, (known = { sites: new Map(), before: new Map() }));
    const sites = known.sites.get(block);
    if (sites) sites.push({ index, node, kills });
    else known.sites.set(block, [{ index, node, kills }]);
  }

  /** The definitions of `key` that may hold just before the element of `at` runs. */
  reaching(key: string, at: Node): Reaching {
    const known = this.#keys.get(key);
    if (!known) return FROM_ENTRY;
    return union(this.graph.locate(at).map(({ block, index }) => this.upTo(known, block, index)));
  }

  /** The definitions of `key` that may hold when control is at the end of a block, such as the graph's exit. */
  atEnd(key: string, block: Block): Reaching {
    const known = this.#keys.get(key);
    return known ? this.upTo(known, block, Infinity) : FROM_ENTRY;
  }

  /** What holds in a block before the element at `index`. */
  private upTo(key: Key, block: Block, index: number): Reaching {
    const sites = key.sites.get(block) ?? [];
    const local: Node[] = [];
    for (let at = firstFrom(sites, index) - 1; at >= 0; at--) {
      const site = sites[at];
      if (site) local.push(site.node);
      if (site?.kills) return sorted(local, false);
    }
    const before = this.before(key, block);
    return local.length > 0 ? union([sorted(local, false), before]) : before;
  }

  /**
   * What holds at the beginning of a block: Tarjan's strongly connected components over the blocks that a definition
   * may have come through. Blocks of one component see the same definitions.
   */
  private before(key: Key, start: Block): Reaching {
    const known = key.before.get(start);
    if (known) return known;
    const open = new Map<Block, Visit>();
    const component: Visit[] = [];
    const path: Visit[] = [];
    const enter = (block: Block): void => {
      const visit = this.visit(key, block, open.size);
      open.set(block, visit);
      component.push(visit);
      path.push(visit);
    };
    enter(start);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const source = visit.sources[visit.next++];
      if (source) {
        const done = key.before.get(source);
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
      for (const { block } of members) key.before.set(block, result);
      parent?.inflow.push(result);
    }
    return key.before.get(start) ?? NOTHING;
  }

  private visit(key: Key, block: Block, number: number): Visit {
    const inflow: Reaching[] = block === this.graph.entry ? [FROM_ENTRY] : [];
    const sources: Block[] = [];
    const live = this.graph.isLive(block);
    for (const { from } of block.in) {
      // Dead code defines nothing for code that runs.
      if (live && !this.graph.isLive(from)) continue;
      const sites = key.sites.get(from) ?? [];
      const last = sites.findLastIndex((site) => site.kills);
      if (sites.length > 0)
        inflow.push(
          sorted(
            sites.slice(Math.max(0, last)).map((site) => site.node),
            false,
          ),
        );
      if (last < 0) sources.push(from);
    }
    return { block, number, low: number, sources, next: 0, inflow };
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

/** The first of the sites that stands at `index` or behind it. */
function firstFrom(sites: readonly Site[], index: number): number {
  let low = 0;
  let high = sites.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sites[middle]?.index ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Everything of all; the very object, when one says it all, so that long chains of blocks share it. */
function union(all: readonly Reaching[]): Reaching {
  const [first, ...others] = [...new Set(all)].filter((one) => one !== NOTHING);
  if (!first) return NOTHING;
  if (others.length === 0) return first;
  const definitions = new Set(first.definitions);
  for (const other of others) for (const node of other.definitions) definitions.add(node);
  const fromEntry = first.fromEntry || others.some((other) => other.fromEntry);
  if (definitions.size === first.definitions.length && fromEntry === first.fromEntry) return first;
  return sorted(definitions, fromEntry);
}

function sorted(nodes: Iterable<Node>, fromEntry: boolean): Reaching {
  return { definitions: [...new Set(nodes)].sort((left, right) => left.row - right.row), fromEntry };
}
