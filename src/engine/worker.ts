import { workerData } from "piscina";
import { openFiles } from "./job.js";
import type { WorkerData } from "./pool.js";
import { Run, type RunResult } from "./run.js";
import { RULES } from "./rules.generated.js";

const { job, rules, options } = workerData as WorkerData;
const run = Run.over(openFiles(job), job.paths, { ...options, rules: RULES.filter(({ id }) => rules.includes(id)) });

/** Scans a share of the job's files. */
export default async function scanShare(paths: readonly string[]): Promise<RunResult> {
  return (await run).scan(paths);
}
