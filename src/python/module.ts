import type { Node } from "../syntax/node.js";
import { Lines } from "../syntax/positions.js";
import type { Tree } from "../syntax/tree.js";

/** One Python file of the project. */
export class Module {
  #lines: Lines | undefined;

  constructor(
    /** Relative to the run's root, with forward slashes. */
    readonly path: string,
    readonly tree: Tree,
  ) {}

  get source(): string {
    return this.tree.source;
  }

  get root(): Node {
    return this.tree.root;
  }

  get lines(): Lines {
    return (this.#lines ??= new Lines(this.source));
  }
}
