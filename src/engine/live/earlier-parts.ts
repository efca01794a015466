import { LRUCache } from "lru-cache";
import type { Part, Present } from "./part.js";

/** So many facts are known of what was found earlier, of eight bytes each. */
const MOST_FACTS = 3_000_000;
/** So much of what was found in one file: a history goes from one branch to another and back. */
const MOST_OF_ONE = 4;

/** What was found in files before they, or what they lean on, changed: all of it may be again as it was. */
export class EarlierParts {
  /** The latest first. */
  readonly #parts = new LRUCache<string, readonly Part[]>({
    maxSize: MOST_FACTS,
    sizeCalculation: (parts) => parts.reduce((sum, { size }) => sum + size, 0),
  });

  /** Keeps what was found in a file. */
  keep(path: string, part: Part): void {
    const others = (this.#parts.get(path) ?? []).filter((other) => other !== part);
    this.#parts.set(path, [part, ...others].slice(0, MOST_OF_ONE));
  }

  /** What was found in a file and is so again. */
  recall(path: string, present: Present): Part | undefined {
    return this.#parts.get(path)?.find((part) => part.isTrueOf(present));
  }
}
