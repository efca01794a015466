import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { openFiles, settingsByPath, type Job } from "./job.js";
import { inOrder } from "./order.js";
import { Run, type RunOptions, type RunResult } from "./run.js";
import type { RegisteredRule } from "./rule.js";
import { RULES } from "./rules.generated.js";

/** What a worker is started with: a rule cannot be sent to a thread, its id can. */
export interface WorkerData {
  readonly job: Job;
  readonly rules: readonly Pick<RegisteredRule, "id" | "url">[];
  readonly options: Omit<RunOptions, "rules">;
}

/** Bytes of source below which starting a second thread takes longer than it saves. */
const WORTH_A_WORKER = 1_500_000;
/** Bytes of source that a worker takes at a time: neighbours, which import each other. */
const SHARE = 750_000;

/** Without a limit each thread lets garbage pile up as if it had the machine to itself; half of this is in use. */
const MEMORY = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 24 };

/** Runs a job, on several threads when it is large. The answer does not depend on how many. */
export async function runJob(
  job: Job,
  options: RunOptions,
  workers = availableParallelism(),
  onProgress?: (done: number, total: number) => void,
): Promise<RunResult> {
  const shares =
    workers > 1 && options.rules.every((rule) => rule.url !== undefined || RULES.includes(rule)) ? sharesOf(job) : [];
  const total = job.paths.length;
  if (shares.length < 2) {
    const run = await Run.over(openFiles(job), settingsByPath(job), options);
    return run.scan(job.paths, onProgress && ((done) => onProgress(done, total)));
  }
  const { rules, ...rest } = options;
  // Loaded only now: a commit hook's scan of a few files never needs it.
  const { Piscina } = await import("piscina");
  const pool = new Piscina<readonly string[], RunResult>({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: Math.min(workers, shares.length),
    maxThreads: Math.min(workers, shares.length),
    resourceLimits: MEMORY,
    workerData: {
      job,
      rules: rules.map(({ id, url }) => ({ id, ...(url !== undefined && { url }) })),
      options: rest,
    } satisfies WorkerData,
  });
  let done = 0;
  try {
    const results = shares.map(async (share) => {
      const result = await pool.run(share).catch((error: unknown) => lost(share, error));
      done += share.length;
      onProgress?.(done, total);
      return result;
    });
    return merged(await Promise.all(results));
  } finally {
    await pool.destroy();
  }
}

/** Runs of neighbouring files of about the same size; none when the job is small. */
function sharesOf(job: Job): string[][] {
  const shares: string[][] = [];
  let share: string[] = [];
  let size = 0;
  let all = 0;
  for (const file of job.found) {
    const bytes = statSync(file.absolute, { throwIfNoEntry: false })?.size ?? 0;
    share.push(file.path);
    size += bytes;
    all += bytes;
    if (size < SHARE) continue;
    shares.push(share);
    share = [];
    size = 0;
  }
  if (share.length > 0) shares.push(share);
  return all < WORTH_A_WORKER || job.found.length < job.paths.length ? [] : shares;
}

/** What a worker that died leaves behind. */
function lost(share: readonly string[], error: unknown): RunResult {
  const reason = error instanceof Error ? error.message : String(error);
  const [first = ""] = share;
  const message = `a worker died here or in the ${String(share.length - 1)} files after it (${reason}); they were not scanned, try --exclude`;
  return { findings: [], failures: [{ path: first, message }], files: 0, lines: 0, commented: [], hidden: [] };
}

function merged(results: readonly RunResult[]): RunResult {
  return {
    findings: inOrder(results.flatMap((result) => result.findings)),
    failures: results.flatMap((result) => result.failures),
    files: results.reduce((sum, result) => sum + result.files, 0),
    lines: results.reduce((sum, result) => sum + result.lines, 0),
    commented: results.flatMap((result) => result.commented),
    hidden: results.flatMap((result) => result.hidden),
  };
}
