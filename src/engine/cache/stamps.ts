import { createHash } from "node:crypto";
import { statsAt } from "../../files/paths.js";
import { LARGEST_FILE, readBytes } from "../../files/read.js";

/** A file that was changed this many milliseconds before it was looked at may change again without a trace. */
const RACY = 2_000;

/** What a file was. */
export interface Stamped {
  /** What the file system says of it; empty when that need not tell it from what it becomes. */
  readonly stamp: string;
  /** Of its bytes; empty when nobody knows which of its bytes were read. */
  readonly hash: string;
}

/** What the file system says of a file, and whether it may change again without saying something else. */
export interface Seen {
  readonly stamp: string;
  readonly isRacy: boolean;
}

const UNKNOWN: Stamped = { stamp: "", hash: "" };

/** What files are when a scan begins, before anybody reads them. */
export class Stamps {
  readonly #opened = Date.now();
  readonly #seen = new Map<string, Seen>();
  readonly #hashes = new Map<string, string>();

  /** @param before what the files were when they were stamped last */
  constructor(
    paths: Iterable<string>,
    private readonly before: ReadonlyMap<string, Stamped>,
    private readonly absoluteOf: (path: string) => string,
  ) {
    for (const path of paths) this.#seen.set(path, this.look(path));
    // Nothing may tell later whether these have changed in the meantime.
    for (const [path, { isRacy }] of this.#seen) if (isRacy) this.hashOf(path);
  }

  /** Whether a file holds what it held when it was stamped last. */
  isSame(path: string): boolean {
    const before = this.before.get(path);
    return before !== undefined && before.hash !== "" && (this.isUntouched(path) || before.hash === this.hashOf(path));
  }

  /** Whether no file need be stamped again. */
  get areUntouched(): boolean {
    return [...this.#seen.keys()].every((path) => this.isUntouched(path));
  }

  private isUntouched(path: string): boolean {
    const { stamp, isRacy } = this.#seen.get(path) ?? this.look(path);
    return !isRacy && stamp === this.before.get(path)?.stamp;
  }

  /** What can be said of a file at the end of a scan: something only when it has stayed what it was all the time. */
  settled(path: string): Stamped {
    const now = this.look(path);
    const first = this.#seen.get(path) ?? now;
    if (now.stamp !== first.stamp || (now.isRacy && !this.#seen.has(path))) return UNKNOWN;
    const { isRacy } = first;
    const before = this.before.get(path);
    if (before && before.hash !== "" && this.isUntouched(path)) {
      return { stamp: before.stamp, hash: before.hash };
    }
    const hash = this.hashOf(path);
    if (isRacy && hash !== hashNow(this.absoluteOf(path))) return UNKNOWN;
    return { stamp: isRacy ? "" : first.stamp, hash };
  }

  private hashOf(path: string): string {
    let known = this.#hashes.get(path);
    if (known === undefined) this.#hashes.set(path, (known = hashNow(this.absoluteOf(path))));
    return known;
  }

  private look(path: string): Seen {
    return seenAt(this.absoluteOf(path), this.#opened);
  }
}

/**
 * What the file system says of a file.
 *
 * @param opened when the scan began, in milliseconds since 1970
 */
export function seenAt(absolute: string, opened: number): Seen {
  const stats = statsAt(absolute);
  if (!stats?.isFile()) return { stamp: "none", isRacy: false };
  const { mtimeMs, ctimeMs, size, ino } = stats;
  const isRacy = opened - Math.max(mtimeMs, ctimeMs) < RACY;
  return { stamp: [mtimeMs, ctimeMs, size, ino].join(), isRacy };
}

/** Of the bytes of a file; one of its own for a file that no scan can read. */
function hashNow(absolute: string): string {
  try {
    return createHash("sha256").update(readBytes(absolute, LARGEST_FILE)).digest("base64");
  } catch {
    return "none";
  }
}
