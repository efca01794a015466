import type { Block } from "./graph.js";

/**
 * Which blocks every path to a block comes through, and where that ends.
 *
 * Dead blocks have a place too: what begins a stretch of dead code counts as coming from the entry, and no edge from
 * dead code to code that runs counts.
 */
export class Dominators {
  /** Blocks before a block, by its index. */
  readonly #before: readonly (readonly Block[])[];
  /** The nearest block that dominates another, by index; the entry is its own. */
  readonly #immediate: Block[] = [];
  /** Preorder numbers in the tree of dominators, by index: a block's own, and the last below it. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #frontiers: Block[][];
  readonly #numbersBefore = new Map<Block, readonly number[]>();

  constructor(
    blocks: readonly Block[],
    private readonly entry: Block,
    isLive: (block: Block) => boolean,
  ) {
    this.#before = blocks.map((block) => {
      const live = isLive(block);
      const before = new Set(block.in.flatMap(({ from }) => (!live || isLive(from) ? [from] : [])));
      return block === entry ? [] : before.size > 0 ? [...before] : [entry];
    });
    const order = this.reversePostorder(blocks);
    this.findImmediate(order);
    this.#first = new Int32Array(blocks.length);
    this.#last = new Int32Array(blocks.length);
    this.number(order);
    this.#frontiers = blocks.map(() => []);
    this.findFrontiers(blocks);
  }

  /** The blocks that lead to a block. */
  before(block: Block): readonly Block[] {
    return this.#before[block.index] ?? [];
  }

  /** The nearest block that all paths to `block` come through; the entry is its own. */
  immediate(block: Block): Block {
    return this.#immediate[block.index] ?? this.entry;
  }

  /** Where the dominance of a block ends: blocks that it leads to, and that others lead to as well. */
  frontier(block: Block): readonly Block[] {
    return this.#frontiers[block.index] ?? [];
  }

  /** A block's number: those that it dominates are numbered from there to {@link last}. */
  first(block: Block): number {
    return this.#first[block.index] ?? 0;
  }

  last(block: Block): number {
    return this.#last[block.index] ?? 0;
  }

  /** The numbers of the blocks that lead to a block, in order. */
  numbersBefore(block: Block): readonly number[] {
    let numbers = this.#numbersBefore.get(block);
    if (!numbers) {
      numbers = this.before(block)
        .map((from) => this.first(from))
        .sort((left, right) => left - right);
      this.#numbersBefore.set(block, numbers);
    }
    return numbers;
  }

  private reversePostorder(blocks: readonly Block[]): Block[] {
    const after: Block[][] = blocks.map(() => []);
    for (const block of blocks) for (const from of this.before(block)) after[from.index]?.push(block);
    const postorder: Block[] = [];
    const seen = new Set([this.entry]);
    const path = [{ block: this.entry, next: 0 }];
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const to = after[at.block.index]?.[at.next++];
      if (!to) {
        postorder.push(at.block);
        path.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        path.push({ block: to, next: 0 });
      }
    }
    return postorder.reverse();
  }

  /** The method of Cooper, Harvey and Kennedy, kept from walking the same way twice for one block. */
  private findImmediate(order: readonly Block[]): void {
    const rank = new Map(order.map((block, index) => [block, index]));
    const rankOf = (block: Block): number => rank.get(block) ?? 0;
    const walkedFor = new Map<Block, Block>();
    const meet = (start: Block, other: Block, join: Block): Block => {
      let [left, right] = [start, other];
      while (left !== right) {
        if (rankOf(left) > rankOf(right)) {
          // Having come this way for the same block, the walk would end where it did then.
          if (walkedFor.get(left) === join) return right;
          walkedFor.set(left, join);
          left = this.immediate(left);
        } else right = this.immediate(right);
      }
      return left;
    };
    this.#immediate[this.entry.index] = this.entry;
    for (let changed = true; changed;) {
      changed = false;
      walkedFor.clear();
      for (const block of order) {
        const known = this.before(block).filter((from) => this.#immediate[from.index]);
        // From the last to the first, so that the meeting point only ever moves up.
        const [last, ...others] = known.sort((left, right) => rankOf(right) - rankOf(left));
        if (!last) continue;
        const immediate = others.reduce((met, from) => meet(from, met, block), last);
        if (this.#immediate[block.index] === immediate) continue;
        this.#immediate[block.index] = immediate;
        changed = true;
      }
    }
  }

  private number(order: readonly Block[]): void {
    const children = new Map<Block, Block[]>();
    for (const block of order) {
      if (block === this.entry) continue;
      const siblings = children.get(this.immediate(block));
      if (siblings) siblings.push(block);
      else children.set(this.immediate(block), [block]);
    }
    let count = 0;
    const path = [{ block: this.entry, next: 0 }];
    for (let at = path.at(-1); at; at = path.at(-1)) {
      if (at.next === 0) this.#first[at.block.index] = count++;
      const child = children.get(at.block)?.[at.next++];
      if (child) path.push({ block: child, next: 0 });
      else {
        this.#last[at.block.index] = count - 1;
        path.pop();
      }
    }
  }

  private findFrontiers(blocks: readonly Block[]): void {
    for (const block of blocks) {
      const before = this.before(block);
      if (before.length < 2) continue;
      const end = this.immediate(block);
      for (const from of before) {
        for (let at = from; at !== end; at = this.immediate(at)) {
          const frontier = this.#frontiers[at.index];
          if (frontier?.at(-1) === block) break;
          frontier?.push(block);
        }
      }
    }
  }
}
