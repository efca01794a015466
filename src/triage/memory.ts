import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as v from "valibot";
import { buildStamp } from "../engine/cache/cache.js";
import { cacheDirectory } from "../engine/cache/cache-directory.js";
import { Seal } from "../engine/cache/seal.js";
import { readBytes } from "../files/read.js";
import { replaceFile } from "../files/replace-file.js";
import { VERSION } from "../version.js";
import { SIGHTING } from "./ledger.js";
import type { Scanned } from "./observer.js";

/** What was not asked for so long, in milliseconds, goes. */
const LONGEST_KEPT = 30 * 24 * 60 * 60 * 1000;
/** Of what is kept of one commit, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/**
 * What scans of commits have seen, kept one by one as they are done: a walk that was interrupted goes on where it was.
 * Whatever cannot be read or written, or was written by somebody else, is as if it had never been kept.
 */
export class Memory {
  private constructor(
    private readonly directory: string,
    private readonly seal: Seal,
  ) {}

  /**
   * What was seen with the same rules and choices; undefined where nothing can be kept.
   *
   * @param asked all that a scan's result rests on but for the files
   */
  static async open(asked: unknown): Promise<Memory | undefined> {
    const [cache, seal] = [await cacheDirectory(), Seal.open()];
    if (cache === undefined || !seal) return undefined;
    const directory = join(cache, "history", digestOf(JSON.stringify([VERSION, buildStamp(), asked])));
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      forget(join(cache, "history"));
      return new Memory(directory, seal);
    } catch {
      return undefined;
    }
  }

  /** What a scan saw of files. @param files a digest of their paths and contents */
  recall(files: string): Scanned | undefined {
    try {
      const bytes = readBytes(join(this.directory, files), LARGEST);
      const end = bytes.indexOf(10);
      const packed = bytes.subarray(end + 1);
      if (end < 0 || !this.seal.isOf(Buffer.from(bytes.subarray(0, end)).toString("latin1"), files, packed))
        return undefined;
      const text = gunzipSync(packed, { maxOutputLength: 16 * LARGEST }).toString();
      const checked = v.safeParse(KEPT, JSON.parse(text));
      if (!checked.success) return undefined;
      const { until, broken } = checked.output;
      return until !== undefined && until < today() ? undefined : { ...checked.output, broken: new Set(broken) };
    } catch {
      return undefined;
    }
  }

  /** Keeps what a scan saw. */
  keep(files: string, { broken, ...scanned }: Scanned): void {
    const packed = gzipSync(JSON.stringify({ ...scanned, broken: [...broken] }));
    const sealed = Buffer.from(`${this.seal.of(files, packed)}\n`, "latin1");
    try {
      replaceFile(join(this.directory, files), Buffer.concat([sealed, packed]));
    } catch {
      // A full disk costs time later on, and nothing else.
    }
  }
}

/** As in `2027-01-31`. */
function today(): string {
  return new Date().toISOString().slice(0, "2027-01-31".length);
}

/** A short name for a text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** Takes away what nobody has walked for long. */
function forget(histories: string): void {
  for (const name of readdirSync(histories)) {
    const path = join(histories, name);
    if (Date.now() - statSync(path).mtimeMs > LONGEST_KEPT) rmSync(path, { recursive: true, force: true });
  }
}

const KEPT = v.object({
  until: v.exactOptional(v.string()),
  sightings: v.array(v.object({ finding: SIGHTING, accepted: v.exactOptional(v.string()) })),
  broken: v.array(v.string()),
  failures: v.array(
    v.object({ path: v.exactOptional(v.string()), rule: v.exactOptional(v.string()), message: v.string() }),
  ),
});
