import { workerData } from "piscina";
import { loadRule } from "../rules/custom-rules.js";
import { openFiles, settingsByPath } from "../request/job.js";
import { loadFrugalParser } from "../../syntax/parser.js";
import { startTiming, takeTimes } from "../../timing.js";
import type { Scanned, Share, WorkerData } from "./pool.js";
import { Run } from "../run/run.js";
import { RULES } from "../rules/rules.generated.js";
import { TracedFiles } from "../run/traced-files.js";

const { job, rules, options, answers, isTraced, isTimed } = workerData as WorkerData;
// The clock runs since the thread has started.
if (isTimed) startTiming(performance.now());
const files = openFiles(job);
const run = opened();

/** Scans a share of the job's files, and says what that took if somebody wants to know. */
export default async function scanShare({ tasks, words }: Share): Promise<Scanned> {
  if (words) files.adopt(words);
  const traced = await (await run).trace(tasks);
  return { traced, times: takeTimes() };
}

async function opened(): Promise<Run> {
  const loaded = await Promise.all(
    rules.map(async ({ id, url }) =>
      url === undefined ? RULES.filter((rule) => rule.id === id) : [await loadRule(id, url)],
    ),
  );
  const chosen = { ...options, rules: loaded.flat() };
  return Run.over(new TracedFiles(files, answers, isTraced), settingsByPath(job), chosen, loadFrugalParser());
}
