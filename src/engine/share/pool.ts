import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import type { Piscina } from "piscina";
import { openFiles, settingsByPath, type Job } from "../request/job.js";
import type { Disk } from "../../files/disk.js";
import type { SourceFiles } from "../../files/source-files.js";
import type { ResultCache } from "../cache/cache.js";
import { merged, NOTHING_FOUND, type RunResult } from "../finding/run-result.js";
import { Run, type RunOptions, type Task } from "../run/run.js";
import { byFile, type Traced, type TracedFile } from "../run/traced.js";
import type { RegisteredRule } from "../rule.js";
import { RULES } from "../rules/rules.generated.js";
import type { WordTable } from "../../files/word-index.js";
import { WORKER } from "../../package.js";
import type { Answers } from "../cache/answers.js";
import { openStore, remembering, type Store } from "../cache/store.js";
import { Queues } from "./queues.js";
import { cut, sizeOf, WORTH_KEEPING, WORTH_SHARING } from "./shares.js";
import { TracedFiles } from "../run/traced-files.js";
import { loadForcedParser, loadFrugalParser, loadParser } from "../../syntax/parser.js";
import { addTimes, isTiming, timed, timedUntil, type Times } from "../../timing.js";

/** What a worker is started with: a rule cannot be sent to a thread, its id can. */
export interface WorkerData {
  readonly job: Job;
  readonly rules: readonly Pick<RegisteredRule, "id" | "url">[];
  readonly options: Omit<RunOptions, "rules">;
  /** What is known of all texts. */
  readonly answers: Answers;
  /** Whether somebody wants to know what all that is found leans on. */
  readonly isTraced: boolean;
  /** Whether to measure what time goes into. */
  readonly isTimed: boolean;
}

/** What a worker is given: files to scan, and the words of all of them where they are worth finding out. */
export interface Share {
  readonly tasks: readonly Task[];
  readonly words?: WordTable;
}

/** What it gives. */
export interface Scanned {
  readonly traced: Traced;
  readonly times: Times;
}

const NONE_KNOWN: Answers = new Map();

/** Without a limit each thread lets garbage pile up as if it had the machine to itself; half of this is in use. A larger young generation is no faster. */
const MEMORY = { maxOldGenerationSizeMb: 300, maxYoungGenerationSizeMb: 12 };

/** How much may be in use until garbage is looked for again, beyond what was left then: an eighth less at the peak on two threads, a third less on one, at no cost that shows. */
const FRUGAL = "--heap-growing-percent=40";

/**
 * Runs a job, on several threads when it is large. The answer does not depend on how many, nor on what is remembered.
 */
export async function runJob(
  job: Job,
  options: RunOptions,
  { workers = usualThreads(), cache: isCached = false, onProgress, disk, onTraced }: RunManner = {},
): Promise<RunResult> {
  const canShare = options.rules.every((rule) => rule.url !== undefined || RULES.includes(rule));
  const isOwn = options.rules.every(({ url }) => url === undefined);
  // Who knows the files already has just looked at them, and looks at few.
  const isKept = isCached && isOwn && disk === undefined;
  const { part = job.paths } = job;
  const total = part.length;
  const size = canShare ? timed("finding files", () => sizeOf(job)) : undefined;
  const isLarge = size !== undefined && size.all >= WORTH_SHARING;
  const store = isCached ? await openStore() : undefined;
  const files = store ? remembering(openFiles(job, disk), job.root, store) : openFiles(job, disk);
  if (!size || (!isLarge && (!isKept || size.all < WORTH_KEEPING))) {
    const traces = new TracedFiles(files, [], onTraced !== undefined);
    const run = await Run.over(traces, settingsByPath(job), options);
    const onFile =
      onProgress &&
      ((done: number): void => {
        onProgress(done, total);
      });
    const tasks = part.map((path) => ({ path }));
    const traced = await run.trace(tasks, onFile);
    if (onTraced) for (const one of byFile(traced)) onTraced(one);
    return merged(traced.slices.map(({ result }) => result));
  }
  // What is wrong with it, each worker would die of.
  await loadForcedParser();
  const cache = store && isOwn ? await timedUntil("cache", () => openCache(job, options, files, store)) : undefined;
  const { slices, tasks } = timed("cache", () => cache?.recall(part)) ?? {
    slices: [],
    tasks: part.map((path) => ({ path })),
  };
  const found = new Map<string, RunResult[]>(part.map((path) => [path, []]));
  for (const { path, result } of slices) found.get(path)?.push(result);
  const others: TracedFile[] = [];
  const onDone = (share: readonly Task[], given: Given): void => {
    if ("failures" in given) found.get(share[0]?.path ?? "")?.push(given);
    else {
      for (const { path, result } of given.slices) found.get(path)?.push(result);
      if (cache) cache.keep(given);
      else if (onTraced) others.push(...byFile(given));
    }
    done += share.length;
    onProgress?.(done, total);
  };
  let done = total - tasks.length;
  if (tasks.length > 0) {
    const shares = cut(tasks, size, options.rules.length);
    // This thread has no limit of its own, and garbage would pile up here.
    if (isLarge) setFlagsFromString(FRUGAL);
    const parser = isLarge ? loadFrugalParser : loadParser;
    const isTraced = cache !== undefined || onTraced !== undefined;
    const shared = { job, options, files, answers: cache?.answers ?? NONE_KNOWN, isTraced, parser };
    await runShares(shared, shares, isLarge && shares.length > 1 ? workers : 1, onDone);
  }
  if (onTraced) for (const traced of cache ? byFile(cache.known) : others) onTraced(traced);
  timed("cache", () => cache?.save());
  return merged(part.flatMap((path) => found.get(path) ?? []));
}

/** Loaded only for a scan that is large enough for its results to be remembered. */
async function openCache(
  job: Job,
  options: RunOptions,
  files: SourceFiles,
  { directory, seal }: Store,
): Promise<ResultCache> {
  const { ResultCache } = await import("../cache/cache.js");
  return new ResultCache(job, options, files, seal, directory);
}

/**
 * Every thread finds out again much of what the others know, and two processors often are one core: as many threads as
 * processors are hardly done earlier than half as many, for a third more work and memory.
 */
function usualThreads(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2));
}

/** How to run a job; none of it changes the answer. */
export interface RunManner {
  /** At most so many threads; one for every two processors unless given. */
  readonly workers?: number | undefined;
  /** Whether to use, and keep, what earlier runs have found. */
  readonly cache?: boolean | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** What is known of the files already. */
  readonly disk?: Disk | undefined;
  /** Told what each file gave, and what that depends on; not of one that could not be looked at. */
  readonly onTraced?: ((traced: TracedFile) => void) | undefined;
}

/** What all shares have in common. */
interface Shared {
  readonly job: Job;
  readonly options: RunOptions;
  readonly files: SourceFiles;
  readonly answers: Answers;
  /** Whether somebody wants to know what all that is found leans on. */
  readonly isTraced: boolean;
  /** Of a scan in one thread. */
  readonly parser: typeof loadParser;
}

/** What some files gave: each of them, or what there is to say of all of them when they could not be looked at. */
type Given = Traced | RunResult;

/** Scans a share of the files. */
type Scanner = (tasks: readonly Task[]) => Promise<Traced>;

/** This thread scans, too: one fewer has to start, to warm up, and to find out what others have. */
async function runShares(
  shared: Shared,
  shares: readonly (readonly Task[])[],
  workers: number,
  onDone: (share: readonly Task[], given: Given) => void,
): Promise<void> {
  const { job, options, files, answers, isTraced, parser } = shared;
  const owners = Math.min(workers, shares.length);
  const queues = new Queues(shares, owners);
  const threads = owners > 1 ? await startThreads(shared, owners - 1) : [];
  try {
    // One thread indexes for all, while the others start. Those that know answers already have little to ask.
    const isLittleAsked = answers.size > 0 && files.canSearch && !files.areRemembered;
    const known = threads.length === 0 || isLittleAsked ? {} : { words: files.words };
    const scanners = threads.map((thread): Scanner => async (tasks) => {
      const { traced, times } = await thread.run({ tasks, ...known });
      addTimes(times);
      return traced;
    });
    const run = await Run.over(new TracedFiles(files, answers, isTraced), settingsByPath(job), options, parser());
    // The last: it begins at once, and the others would wait until it looks up.
    scanners.push((tasks) => run.trace(tasks));
    await Promise.all(
      scanners.map(async (scan, owner) => {
        for (let share = queues.next(owner); share; share = queues.next(owner)) {
          const tasks = share;
          onDone(tasks, await scan(tasks).catch((error: unknown) => lost(tasks, error)));
        }
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.destroy()));
  }
}

async function startThreads(
  { job, options, answers, isTraced }: Shared,
  number: number,
): Promise<readonly Piscina<Share, Scanned>[]> {
  const { rules, ...rest } = options;
  // Loaded only now: a commit hook's scan of a few files never needs it.
  const { Piscina } = await import("piscina");
  const workerData: WorkerData = {
    job,
    rules: rules.map(({ id, url }) => ({ id, ...(url !== undefined && { url }) })),
    options: rest,
    answers,
    isTraced,
    isTimed: isTiming(),
  };
  const filename = pathToFileURL(WORKER).href;
  const start = (): Piscina<Share, Scanned> =>
    new Piscina({ filename, minThreads: 1, maxThreads: 1, resourceLimits: MEMORY, workerData });
  return Array.from({ length: number }, start);
}

/** What a worker that died leaves behind. */
function lost(share: readonly Task[], error: unknown): RunResult {
  const reason = error instanceof Error ? error.message : String(error);
  const first = share[0]?.path ?? "";
  const where = share.length === 1 ? "here" : `here or in the files after it, up to '${share.at(-1)?.path ?? ""}'`;
  const lost = share.length === 1 ? "it was" : `these ${String(share.length)} files were`;
  const message = `a worker died ${where} (${reason}); ${lost} not scanned, try --exclude`;
  return { ...NOTHING_FOUND, failures: [{ path: first, message }] };
}
