import type { Node } from "../../syntax/node.js";
import type { Block, Edge, EdgeKind } from "./graph.js";

/** A block that is being filled. */
export class GrowingBlock implements Block {
  readonly elements: Node[] = [];
  readonly out: Edge[] = [];
  readonly in: Edge[] = [];

  constructor(readonly index: number) {}
}

/** How control leaves a construct other than by its end. `exit` is the exception of `sys.exit()`. */
export type Departure = "return" | "break" | "continue" | "raise" | "exit";

/** A construct that has a say in where departures lead. */
export class Construct {
  readonly #routes = new Map<Departure, GrowingBlock>();

  constructor(
    readonly parent: Construct | undefined,
    /** Whether an exception that anything may raise is of interest here. */
    readonly guarded: boolean,
    /** Where a departure leads; undefined when that is for the parent to say. */
    private readonly redirect: (departure: Departure) => GrowingBlock | undefined,
  ) {}

  route(departure: Departure): GrowingBlock {
    let target = this.#routes.get(departure);
    if (!target) {
      target = this.redirect(departure) ?? this.parent?.route(departure);
      if (!target) throw new Error(`'${departure}' leads nowhere`);
      this.#routes.set(departure, target);
    }
    return target;
  }
}

/** What goes on behind a copy of a `finally` body. */
interface Continuation {
  readonly to: GrowingBlock;
  readonly kind: EdgeKind;
}

/** The copies of one `finally` body, one for each place that control is on its way to. */
export class FinallyCopies {
  readonly #copies = new Map<string, { readonly entry: GrowingBlock; readonly onward: Continuation[] }>();

  constructor(
    private readonly shared: boolean,
    private readonly newBlock: () => GrowingBlock,
  ) {}

  towards(to: GrowingBlock, kind: EdgeKind): GrowingBlock {
    const key = this.shared ? "" : `${to.index} ${kind}`;
    let copy = this.#copies.get(key);
    if (!copy) this.#copies.set(key, (copy = { entry: this.newBlock(), onward: [] }));
    if (!copy.onward.some((known) => known.to === to && known.kind === kind)) copy.onward.push({ to, kind });
    return copy.entry;
  }

  get all(): Iterable<{ readonly entry: GrowingBlock; readonly onward: readonly Continuation[] }> {
    return this.#copies.values();
  }
}
