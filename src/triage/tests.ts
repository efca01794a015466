import type { Bug } from "./bug.js";

/** A test that guards against a bug's return, or says that it does. */
export interface RegressionTest {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly line: number;
  /** With its class, as `TestPool.test_p0_rebind_regression`. */
  readonly name: string;
  /** P0 or P1, when its name says so. */
  readonly urgency?: string;
  /** The bugs that it names. */
  readonly bugs: readonly string[];
  /** Why it guards against nothing; undefined when it may. */
  readonly flaw?: string;
  /** The words of its name. */
  readonly words: readonly string[];
}

/** Which tests guard which bugs, by the bugs' ids. */
export type Guards = ReadonlyMap<string, readonly RegressionTest[]>;

/** Whether a bug's return would be noticed by a test. */
export function isGuarded(bug: Bug, guards: Guards): boolean {
  return (guards.get(bug.id) ?? []).some(({ flaw }) => flaw === undefined);
}
