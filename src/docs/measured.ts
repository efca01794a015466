/** How findings of a rule were judged on projects that it was not tuned on; docs/precision.md says which, and how. */
export interface Measure {
  /** A maintainer would act on it. */
  readonly acted: number;
  /** So, but nobody would act. */
  readonly harmless: number;
  /** Not so. */
  readonly wrong: number;
}

const counts = (acted: number, harmless: number, wrong: number): Measure => ({ acted, harmless, wrong });

const NOTHING = counts(0, 0, 0);

/** By rule. Rules of a team's own are not measured. */
export const MEASURED: Readonly<Record<string, Measure | undefined>> = {
  "asyncio/await-of-sync-call": counts(9, 6, 24),
  "asyncio/blocking-call": counts(54, 32, 0),
  "asyncio/dangling-task": counts(21, 56, 1),
  "asyncio/forgotten-await": counts(27, 30, 0),
  "asyncio/gather-of-sync-call": NOTHING,
  "asyncio/task-from-sync-call": counts(1, 0, 0),
  "auth/unchecked-credentials": NOTHING,
  "auth/unverified-token": counts(0, 0, 1),
  "calls/wrong-arguments": counts(53, 20, 6),
  "deserialize/untrusted-pickle": counts(4, 18, 0),
  "errors/raise-that-fails": counts(5, 3, 0),
  "errors/swallowed-exception": counts(6, 74, 2),
  "functions/endless-recursion": counts(3, 0, 0),
  "http/no-timeout": counts(52, 18, 0),
  "imports/missing-module": counts(6, 19, 8),
  "imports/missing-name": counts(21, 18, 0),
  "inject/eval-of-config": counts(9, 9, 2),
  "inject/sql-value-in-text": counts(7, 10, 3),
  "loops/condition-never-changes": NOTHING,
  "names/read-before-assignment": counts(4, 3, 0),
  "names/unbound-in-handler": counts(18, 20, 2),
  "names/undefined-name": counts(51, 26, 2),
  "objects/none-then-used": counts(4, 1, 7),
  "objects/unknown-member": counts(49, 16, 24),
  "orm/no-such-column": counts(51, 3, 0),
  "orm/untracked-change": counts(7, 0, 0),
  "python/syntax-error": counts(6, 27, 0),
  "resources/close-skipped-by-exception": counts(18, 33, 0),
  "resources/never-closed": counts(1, 3, 2),
  "retry/without-wait": counts(0, 1, 0),
  "secrets/public-signing-key": counts(24, 4, 3),
  "state/mutated-default": counts(1, 1, 0),
  "state/override-not-restored": counts(0, 6, 2),
  "state/shared-class-attribute": NOTHING,
  "suppression/malformed": NOTHING,
  "suppression/missing-reason": NOTHING,
  "suppression/unknown-rule": NOTHING,
  "suppression/unused": NOTHING,
  "tests/always-true": counts(43, 27, 0),
  "tests/assert-only-in-handler": counts(8, 1, 0),
  "tests/asserts-nothing": counts(1, 5, 0),
  "tests/comparison-without-assert": counts(31, 4, 0),
  "tests/dead-assert": counts(33, 2, 0),
  "tests/environment-leaks": counts(2, 20, 1),
  "tests/fixture-called": counts(1, 0, 0),
  "tests/fixture-in-testcase": NOTHING,
  "tests/mock-assert-not-called": counts(4, 0, 0),
  "tests/mock-assert-typo": counts(3, 0, 0),
  "tests/module-stub-leaks": counts(7, 11, 4),
  "tests/never-awaited": counts(1, 0, 0),
  "tests/never-collected": NOTHING,
  "tests/no-running-loop": NOTHING,
  "tests/patch-target": counts(12, 1, 1),
  "tests/patched-for-ever": counts(3, 24, 2),
  "tests/returned-comparison": NOTHING,
  "tests/shadowed": counts(27, 0, 0),
  "tests/sleep-instead-of-wait": NOTHING,
  "tests/swallowed-assert": counts(9, 14, 0),
  "threads/check-then-act": counts(7, 8, 10),
  "threads/coarse-sweep": NOTHING,
  "threads/stop-less-loop": counts(0, 6, 0),
  "threads/target-called": NOTHING,
  "threads/unjoined-thread": counts(1, 14, 0),
  "time/naive-with-aware": counts(6, 0, 0),
  "values/never-a-member": counts(1, 0, 0),
  "values/not-a-mapping": NOTHING,
  "web/fail-open-auth": counts(2, 14, 4),
  "web/wildcard-cors": counts(2, 35, 7),
  "zmq/bind-then-connect": NOTHING,
  "zmq/rebind": NOTHING,
};

/** Rules that are younger than the readings. */
export const UNMEASURED: ReadonlySet<string> = new Set(["memory/only-grows", "tests/patch-misses-user"]);

/** Fewer findings than this say little of those to come. */
const FEWEST = 10;

/** What share of a rule's findings is right, in the words of code scanning. */
export function precisionOf(rule: string): "very-high" | "high" | "medium" | "low" {
  const { acted, harmless, wrong } = MEASURED[rule] ?? NOTHING;
  const read = acted + harmless + wrong;
  if (read < FEWEST) return "medium";
  const right = (acted + harmless) / read;
  return right >= 0.95 ? "very-high" : right >= 0.9 ? "high" : right >= 0.75 ? "medium" : "low";
}

/** The same for people, in a sentence; undefined for a rule of a team's own. */
export function measureOf(rule: string): string | undefined {
  const measure = MEASURED[rule];
  if (UNMEASURED.has(rule)) return "It is younger than the readings that precision was measured by.";
  if (!measure) return undefined;
  const { acted, harmless, wrong } = measure;
  const read = acted + harmless + wrong;
  if (read === 0) return "In the projects that precision was measured on it found nothing, neither right nor wrong.";
  return `Of ${String(read)} findings that were read in projects it was not tuned on, a maintainer would have acted on ${String(acted)}, ${String(harmless)} are so but would be left, ${String(wrong)} ${wrong === 1 ? "is" : "are"} wrong.`;
}
