import type { Since } from "../engine/change/change.js";

// The pre-commit framework tells its hooks through the environment what it runs them for.

/** Whether a hook of pre-commit is running: it names files, also those that did not change, as with `--all-files`. */
export function isPreCommit(): boolean {
  return process.env.PRE_COMMIT === "1";
}

/** What pre-commit compares with instead of the last commit: before a push, and with `--from-ref`. */
export function preCommitSince(): Since | undefined {
  const revision = process.env.PRE_COMMIT_FROM_REF;
  return isPreCommit() && revision ? { revision } : undefined;
}
