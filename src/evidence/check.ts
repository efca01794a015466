import type { Repository } from "../files/git.js";
import { judgeCoverage } from "./check-coverage.js";
import { judgeDuration } from "./check-duration.js";
import { judgeFixes } from "./check-fixes.js";
import { judgeFlaky, judgeScope } from "./check-flaky.js";
import { judgeAllPass, judgeCounts, judgePassRate } from "./check-tests.js";
import { contradictions } from "./contradictions.js";
import type { Facts, Judge, Untruth } from "./judged.js";
import type { Summary } from "./statements.js";

/** What a summary says that the evidence tells nothing of. */
export interface Unchecked {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** What became of all statements. */
export interface Checked {
  readonly untruths: readonly Untruth[];
  readonly unchecked: readonly Unchecked[];
  /** How many statements are so. */
  readonly confirmed: number;
}

const JUDGES: readonly Judge[] = [
  judgePassRate,
  judgeCounts,
  judgeAllPass,
  judgeFlaky,
  judgeScope,
  judgeCoverage,
  judgeDuration,
];

/** Holds a summary against the evidence, statement by statement, in the order of its lines. */
export async function checkSummary(
  { statements, bars }: Summary,
  facts: Facts,
  repository: Repository | undefined,
): Promise<Checked> {
  const untruths: Untruth[] = [...contradictions(statements, bars, facts)];
  const unchecked: Unchecked[] = [];
  let confirmed = 0;
  for (const statement of statements) {
    const judged = [
      ...JUDGES.flatMap((judge) => judge(statement, facts)),
      ...(await judgeFixes(statement, repository, facts.program)),
    ];
    for (const judgement of judged) {
      const { line, text } = statement;
      if (judgement.is === "untrue") untruths.push({ line, rule: judgement.rule, message: judgement.message });
      else if (judgement.is === "unchecked") unchecked.push({ line, text: text.slice(0, 200), why: judgement.why });
      else confirmed++;
    }
  }
  return { untruths: inOrder(distinct(untruths)), unchecked: inOrder(distinct(unchecked)), confirmed };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function inOrder<T extends { readonly line: number }>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => a.line - b.line);
}
