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
  "asyncio/await-of-sync-call": counts(17, 13, 24),
  "asyncio/blocking-call": counts(58, 39, 0),
  "asyncio/dangling-task": counts(25, 67, 1),
  "asyncio/forgotten-await": counts(32, 30, 1),
  "asyncio/gather-of-sync-call": counts(1, 0, 0),
  "asyncio/task-from-sync-call": counts(2, 0, 0),
  "auth/unchecked-credentials": counts(0, 0, 2),
  "auth/unverified-token": counts(0, 4, 2),
  "calls/wrong-arguments": counts(85, 27, 7),
  "deserialize/untrusted-pickle": counts(4, 23, 0),
  "errors/raise-that-fails": counts(9, 3, 0),
  "errors/swallowed-exception": counts(8, 98, 2),
  "functions/endless-recursion": counts(4, 0, 0),
  "http/no-timeout": counts(89, 21, 0),
  "imports/missing-module": counts(18, 28, 8),
  "imports/missing-name": counts(26, 32, 0),
  "inject/eval-of-config": counts(16, 26, 4),
  "inject/sql-value-in-text": counts(12, 23, 6),
  "loops/condition-never-changes": counts(1, 2, 1),
  "names/read-before-assignment": counts(23, 6, 0),
  "names/unbound-in-handler": counts(22, 23, 6),
  "names/undefined-name": counts(85, 31, 3),
  "objects/none-then-used": counts(4, 6, 10),
  "objects/unknown-member": counts(78, 27, 24),
  "orm/no-such-column": counts(70, 16, 0),
  "orm/untracked-change": counts(14, 2, 0),
  "python/syntax-error": counts(7, 37, 0),
  "resources/close-skipped-by-exception": counts(26, 48, 0),
  "resources/never-closed": counts(1, 6, 2),
  "retry/without-wait": counts(0, 1, 1),
  "secrets/public-signing-key": counts(40, 11, 6),
  "state/mutated-default": counts(1, 2, 0),
  "state/override-not-restored": counts(0, 8, 2),
  "state/shared-class-attribute": counts(1, 1, 0),
  "suppression/malformed": NOTHING,
  "suppression/missing-reason": NOTHING,
  "suppression/unknown-rule": NOTHING,
  "suppression/unused": NOTHING,
  "tests/always-true": counts(55, 40, 0),
  "tests/assert-only-in-handler": counts(13, 2, 0),
  "tests/asserts-nothing": counts(1, 7, 0),
  "tests/comparison-without-assert": counts(39, 4, 0),
  "tests/dead-assert": counts(48, 2, 0),
  "tests/environment-leaks": counts(2, 28, 1),
  "tests/fixture-called": counts(1, 0, 0),
  "tests/fixture-in-testcase": NOTHING,
  "tests/mock-assert-not-called": counts(6, 0, 0),
  "tests/mock-assert-typo": counts(4, 0, 0),
  "tests/module-stub-leaks": counts(7, 20, 4),
  "tests/never-awaited": counts(1, 0, 0),
  "tests/never-collected": counts(1, 0, 0),
  "tests/no-running-loop": NOTHING,
  "tests/patch-target": counts(23, 1, 3),
  "tests/patched-for-ever": counts(3, 26, 4),
  "tests/returned-comparison": NOTHING,
  "tests/shadowed": counts(31, 0, 0),
  "tests/sleep-instead-of-wait": counts(0, 6, 1),
  "tests/swallowed-assert": counts(10, 21, 1),
  "threads/check-then-act": counts(7, 8, 10),
  "threads/coarse-sweep": NOTHING,
  "threads/stop-less-loop": counts(0, 6, 0),
  "threads/target-called": NOTHING,
  "threads/unjoined-thread": counts(1, 16, 0),
  "time/naive-with-aware": counts(8, 0, 0),
  "values/never-a-member": counts(2, 1, 0),
  "values/not-a-mapping": NOTHING,
  "web/fail-open-auth": counts(3, 23, 8),
  "web/wildcard-cors": counts(4, 44, 8),
  "zmq/bind-then-connect": counts(0, 1, 0),
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
