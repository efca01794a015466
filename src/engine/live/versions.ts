import { createHash } from "node:crypto";
import { FileProblem } from "../../files/problem.js";
import type { Now } from "./changed-files.js";

/** What files held that have changed: what a file holds again is the same version of it again. */
export class Versions {
  readonly #now = new Map<string, string>();

  /** Takes down what a file holds by now. */
  take(path: string, now: Now): void {
    this.#now.set(path, digestOf(now));
  }

  /** Stands for what a file holds; the same for all that never changed. */
  of(path: string): string {
    return this.#now.get(path) ?? "";
  }
}

function digestOf(now: Now): string {
  if (!now) return "gone";
  if (now instanceof FileProblem) return `unread: ${now.message}`;
  // All that is known of a text is known of how it was decoded, too.
  return createHash("sha256").update(now.asUtf8).update("\0").update(now.text).digest("base64");
}
