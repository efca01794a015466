import { lstatSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { isPython } from "./discover.js";
import type { Exclusions } from "./exclusions.js";
import { IgnoreRules } from "./ignored.js";
import { displayPath, isInside } from "./paths.js";
import { isEnvironment, isSkippedByName } from "./skipped.js";

/**
 * Why a walk does not come across a file, as a phrase that goes on from `it`; the first reason on the way down.
 *
 * @param absolute of the file
 * @param from the directory that the walk starts in; absolute
 * @param root what the paths of `exclusions` are relative to
 */
export function whyLeftOut(absolute: string, from: string, root: string, exclusions: Exclusions): string {
  if (!isInside(absolute, from)) return "lies outside of the directory that is scanned";
  const reason = whyNotReached(absolute, from, root, exclusions);
  if (reason !== undefined) return reason;
  const name = basename(absolute);
  if (!isPython(absolute, name)) return "does not end in .py, and its first line names no Python";
  return "is not come across under this name";
}

/** Whether a walk comes across a Python file that there may not be yet; as for {@link whyLeftOut}. */
export function isComeAcross(absolute: string, from: string, root: string, exclusions: Exclusions): boolean {
  return (
    isInside(absolute, from) &&
    whyNotReached(absolute, from, root, exclusions) === undefined &&
    isPython(absolute, basename(absolute))
  );
}

function whyNotReached(absolute: string, from: string, root: string, exclusions: Exclusions): string | undefined {
  let rules = IgnoreRules.around(from).inside(from);
  let at = from;
  for (const name of relative(from, absolute).split(sep)) {
    at = join(at, name);
    const reason = whyPassedOver(at, at !== absolute, rules, root, exclusions);
    if (reason !== undefined) return reason;
    rules = rules.inside(at);
  }
  return undefined;
}

function whyPassedOver(
  at: string,
  isDirectory: boolean,
  rules: IgnoreRules,
  root: string,
  exclusions: Exclusions,
): string | undefined {
  const shown = displayPath(at, root);
  const [is, what] = isDirectory ? ["lies in", `'${shown}', which `] : ["", ""];
  const told = (reason: string): string => `${is} ${what}${reason}`.trim();
  if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink())
    return told("is a symbolic link, and none is followed");
  if (rules.ignores(at, isDirectory)) return told("is ignored by git");
  if (exclusions.excludes(shown)) return told("is matched by an 'exclude' of the configuration or the command line");
  const isOther = isDirectory && (isSkippedByName(at, basename(at)) || isEnvironment(at));
  return isOther ? told("is a virtual environment, a cache, build output or the like") : undefined;
}
