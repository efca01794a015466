import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { directoryOf } from "../../files/discover.js";
import { Disk } from "../../files/disk.js";
import { Exclusions } from "../../files/exclusions.js";
import { lineBefore } from "../../files/git-diff.js";
import { Repository } from "../../files/git.js";
import { displayPath, isInside } from "../../files/paths.js";
import { readChange, type Tree, type Change, type Contents, type Since } from "./change.js";
import type { Failure, Finding, ScanResult } from "../finding/finding.js";
import type { RegisteredRule } from "../rule.js";
import { RULES } from "../rules/rules.generated.js";
import { configurationsFor } from "../request/policy.js";
import { problemOf } from "../rules/selection.js";
import { broughtBy } from "./novelty.js";
import type { ScanRequest } from "../request/request.js";
import { scan } from "../scan/scan.js";
import { loadParser } from "../../syntax/parser.js";

/** Which change to look at. */
export interface Looked {
  readonly since: Since;
  /**
   * Whether the paths are those that pre-commit names. Of what changed, only they count, but what they cause counts
   * wherever it is. Files among them that did not change are scanned as well, and all that is in them counts.
   */
  readonly isHook?: boolean;
}

/** What a change brings. */
export interface ChangeResult extends ScanResult {
  /** How many findings in the files that were looked at were there before. */
  readonly old: number;
  /** How many Python files changed. */
  readonly changed: number;
  /** Whether the change has written a line. */
  readonly isWritten: (path: string, line: number) => boolean;
}

/**
 * Finds what a change brings: the findings that the tree has with it and does not have without it, wherever they are.
 *
 * Scanned are the changed files and those that names lead to from what changed ({@link readChange}); how they were
 * before only when something was found. With `paths`, only what is in them counts.
 *
 * @throws GitProblem when there is no repository or no such revision
 */
export async function scanChange(request: ScanRequest, looked: Looked): Promise<ChangeResult> {
  const { current = ".", paths: [first = "."] = [] } = request;
  const opening = Repository.around(directoryOf(resolve(current, first)));
  // While git answers; whoever needs the parser hears why it does not load.
  loadParser().catch(() => undefined);
  const repository = await opening;
  const tree = { repository, disk: new Disk() };
  const result = await scanSince(tree, request, looked);
  const isMerge = looked.since === "staged" && result.findings.length > 0;
  const merged = isMerge ? await repository.merging() : undefined;
  return merged === undefined ? result : inBoth(result, await scanSince(tree, request, looked, merged));
}

/** What a merge brings that neither of the commits that it joins had. */
function inBoth(result: ChangeResult, other: ChangeResult): ChangeResult {
  const keyOf = ({ rule, path, start, message }: Finding): string => JSON.stringify([rule, path, start, message]);
  const others = new Set(other.findings.map(keyOf));
  const findings = result.findings.filter((finding) => others.has(keyOf(finding)));
  return { ...result, findings, old: result.old + result.findings.length - findings.length };
}

/** @param merged the commit to compare what is staged with, if not the last one */
async function scanSince(
  { repository, disk }: Tree,
  request: ScanRequest,
  { since, isHook = false }: Looked,
  merged?: string,
): Promise<ChangeResult> {
  const current = resolve(request.current ?? ".");
  const { paths: asked = [current], rules: all = RULES } = request;
  const { root } = repository;
  const configurations = configurationsFor(request, { root, current, problemOf: (name) => problemOf(name, all) });
  const exclusionsAround = async (paths: readonly string[]): Promise<Exclusions> => {
    if (request.configuration !== false) await configurations.read(paths.map((path) => dirname(resolve(root, path))));
    return new Exclusions(request.exclude, configurations.exclusions);
  };
  const change = await readChange({ repository, disk }, since, exclusionsAround, merged);
  const named = asked.map((path) => displayPath(resolve(current, path), root));
  const changed = pathsOf(change);
  const isAsked = (path: string): boolean =>
    asked.some((from) => isInside(resolve(root, path), resolve(current, from)));
  const affected = change.affected.filter((path) => isAsked(path) || (isHook && !changed.has(path)));
  const whole = isHook ? named.filter((path) => !changed.has(path)) : [];
  const scanAs = (paths: readonly string[], replaced: Contents, rules = all): Promise<ScanResult> => {
    const absolutes = [...new Set(paths)].sort().map((path) => resolve(root, path));
    return scan({ ...request, rules, current: root, paths: absolutes, replaced }, disk);
  };
  const after = await scanAs([...affected, ...whole], change.after);
  const isWhole = new Set(whole);
  const questionable = after.findings.filter(({ path }) => !isWhole.has(path));
  const before =
    questionable.length > 0
      ? await scanAs(pathsBefore(questionable, change), change.before, rulesBehind(questionable, all))
      : undefined;
  const brought = new Set(broughtBy(change.files, before?.findings ?? [], questionable));
  const findings = after.findings.filter((finding) => isWhole.has(finding.path) || brought.has(finding));
  return {
    ...after,
    findings,
    failures: [...missing(named, root, changed), ...after.failures],
    old: after.findings.length - findings.length,
    changed: change.files.length,
    isWritten: writtenBy(change),
  };
}

function writtenBy({ files }: Change): ChangeResult["isWritten"] {
  const changes = new Map(files.flatMap((file) => (file.after ? [[file.after.path, file]] : [])));
  return (path, line) => {
    const file = changes.get(path);
    return file !== undefined && lineBefore(file, line) === undefined;
  };
}

/** The rules that found something; all of them when one judges the comments that silence the others. */
function rulesBehind(findings: readonly Finding[], rules: readonly RegisteredRule[]): readonly RegisteredRule[] {
  const ids = new Set(findings.map(({ rule }) => rule));
  return [...ids].some((id) => id.startsWith("suppression/")) ? rules : rules.filter(({ id }) => ids.has(id));
}

/** Where findings may have been before: in the same file, and those on lines that are new in any that changed. */
function pathsBefore(findings: readonly Finding[], change: Change): string[] {
  const { files } = change;
  const changes = new Map(files.flatMap((file) => (file.after ? [[file.after.path, file]] : [])));
  const same = findings.map(({ path }) => (changes.has(path) ? changes.get(path)?.before?.path : path));
  const isWritten = writtenBy(change);
  const mayBeMoved = findings.some(({ path, start }) => isWritten(path, start.line));
  const changed = mayBeMoved ? files.map(({ before }) => before?.path) : [];
  return [...same, ...changed].filter((path) => path !== undefined);
}

/** The paths that a change is about, as they were before and as they are after it. */
function pathsOf({ files }: Change): ReadonlySet<string> {
  return new Set(files.flatMap(({ before, after }) => [before?.path ?? [], after?.path ?? []].flat()));
}

/** What the user named and is not in the repository, neither in the tree nor in the change. */
function missing(named: readonly string[], root: string, changed: ReadonlySet<string>): Failure[] {
  return named.flatMap((path) => {
    if (!isInside(resolve(root, path), root)) return { path, message: `is not in the repository at ${root}` };
    return changed.has(path) || existsSync(resolve(root, path)) ? [] : { path, message: "no such file or directory" };
  });
}
