import type { BarView } from "../evidence/bars.js";
import { percentOf, type Share } from "../evidence/coverage.js";
import type { Evidence } from "../evidence/evidence.js";
import { proofOf } from "../evidence/proof.js";

/** Goes up when a reader of the format has to change; new members alone do not count. */
const FORMAT = 1;

/** Evidence as JSON; docs/evidence.md says what its members mean. The same evidence gives the same bytes. */
export function toEvidenceJson(
  evidence: Evidence,
  bars: readonly BarView[],
  commit: string | undefined,
  toolVersion: string,
): string {
  const { comparison, runs, flaky, failures, durations, coverage, hollow, unrun } = evidence;
  const document = {
    version: FORMAT,
    tool: { name: "scarlint", version: toolVersion },
    commit: commit ?? null,
    runs: runs.map(({ run, counts, rate, absent, isPartial }) => ({
      name: run.name,
      ...counts,
      passRate: rate ?? null,
      seconds: run.seconds,
      notRun: absent,
      partial: isPartial,
    })),
    copies: comparison.copies,
    unstable: comparison.unstable,
    proof: proofOf(evidence),
    flaky: flaky.map(({ id, passed, failed }) => ({ id, passed, failed })),
    failures: failures.map(({ id, runs: names, failure, category, origin, file }) => ({
      id,
      file: file ?? null,
      place: origin ? { path: origin.path, line: origin.line } : null,
      error: failure.error,
      message: failure.message,
      category: category.kind,
      evidence: category.evidence,
      runs: names,
    })),
    coverage: coverage
      ? {
          ...shareJson(coverage.total),
          branches: coverage.hasBranches,
          before: coverage.before ? shareJson(coverage.before) : null,
          incomparable: coverage.incomparable ?? null,
          files: coverage.files.map(({ path, former, before, after }) => ({
            path,
            ...(former !== undefined && { former }),
            before: before ? shareJson(before) : null,
            ...shareJson(after),
          })),
        }
      : null,
    assertNothing: hollow.tests.map(({ path, line, name }) => ({ path, line, name })),
    coveredByThemAlone: hollow.lines ? Object.fromEntries(hollow.lines) : null,
    filesNotRun: unrun,
    durations: durations.slice(0, 1000),
    bars: bars.map(({ name, asked, found, isMet }) => ({ name, asked, found, met: isMet })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function shareJson(share: Share): object {
  return { ...share, percent: percentOf(share) };
}
