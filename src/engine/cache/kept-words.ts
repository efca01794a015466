import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { WordReader, type WordMemory } from "../../files/word-index.js";
import { readSealed, writeSealed } from "./sealed-file.js";
import type { Seal } from "./seal.js";
import { seenAt } from "./stamps.js";

/** As long as no more files than this are not what they were, those are looked at again rather than written down. */
const MOST_CHANGED = 20;

/** What was written down of a file. */
interface Kept {
  readonly stamp: string;
  readonly words: Uint32Array;
}

/** In front of the words: the files that they are of, with a stamp of each and how many it has. */
const HEAD = v.array(v.tuple([v.string(), v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))]));

/**
 * The words of a project's files, kept in a directory, so that a scan of a few files need not look through all others. They
 * count for a file as long as the file system says of it what it said.
 */
export class KeptWords implements WordMemory {
  readonly #opened = Date.now();
  readonly #file: string;
  #kept: ReadonlyMap<string, Kept> | undefined;

  /**
   * @param root of the files' paths, absolute
   * @param seal of the account: what is not sealed with it is not believed
   */
  constructor(
    root: string,
    private readonly absoluteOf: (path: string) => string,
    private readonly seal: Seal,
    directory: string,
  ) {
    this.#file = join(directory, `${keyOf(root)}.words`);
  }

  recall(path: string): Uint32Array | undefined {
    const kept = this.kept.get(path);
    return kept && kept.stamp === this.stampOf(path) ? kept.words : undefined;
  }

  keep(words: readonly (readonly [path: string, words: Uint32Array])[]): void {
    const fresh = words.filter(([path, found]) => this.kept.get(path)?.words !== found);
    if (fresh.length <= MOST_CHANGED) return;
    const rows = words.map(([path, found]) => ({ path, found, stamp: this.stampOf(path) }));
    const steady = rows.filter(({ stamp }) => stamp !== undefined);
    const head = Buffer.from(
      JSON.stringify(steady.map(({ path, found, stamp }) => [path, stamp, found.length])) + "\n",
    );
    const bytes = steady.map(({ found }) => Buffer.from(found.buffer, found.byteOffset, found.byteLength));
    writeSealed(this.#file, Buffer.concat([head, ...bytes]), this.seal);
  }

  private get kept(): ReadonlyMap<string, Kept> {
    return (this.#kept ??= keptIn(readSealed(this.#file, this.seal)));
  }

  /** What the file system says of a file that has not changed since before the scan. */
  private stampOf(path: string): string | undefined {
    const { stamp, isRacy } = seenAt(this.absoluteOf(path), this.#opened);
    return isRacy ? undefined : stamp;
  }
}

function keptIn(bytes: Buffer | undefined): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  if (!bytes) return kept;
  const end = bytes.indexOf("\n") + 1;
  const head = v.safeParse(HEAD, parsed(bytes.toString("utf8", 0, end)));
  // Numbers have to lie where numbers can.
  const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length));
  let at = 0;
  for (const [path, stamp, count] of head.success ? head.output : []) {
    kept.set(path, { stamp, words: words.subarray(at, (at += count)) });
  }
  return kept;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is kept of a root, by the way in which words are read. */
function keyOf(root: string): string {
  const manner = new WordReader().wordsIn("class Sample:\n    def é(self): ...\n");
  return createHash("sha256")
    .update(JSON.stringify([root, ...manner]))
    .digest("hex")
    .slice(0, 32);
}
