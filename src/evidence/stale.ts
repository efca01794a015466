import type { Repository } from "../files/git.js";
import type { Evidence, RunView } from "./evidence.js";
import type { Untruth } from "./judged.js";

/** Milliseconds by which two clocks may differ that do not say where they are. */
const ANYWHERE = 14 * 60 * 60 * 1000;
/** Commits that are looked through; each takes a few milliseconds. */
const MOST_COMMITS = 300;

/** Evidence that is older than the last change of the code says nothing of the code that there is. */
export async function staleness(evidence: Evidence, repository: Repository | undefined): Promise<Untruth | undefined> {
  const [oldest] = [...evidence.runs].sort((a, b) => endOf(a) - endOf(b));
  if (!repository || !oldest || Number.isNaN(endOf(oldest))) return undefined;
  for (const { id, date } of await repository.commits([], MOST_COMMITS)) {
    if (date.getTime() <= endOf(oldest)) continue;
    const { paths } = await repository.changesOf(id);
    if (![...paths].some((path) => path.endsWith(".py"))) continue;
    const when = oldest.run.timestamps[0]?.slice(0, 19) ?? "";
    const message = `The evidence is of other code: '${oldest.run.name}' ran at ${when}, before commit '${id.slice(0, 12)}' changed it.`;
    return { line: 1, rule: "evidence/stale", message };
  }
  return undefined;
}

/** When a run was over at the latest, in milliseconds since 1970; NaN where it does not say when it began. */
function endOf({ run }: RunView): number {
  const [stamp = ""] = run.timestamps;
  const slack = /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp) ? 1000 : ANYWHERE;
  return Date.parse(stamp) + run.seconds * 1000 + slack;
}
