import { isSkipped } from "../../concepts/tests/expectations.js";
import { isRunByHand, unrunBecause, waitsBecause } from "../../concepts/reach/reach.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Purpose } from "../finding/finding.js";
import type { Report, Rule } from "../rule.js";
import { lowered, type Severity } from "../severity.js";

/** What a report is worth where it stands. */
export interface Standing {
  /** Whether it is reported with `--audit` only. */
  readonly likely: boolean;
  readonly message: string;
  /** What the file is for, unless it is a part of the program. */
  readonly purpose: Purpose | undefined;
  /** What it weighs, when it would weigh so much anywhere else. */
  severity(weight: Severity): Severity;
}

/**
 * What a report is worth: one severity less where it is not proved, where nothing of the project runs what it is about, and
 * in what does not serve anybody, and `low` where somebody starts it by hand and sees what it does. What is wrong with code that
 * nothing runs is so, and nobody would act; what stands behind the line at which its file fails is `low` until that is mended.
 *
 * @param rule that reports it: to one about tests, a test is the very thing
 */
export function standingOf({ at, likely, message }: Report, { about, likely: where }: Partial<Rule> = {}): Standing {
  const isSpan = "module" in at;
  const module = isSpan ? at.module : moduleOf(at);
  const isLikely = likely === true || where === "everywhere" || (where === "in tests" && module.isTest);
  const unrun = isLikely ? undefined : (unrunBecause(isSpan ? module : at) ?? skippedBecause(at, module, about));
  const isUnsure = isLikely || unrun !== undefined;
  const purpose = purposeOf(module) ?? (isUnsure || !isRunByHand(isSpan ? module : at) ? undefined : "script");
  const servesNobody = purpose === "test" ? about !== "tests" : unrun === undefined && purpose !== undefined;
  const waits = isSpan || isUnsure ? undefined : waitsBecause(at);
  // What is wrong with a test that is skipped can wait until it is not.
  const isWaiting = waits !== undefined || (about === "tests" && !isSpan && isSkipped(at));
  const why = unrun ?? waits;
  return {
    likely: isUnsure,
    message: why === undefined ? message : `${message} ${why}`,
    purpose,
    severity: (weight) =>
      purpose === "script" || isWaiting
        ? "low"
        : [isUnsure, servesNobody].filter(Boolean).reduce((so) => lowered(so), weight),
  };
}

/** A test that is skipped, or need not pass, is known not to work: what else than tests a rule finds in one, nobody meets. */
function skippedBecause(at: Report["at"], { isTest }: Module, about: Rule["about"]): string | undefined {
  if (!isTest || about === "tests" || "module" in at) return undefined;
  return isSkipped(at) ? "The test is skipped." : undefined;
}

const purposeOf = ({ isTest, isCopy, isExample }: Module): Purpose | undefined =>
  isCopy ? "copy" : isTest ? "test" : isExample ? "example" : undefined;
