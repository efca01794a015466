/**
 * Deals a list out so that each owner gets a run of neighbours, and who has none left takes over what is last in the
 * longest run: neighbours ask the same of the same files, and no thread knows what another has found out.
 */
export class Queues<T> {
  readonly #runs: T[][];

  constructor(items: readonly T[], owners: number) {
    const most = Math.ceil(items.length / owners);
    this.#runs = Array.from({ length: owners }, (_, owner) => items.slice(owner * most, (owner + 1) * most));
  }

  /** What an owner does next; undefined when nothing is left for anybody. */
  next(owner: number): T | undefined {
    const own = this.#runs[owner]?.shift();
    if (own !== undefined) return own;
    const [longest] = [...this.#runs].sort((a, b) => b.length - a.length);
    return longest?.pop();
  }
}
