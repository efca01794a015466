import { isMoved, lineBefore, type FileChange } from "../../files/git-diff.js";
import type { Finding } from "../finding/finding.js";
import { match } from "../finding/identity.js";

/**
 * The findings that a change brings, of those there are with it.
 *
 * Old is, first, what the same rule found on the same line, wherever that was moved by lines added above, indented
 * anew or renamed with its file; then what is the same finding by its identity; and at last what is on a line that
 * git sees to be moved, and is gone from a line of the same text.
 *
 * @param before - the findings there are without the change
 */
export function broughtBy(
  files: readonly FileChange[],
  before: readonly Finding[],
  after: readonly Finding[],
): readonly Finding[] {
  const changes = new Map(files.flatMap((file) => (file.after ? [[file.after.path, file]] : [])));
  const onLine = pair(before, after, placeOf, (finding) => placeBefore(finding, changes.get(finding.path)));
  const { added, gone } = match(onLine.before, onLine.after);
  const movedText = (finding: Finding): string | undefined => {
    const change = changes.get(finding.path);
    return change && isMoved(change, finding.start.line) ? textOf(finding) : undefined;
  };
  const left = new Set(pair(gone, added, textOf, movedText).after);
  return after.filter((finding) => left.has(finding));
}

/** What is left of two lists after pairs with the same key are taken out. */
function pair(
  before: readonly Finding[],
  after: readonly Finding[],
  oldKey: (finding: Finding) => string,
  newKey: (finding: Finding) => string | undefined,
): { before: readonly Finding[]; after: readonly Finding[] } {
  const waiting = new Map<string, Finding[]>();
  for (const finding of before) {
    const key = oldKey(finding);
    const queue = waiting.get(key);
    if (queue) queue.push(finding);
    else waiting.set(key, [finding]);
  }
  const left = after.filter((finding) => {
    const key = newKey(finding);
    return key === undefined || !waiting.get(key)?.pop();
  });
  const unpaired = new Set([...waiting.values()].flat());
  return { before: before.filter((finding) => unpaired.has(finding)), after: left };
}

function placeOf({ rule, path, start }: Finding): string {
  return JSON.stringify([rule, path, start.line]);
}

function placeBefore(finding: Finding, change: FileChange | undefined): string | undefined {
  if (!change) return placeOf(finding);
  const line = lineBefore(change, finding.start.line);
  if (line === undefined || !change.before) return undefined;
  return JSON.stringify([finding.rule, change.before.path, line]);
}

function textOf({ rule, line }: Finding): string {
  return JSON.stringify([rule, line.trim()]);
}
