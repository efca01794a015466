import { statsAt } from "../../files/paths.js";
import { hashOf } from "../../words.js";
import type { Job } from "../request/job.js";

/** Bytes of source below which one thread does all: starting a second one takes longer than it saves. */
const WORTH_SHARING = 1_500_000;
/** Below which nothing is remembered either: it is found anew in half a second. */
const WORTH_KEEPING = 200_000;
/** Bytes of source that a share has, other than the last. */
const LEAST = 130_000;
const MOST = 400_000;
/** One file in so many may be the last of its share before that has the most. */
const SELDOM = 10;

/** A job in runs of neighbouring files. */
export interface Cut {
  /** None when the job is too small to be worth it. */
  readonly shares: readonly (readonly string[])[];
  /** Whether a second thread is worth its start. */
  readonly isLarge: boolean;
}

/**
 * Cuts a job into runs of neighbouring files, which import each other: what one thread takes at a time, and what is
 * remembered as one.
 *
 * Names say where to cut rather than sizes alone, so that a file that grows, comes or goes moves no cut but those near.
 *
 * @param isKept whether what is found is to be remembered
 */
export function cut(job: Job, isKept: boolean): Cut {
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
  const isLarge = all >= WORTH_SHARING;
  const isWorth = (isLarge || (isKept && all >= WORTH_KEEPING)) && !isPartly(job);
  return { shares: isWorth ? shares : [], isLarge };
}

/** Whether some of a job's texts are not those of its files. */
function isPartly({ found, paths, replaced, text }: Job): boolean {
  return found.length < paths.length || replaced.size > 0 || text !== undefined;
}
