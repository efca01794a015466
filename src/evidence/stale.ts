import type { Repository } from "../files/git.js";
import type { Evidence } from "./evidence.js";
import type { Untruth } from "./judged.js";

/** Milliseconds by which two clocks may differ that do not say where they are. */
const ANYWHERE = 14 * 60 * 60 * 1000;

/** Evidence that is older than the last change of the code says nothing of the code that there is. */
export async function staleness(evidence: Evidence, repository: Repository | undefined): Promise<Untruth | undefined> {
  const [last] = (await repository?.commits(["*.py"], 1)) ?? [];
  if (!last) return undefined;
  const old = evidence.runs.find(({ run }) => {
    const [stamp = ""] = run.timestamps;
    const slack = /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp) ? 1000 : ANYWHERE;
    return Date.parse(stamp) + run.seconds * 1000 + slack < last.date.getTime();
  });
  if (!old) return undefined;
  const [stamp = ""] = old.run.timestamps;
  const message = `The evidence is of other code: '${old.run.name}' ran at ${stamp.slice(0, 19)}, before commit '${last.id.slice(0, 12)}' changed it.`;
  return { line: 1, rule: "evidence/stale", message };
}
