import { LRUCache } from "lru-cache";
import type { Part, Present } from "./part.js";

/** So many facts are known of what was found earlier, of eight bytes each. */
const MOST_FACTS = 3_000_000;
/** So much of what was found in one file: a history goes from one branch to another and back. */
const MOST_OF_ONE = 80;

/** What was found in files before they, or what they lean on, changed: all of it may be again as it was. */
export class EarlierParts {
  /** The latest first. */
  readonly #parts = new LRUCache<string, readonly Part[]>({
    maxSize: MOST_FACTS,
    sizeCalculation: (parts) => parts.reduce((sum, { size }) => sum + size, 0),
  });

  /** Keeps what was found in a file, but for what something has failed in. */
  keep(path: string, parts: readonly Part[]): void {
    const kept = new Set([...parts.filter(({ hasFailed }) => !hasFailed), ...(this.#parts.get(path) ?? [])]);
    if (kept.size > 0) this.#parts.set(path, [...kept].slice(0, MOST_OF_ONE));
  }

  /** What some rules have found in a file and find there again. */
  recall(path: string, wanted: readonly string[], present: Present): readonly Part[] {
    const left = new Set(wanted);
    const found: Part[] = [];
    for (const part of this.#parts.get(path) ?? []) {
      if (!part.rules.some((rule) => left.has(rule)) || !part.isTrueOf(present)) continue;
      found.push(part.only(left));
      for (const rule of part.rules) left.delete(rule);
    }
    return found;
  }
}
