import { discover, type FoundFile } from "./discover.js";
import type { Exclusions } from "./exclusions.js";
import { Haystack } from "./haystack.js";

/** What lies on the disk, looked up once for scans that follow each other at once. */
export class Disk {
  readonly bytes = new Haystack();
  readonly #walks = new Map<string, readonly FoundFile[]>();

  /** The Python files in a directory, by their paths from `root`; what cannot be read is left out. */
  filesIn(directory: string, root: string, exclusions: Exclusions): readonly FoundFile[] {
    const key = JSON.stringify([directory, root, exclusions.said]);
    let known = this.#walks.get(key);
    if (!known) this.#walks.set(key, (known = discover([directory], root, root, exclusions).files));
    return known;
  }
}
