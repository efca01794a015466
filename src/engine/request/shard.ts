import { createHash } from "node:crypto";
import type { FoundFile } from "../../files/discover.js";
import { statsAt } from "../../files/paths.js";
import type { Shard } from "../finding/finding.js";

/** The files of all shards, so that nobody puts together what does not belong together. */
export interface Split {
  /** The shard's files: neighbours, which import each other, in the order that all files have. */
  readonly part: readonly string[];
  /** The same for the same files of the same sizes, on any machine. */
  readonly digest: string;
}

/** Shares out files by their bytes. @param files sorted by path, so that the answer depends on nothing else */
export function split(files: readonly FoundFile[], { index, count }: Shard): Split {
  const hash = createHash("sha256");
  const weights = files.map(({ path, absolute }) => {
    const bytes = statsAt(absolute)?.size ?? 0;
    hash.update(`${JSON.stringify([path, bytes])}\n`);
    // An empty file is work, too.
    return bytes + 1;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  const part = files.filter((_, at) => {
    const weight = weights[at] ?? 0;
    const middle = before + weight / 2;
    before += weight;
    return Math.floor((middle * count) / total) === index - 1;
  });
  return { part: part.map(({ path }) => path), digest: hash.digest("hex") };
}
