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
  "asyncio/await-of-sync-call": counts(1, 0, 5),
  "asyncio/blocking-call": counts(36, 35, 13),
  "asyncio/dangling-task": counts(19, 77, 24),
  "asyncio/forgotten-await": counts(0, 3, 1),
  "asyncio/gather-of-sync-call": counts(1, 0, 0),
  "asyncio/task-from-sync-call": counts(5, 1, 0),
  "calls/wrong-arguments": counts(4, 13, 1),
  "deserialize/untrusted-pickle": counts(0, 9, 12),
  "errors/swallowed-exception": counts(14, 89, 2),
  "functions/endless-recursion": counts(0, 0, 1),
  "imports/missing-module": counts(2, 4, 0),
  "imports/missing-name": counts(1, 7, 3),
  "inject/eval-of-config": counts(17, 21, 8),
  "names/read-before-assignment": counts(0, 0, 1),
  "names/unbound-in-handler": counts(7, 17, 6),
  "names/undefined-name": counts(10, 11, 1),
  "objects/none-then-used": counts(4, 8, 5),
  "objects/unknown-member": counts(49, 52, 31),
  "orm/no-such-column": counts(8, 4, 0),
  "python/syntax-error": counts(2, 10, 0),
  "suppression/malformed": NOTHING,
  "suppression/missing-reason": NOTHING,
  "suppression/unknown-rule": NOTHING,
  "suppression/unused": NOTHING,
  "threads/check-then-act": counts(7, 5, 15),
  "threads/coarse-sweep": NOTHING,
  "threads/stop-less-loop": counts(0, 13, 1),
  "threads/target-called": counts(1, 0, 0),
  "threads/unjoined-thread": counts(2, 25, 7),
  "web/fail-open-auth": counts(1, 11, 0),
  "web/wildcard-cors": counts(6, 18, 2),
  "zmq/bind-then-connect": NOTHING,
  "zmq/rebind": NOTHING,
};

/** Rules that are younger than the readings. */
export const UNMEASURED: ReadonlySet<string> = new Set([
  "errors/raise-that-fails",
  "orm/untracked-change",
  "time/naive-with-aware",
  "values/never-a-member",
  "values/not-a-mapping",
]);

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
