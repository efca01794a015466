import { statsAt } from "../../files/paths.js";
import { hashOf } from "../../words.js";
import type { Job } from "../request/job.js";

/** Bytes of source below which nothing is shared: starting a second thread takes longer than it saves. */
const WORTH_SHARING = 1_500_000;
/** Bytes of source that a share has, other than the last. */
const LEAST = 130_000;
const MOST = 400_000;
/** One file in so many may be the last of its share before that has the most. */
const SELDOM = 10;

/**
 * Cuts a job into runs of neighbouring files, which import each other: what one thread takes at a time, and what is
 * remembered as one. None when the job is small.
 *
 * Names say where to cut rather than sizes alone, so that a file that grows, comes or goes moves no cut but those near.
 */
export function sharesOf(job: Job): string[][] {
  const shares: string[][] = [];
  let share: string[] = [];
  let size = 0;
  let all = 0;
  const part = new Set(job.part ?? job.paths);
  for (const { path, absolute } of job.found) {
    if (!part.has(path)) continue;
    const bytes = statsAt(absolute)?.size ?? 0;
    share.push(path);
    size += bytes;
    all += bytes;
    if (size < LEAST || (size < MOST && hashOf(path) % SELDOM > 0)) continue;
    shares.push(share);
    share = [];
    size = 0;
  }
  if (share.length > 0) shares.push(share);
  return all < WORTH_SHARING || isPartly(job) ? [] : shares;
}

/** Whether some of a job's texts are not those of its files. */
function isPartly({ found, paths, replaced, text }: Job): boolean {
  return found.length < paths.length || replaced.size > 0 || text !== undefined;
}
