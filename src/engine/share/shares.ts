import { statsAt } from "../../files/paths.js";
import type { Job } from "../request/job.js";
import type { Task } from "../run/run.js";

/** Bytes of source below which one thread does all: starting a second one takes longer than it saves. */
export const WORTH_SHARING = 1_500_000;
/** Below which nothing is remembered either: it is found anew in half a second. */
export const WORTH_KEEPING = 200_000;
/** Bytes of source that a share has, other than the last. */
const ENOUGH = 250_000;

/** How large the files of a job are, in bytes. */
export interface Size {
  readonly all: number;
  readonly byPath: ReadonlyMap<string, number>;
}

/** How large a job is; nothing where some of its texts are not those of its files. */
export function sizeOf(job: Job): Size | undefined {
  const { found, paths, replaced, text } = job;
  if (found.length < paths.length || replaced.size > 0 || text !== undefined) return undefined;
  const part = new Set(job.part ?? paths);
  const byPath = new Map<string, number>();
  let all = 0;
  for (const { path, absolute } of found) {
    if (!part.has(path)) continue;
    const bytes = statsAt(absolute)?.size ?? 0;
    byPath.set(path, bytes);
    all += bytes;
  }
  return { all, byPath };
}

/**
 * Cuts tasks into runs of neighbours, which import each other: what one thread takes at a time.
 *
 * @param rules how many there are: a task that is about some of them is so much smaller
 */
export function cut(tasks: readonly Task[], { byPath }: Size, rules: number): readonly (readonly Task[])[] {
  const shares: Task[][] = [];
  let share: Task[] = [];
  let bytes = 0;
  for (const task of tasks) {
    share.push(task);
    bytes += ((byPath.get(task.path) ?? 0) * (task.rules?.length ?? rules)) / rules;
    if (bytes < ENOUGH) continue;
    shares.push(share);
    [share, bytes] = [[], 0];
  }
  return share.length > 0 ? [...shares, share] : shares;
}
