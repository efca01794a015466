import type { Finding, SuppressedFinding } from "../finding/finding.js";
import { inOrder } from "../finding/order.js";
import type { RunResult } from "../finding/run-result.js";
import { onePerPlace } from "./precedence.js";
import { silenced, type Judging } from "./suppress.js";

/** What is left to say of what rules found, in order. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Takes one finding a place, takes out what comments silence, adds what is wrong with those, and puts all in order. */
export function judge(found: Pick<RunResult, "findings" | "hidden" | "commented">, judging: Judging): Judged {
  const { standing, covered } = onePerPlace(found.findings, judging.rules);
  const all = inOrder(silenced(standing, [...found.hidden, ...covered], found.commented, judging));
  return { findings: all.filter((finding) => !isSuppressed(finding)), suppressed: all.filter(isSuppressed) };
}

function isSuppressed(finding: Finding | SuppressedFinding): finding is SuppressedFinding {
  return "suppression" in finding;
}
