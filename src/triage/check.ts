import { counted } from "../counted.js";
import type { Finding } from "../engine/finding/finding.js";
import { match } from "../engine/finding/identity.js";
import { RULES } from "../engine/rules/rules.generated.js";
import type { CommitChanges, Repository } from "../files/git.js";
import { openAmong, type AllMended } from "./all-mended.js";
import {
  claimedStatus,
  type ClaimedBug,
  type ClaimedLevel,
  type ClaimedTest,
  type Claims,
  type Said,
} from "./claimed.js";
import { CodeClaims, untrueOf, type Judged } from "./code-claims.js";
import { compareCounts, nameOf } from "./counts.js";
import type { Ledger } from "./ledger.js";
import { fileOfTest, LookedUp, testsNamed, type Found } from "./looked-up.js";
import { isMendedTooEarly } from "./mending-dates.js";
import { howTestsChanged, isTestPath } from "./test-change.js";
import type { TestCase } from "./tests.js";
import { dateIn, durationIn, follows, type Span } from "./times.js";

/** What a report says that is not true. */
export interface Untruth {
  readonly line: number;
  /** What kind of statement it is, as `triage/count`. */
  readonly rule: string;
  readonly message: string;
}

/** What is known of the code that a report is about. */
export interface Facts {
  readonly repository: Repository;
  /** Of today. */
  readonly findings: readonly Finding[];
  readonly tests: readonly TestCase[];
  /** Whether there is a file at a path, relative to the repository's root. */
  readonly exists: (path: string) => boolean;
  /** What the file at such a path holds today; undefined when it cannot be read. */
  readonly read: (path: string) => string | undefined;
  /** Whether the history that is here goes back to the days that the report tells of. */
  readonly hasWholeHistory: boolean;
  /** What a report of scarlint's own remembers. */
  readonly ledger: Ledger | undefined;
}

/** What kinds of statements there are, by how many of them could be checked. */
export interface Coverage {
  readonly counts: number;
  readonly sums: number;
  readonly severities: number;
  readonly deadlines: number;
  readonly commits: number;
  /** Files that bugs are said to be in. */
  readonly places: number;
  /** Lines of such files. */
  readonly lines: number;
  readonly functions: number;
  /** Numbers of tests that files are said to have. */
  readonly testNumbers: number;
  /** Quotations of what stood there before. */
  readonly quotes: number;
  /** Statuses that a bug is given in a second place. */
  readonly statuses: number;
  readonly tests: number;
  /** Bugs that are said to be resolved, and that say where they were. */
  readonly resolutions: number;
}

/** What checking a report came to. */
export interface Verdict {
  /** In the order of the report's lines. */
  readonly untruths: readonly Untruth[];
  readonly checked: Coverage;
  /** How many statements of some kinds were found that nothing shows to be true or not. */
  readonly unchecked: Pick<Coverage, "counts" | "sums" | "commits" | "places" | "tests">;
}

/** Says what is untrue in a report, and how much of it could be checked. */
export async function check(claims: Claims, facts: Facts): Promise<Verdict> {
  const untruths: Untruth[] = [];
  const counts = compareCounts(claims);
  const sums = claims.reckonings.filter(({ isSure }) => isSure);
  for (const { line, flaw } of counts) untruths.push(...untrue(line, "triage/count", flaw));
  for (const { line, flaw } of sums) untruths.push(...untrue(line, "triage/sum", flaw));
  untruths.push(...stale(claims));
  for (const said of claims.allMended) untruths.push(...notAllMended(said, claims.bugs));
  const known = await LookedUp.of(claims, facts);
  const code = new CodeClaims(facts, facts.hasWholeHistory && !claims.isOfSeveral && !claims.isPlan);
  const ofCode: Judged[] = [];
  for (const bug of everythingIn(claims)) {
    untruths.push(...wrongSeverity(bug), ...wrongDeadline(bug, claims), ...contradicted(bug), ...mendedEarly(bug));
    untruths.push(...missingCommits(bug, known), ...(await wrongFixes(bug, claims, facts, known)));
    ofCode.push(...(await code.judge(bug)));
    untruths.push(...wrongPlaces(bug, known), ...bug.tests.flatMap((test) => wrongTest(bug, test, facts, known)));
  }
  untruths.push(...untrueOf(ofCode), ...stillThere(claims, facts), ...(await wrongCommits(claims, facts, known)));
  const ofKind = (wanted: string): number => ofCode.filter(({ kind }) => kind === wanted).length;
  const seen = new Set<string>();
  const isNew = (untruth: Untruth): boolean => seen.size < seen.add(JSON.stringify(untruth)).size;
  return {
    untruths: untruths.filter(isNew).sort((a, b) => a.line - b.line),
    checked: {
      ...coverageOf(claims, known),
      counts: counts.length,
      sums: sums.length,
      lines: ofKind("lines"),
      functions: ofKind("functions"),
      testNumbers: ofKind("testNumbers"),
      quotes: ofKind("quotes"),
    },
    unchecked: {
      counts: claims.counts.length - counts.length,
      sums: claims.reckonings.length - sums.length,
      ...uncheckedOf(claims, known),
    },
  };
}

/** The bugs, and what is said of none of them. */
function everythingIn({ bugs, rest }: Claims): readonly ClaimedBug[] {
  return [...bugs, rest];
}

/** What follows a name in a sentence: the bug that it is said of. */
function saidOf({ name }: ClaimedBug): string {
  return name === "" ? "" : `, which is said of '${name}'`;
}

function untrue(line: number, rule: string, message: string | undefined): Untruth[] {
  return message === undefined ? [] : [{ line, rule, message }];
}

function coverageOf(
  claims: Claims,
  known: LookedUp,
): Omit<Coverage, "counts" | "sums" | "lines" | "functions" | "testNumbers" | "quotes"> {
  const everything = everythingIn(claims);
  const sum = (number: (bug: ClaimedBug) => number): number => everything.reduce((all, bug) => all + number(bug), 0);
  const isKnown = (found: Found): boolean => found !== "unknown";
  return {
    severities: sum((bug) => comparisonsOf(bug).length),
    deadlines: sum((bug) => deadlinesOf(bug, claims).length),
    commits: namesOf(everything.flatMap(commitsOf), (name) => isKnown(known.commitFound(name))),
    places: namesOf(everything.flatMap(placesOf), (path) => isKnown(known.file(path))),
    statuses: sum((bug) => (bug.isRetold ? 0 : Math.max(0, bug.firm.length - 1))),
    tests: namesOf(everything.flatMap(testsOf), (test) => isKnown(foundOf(test, known))),
    resolutions: claims.bugs.filter((bug) => claimedStatus(bug) === "resolved" && isPlaced(bug)).length,
  };
}

function uncheckedOf(claims: Claims, known: LookedUp): Pick<Coverage, "commits" | "places" | "tests"> {
  const everything = everythingIn(claims);
  return {
    commits: namesOf(everything.flatMap(commitsOf), (name) => known.commitFound(name) === "unknown"),
    places: namesOf(everything.flatMap(placesOf), (path) => known.file(path) === "unknown"),
    tests: namesOf(everything.flatMap(testsOf), (test) => foundOf(test, known) === "unknown"),
  };
}

function namesOf(names: readonly string[], isOne: (name: string) => boolean): number {
  return [...new Set(names)].filter(isOne).length;
}

function commitsOf({ commits, fixes }: ClaimedBug): string[] {
  return [...commits, ...fixes].map(({ value }) => value);
}

/** The files that a label gives. */
function placesOf({ places }: ClaimedBug): string[] {
  return places.flatMap(({ path, isLabelled }) => (isLabelled ? [path] : []));
}

function testsOf({ tests }: ClaimedBug): string[] {
  return tests.flatMap(({ value }) => testsNamed(value));
}

function foundOf(test: string, known: LookedUp): Found {
  const file = fileOfTest(test);
  return file === undefined ? known.test(test) : known.file(file);
}

/** Whether a scan can tell if a bug is there: it says on which line it was, or which rule finds it. */
function isPlaced({ places, words }: ClaimedBug): boolean {
  return (
    places.some(({ line }) => line !== undefined) || RULES.some(({ id }) => words.some((text) => text.includes(id)))
  );
}

/** What of the same is said of a bug's severity elsewhere. */
interface Comparison {
  readonly said: ClaimedLevel;
  readonly others: readonly ClaimedLevel[];
  readonly isInSection: boolean;
}

/** Severities of a bug that stand beside others. Several headings of one name may be about several bugs. */
function comparisonsOf({ section, sectionAxes, line, severities, isRetold }: ClaimedBug): Comparison[] {
  if (isRetold) return [];
  const ofSection = section === undefined ? [] : [{ value: section, axes: sectionAxes ?? [], line }];
  return severities.flatMap((said, index) => {
    const above = ofSection.filter((other) => isComparable(said, other));
    const others = [...above, ...severities.filter((other, at) => at !== index && isComparable(said, other))];
    const isLater = above.length > 0 || others.length > 1 || severities.indexOf(others[0] ?? said) < index;
    return others.length > 0 && isLater ? [{ said, others, isInSection: above.length > 0 }] : [];
  });
}

/** A grave bug can wait, and an urgent one be a trifle. */
function isComparable({ axes }: ClaimedLevel, other: ClaimedLevel): boolean {
  return axes.some((axis) => other.axes.includes(axis));
}

/** What is called in one way here and in another one everywhere else. */
function wrongSeverity(bug: ClaimedBug): Untruth[] {
  return comparisonsOf(bug).flatMap(({ said: { value, line }, others, isInSection }) => {
    const [expected, ...more] = new Set(others.map((other) => other.value));
    if (expected === undefined || expected === value || more.length > 0) return [];
    const where = isInSection ? "it stands in the section of" : "elsewhere it is called";
    const message = `'${bug.name}' is called ${nameOf(value)} here, and ${where} ${nameOf(expected)}.`;
    return [{ line, rule: "triage/severity", message }];
  });
}

/** A bug that is called resolved in one place and open in another one, where no more than one place is alone with that. */
function contradicted({ name, firm, isRetold }: ClaimedBug): Untruth[] {
  if (isRetold || firm.some(({ value }) => value === "accepted")) return [];
  const odd = firm.filter(({ value }) => firm.filter((other) => other.value === value).length === 1).at(-1);
  const other = firm.find(({ value }) => value !== odd?.value);
  if (!odd || !other) return [];
  const message = `'${name}' is called ${odd.value} here, and ${other.value} in line ${String(other.line)}.`;
  return [{ line: odd.line, rule: "triage/status", message }];
}

/** Bugs that are all said to be mended, where one of them is called open. */
function notAllMended(said: AllMended, bugs: readonly ClaimedBug[]): Untruth[] {
  const open = openAmong(said, bugs);
  const [where] = open?.firm ?? [];
  if (!open || !where) return [];
  const message = `All are called resolved here, and '${open.name}' is called open in line ${String(where.line)}.`;
  return [{ line: said.line, rule: "triage/status", message }];
}

/** A bug that was mended before anybody had found it, as a report says. */
function mendedEarly(bug: ClaimedBug): Untruth[] {
  const { name, foundOn, mendedOn } = bug;
  if (!foundOn || !mendedOn || !isMendedTooEarly(bug)) return [];
  const [found, mended] = [foundOn, mendedOn].map(({ value }) => dayOf(value));
  const where = foundOn.line === mendedOn.line ? "" : `, as line ${String(foundOn.line)} says`;
  const message = `'${name}' is said to have been mended on ${String(mended)}, and was found on ${String(found)}${where}.`;
  return [{ line: mendedOn.line, rule: "triage/date", message }];
}

/** A report that tells of what happened after its last update. */
function stale({ stale: found }: Claims): Untruth[] {
  if (!found) return [];
  const [updated, later] = [found.updated, found.later].map(({ value }) => dayOf(value));
  const where = `line ${String(found.later.line)} tells of ${String(later)}`;
  const message = `The report is said to be last updated on ${String(updated)}, and ${where}.`;
  return [{ line: found.updated.line, rule: "triage/date", message }];
}

const dayOf = ({ from }: Span): string => new Date(from).toISOString().slice(0, 10);

/** The deadlines that follow from something that the report says, or do not. Other teams have other times. */
function deadlinesOf(bug: ClaimedBug, { times }: Claims): (Said<string> & { isRight: boolean; within: number })[] {
  // Whoever reads it may have taken either of two severities that disagree.
  const levels = [bug.severities[0]?.value, bug.section, ...bug.severities.map(({ value }) => value)];
  const [within, ...others] = levels.flatMap((level) => (level === undefined ? [] : (times.get(level) ?? [])));
  const starts = [bug.firstSeen?.value, bug.reopened?.value].filter((start) => start !== undefined);
  if (within === undefined) return [];
  return bug.deadlines.flatMap(({ value, line }) => {
    const [date, duration] = [dateIn(value), durationIn(value)];
    if (date ? starts.length === 0 : duration === undefined) return [];
    const allowed = [within, ...others];
    const isRight = date ? isDue(starts, date, allowed) : allowed.includes(duration ?? within);
    return [{ value, line, isRight, within }];
  });
}

function wrongDeadline(bug: ClaimedBug, claims: Claims): Untruth[] {
  return deadlinesOf(bug, claims).flatMap(({ line, isRight, within }) => {
    const due = `it is due ${hours(within)} after it was first seen`;
    const message = `The deadline of '${bug.name}' does not follow: ${due}.`;
    return isRight ? [] : [{ line, rule: "triage/deadline", message }];
  });
}

function isDue(starts: readonly Span[], date: Span, allowed: readonly number[]): boolean {
  return starts.some((start) => allowed.some((within) => follows(start, date, within)));
}

function hours(milliseconds: number): string {
  const number = milliseconds / 60 / 60 / 1000;
  return number > 72 && number % 24 === 0 ? counted(number / 24, "day") : counted(number, "hour");
}

function missingCommits(bug: ClaimedBug, known: LookedUp): Untruth[] {
  const missing = [...bug.commits, ...bug.fixes].filter(({ value }) => known.commitFound(value) === "missing");
  return missing.map(({ value, line }) => {
    const message = `There is no commit '${value}' in this clone${saidOf(bug)}.`;
    return { line, rule: "triage/commit", message };
  });
}

/** Commits that are said to have mended a bug, and did not, or not when it is said. */
async function wrongFixes(
  bug: ClaimedBug,
  claims: Claims,
  { repository, ledger }: Facts,
  known: LookedUp,
): Promise<Untruth[]> {
  const untruths: Untruth[] = [];
  const ours = ledger?.bugs.find(({ id }) => id === bug.name)?.events.flatMap(({ commit }) => commit ?? []) ?? [];
  const there = bug.places.filter(({ path }) => known.file(path) === "there");
  const files = [...new Set(there.map(({ path }) => path))];
  const idle: Fix[] = [];
  let [isTouched, isMadeInTime] = [there.every(({ isLabelled }) => !isLabelled), bug.fixedOn === undefined];
  const late: Fix[] = [];
  for (const { value, line } of bug.fixes) {
    const commit = known.commit(value);
    if (commit === undefined) continue;
    const changes = await repository.changesOf(commit);
    const fix = { value, line, commit, ...changes };
    untruths.push(...untrue(line, "triage/deadline", wrongTiming(bug, claims, changes.date, line)));
    const written = bug.fixedOn ? await repository.authoredAt(commit) : changes.date;
    if (isLater(written, bug.fixedOn?.value)) late.push({ ...fix, date: written });
    else isMadeInTime = true;
    if (ours.includes(commit) || (await touches(repository, commit, changes.paths, files))) isTouched = true;
    else idle.push(fix);
  }
  // Of several commits one may mend the bug, and the others what belongs to it.
  if (!isTouched)
    for (const fix of idle)
      if (!(await speaksOf(repository, fix.commit, bug)))
        untruths.push(...(await idleFix(bug, fix, files, repository)));
  const [first] = late;
  if (!isMadeInTime && first) untruths.push(madeLater(bug, first));
  return untruths;
}

/** A commit that is said to have mended a bug. */
interface Fix extends Said<string>, CommitChanges {
  readonly commit: string;
}

/** Whether a commit says itself that it is about a bug: it may have been mended in another place. */
async function speaksOf(repository: Repository, commit: string, { name }: ClaimedBug): Promise<boolean> {
  const id = /^[\p{L}]{1,12}[-_ ]?\d+(?:[.-]\d+)*/u.exec(name)?.[0];
  if (id === undefined) return false;
  const words = (await repository.messageOf(commit)).match(/[\p{L}\d][\p{L}\d._-]*/gu) ?? [];
  return words.some((word) => word.toLowerCase().replace(/[._-]+$/, "") === id.toLowerCase());
}

/** What is wrong with a fix that touches none of a bug's files. */
async function idleFix(
  { name, words }: ClaimedBug,
  { value, line, commit, paths }: Fix,
  files: readonly string[],
  repository: Repository,
): Promise<Untruth[]> {
  const said = `Commit '${value}', which is said to have mended '${name}',`;
  const isTestsAlone = paths.size > 0 && [...paths].every(isTestPath) && files.every((file) => !isTestPath(file));
  if (isTestsAlone) {
    const how = await howTestsChanged(repository, commit);
    // What lacked tests is mended by tests.
    if (how === "" && words.some((text) => TESTS_WORD.test(text))) return [];
    return untrue(line, "triage/commit", `${said} changes tests alone${how}.`);
  }
  const named = files.length === 1 ? `'${files[0] ?? ""}'` : "any of its files";
  return untrue(line, "triage/commit", `${said} does not touch ${named}.`);
}

/** What says of a bug that tests are what was missing. */
const TESTS_WORD =
  /\d (?:new |regression |unit )?tests?(?!\p{L})|tests? (?:added|missing|lacking)|(?:missing|no|without|lacks?) (?:\p{L}+ )?tests?(?!\p{L})|untested|coverage|新测试|覆盖/iu;

/** Days are those of some time zone. */
const DAY = 24 * 60 * 60 * 1000;

/** Whether a commit was made after a day on which it is said to have mended something. */
function isLater(date: Date, said: Span | undefined): boolean {
  return said !== undefined && date.getTime() > said.to + DAY;
}

function madeLater({ name, fixedOn }: ClaimedBug, { value, line, date }: Fix): Untruth {
  const made = date.toISOString().slice(0, 10);
  const said = new Date(fixedOn?.value.from ?? 0).toISOString().slice(0, 10);
  const message = `Commit '${value}', which is said to have mended '${name}' on ${said}, was made on ${made}.`;
  return { line, rule: "triage/commit", message };
}

/** A report may call a file by the end of its path, and by a name that it got later. */
async function touches(
  repository: Repository,
  commit: string,
  changed: ReadonlySet<string>,
  files: readonly string[],
): Promise<boolean> {
  const isOne = (path: string): boolean => files.some((file) => path === file || path.endsWith(`/${file}`));
  if ([...changed].some(isOne)) return true;
  for (const file of files) if ((await repository.commitsOf(file)).has(commit)) return true;
  return false;
}

/** Commits that stand beside files, and change none of them. */
async function wrongCommits({ committed, bugs }: Claims, facts: Facts, known: LookedUp): Promise<Untruth[]> {
  const untruths: Untruth[] = [];
  // What mended a bug is compared with all of its files.
  const ofFixes = new Set(bugs.flatMap(({ fixes }) => fixes.map(({ line }) => line)));
  for (const { line, paths, commits } of committed.filter((one) => !ofFixes.has(one.line))) {
    const ids = commits.map((name) => known.commit(name));
    // Whatever is not there may be what the others belong to.
    if (!paths.every((path) => facts.exists(path)) || ids.some((id) => id === undefined)) continue;
    const touched = await Promise.all(
      ids.map(async (id = "") => touches(facts.repository, id, (await facts.repository.changesOf(id)).paths, paths)),
    );
    if (touched.some(Boolean)) continue;
    const named = paths.length === 1 ? `'${paths[0] ?? ""}'` : "any of the files beside it";
    const message = `Commit '${commits.join("', '")}' does not touch ${named}.`;
    untruths.push({ line, rule: "triage/commit", message });
  }
  return untruths;
}

/** Whether "inside the deadline" is true of a commit. */
function wrongTiming(bug: ClaimedBug, claims: Claims, date: Date, line: number): string | undefined {
  const level = bug.section ?? bug.severities[0]?.value;
  const start = bug.reopened?.value ?? bug.firstSeen?.value;
  const within = level === undefined ? undefined : claims.times.get(level);
  if (bug.inTime?.line !== line || within === undefined || !start) return undefined;
  const [isEarly, isLate] = [date.getTime() <= start.to + within, date.getTime() > start.from + within];
  if (bug.inTime.value ? isEarly : isLate) return undefined;
  const side = bug.inTime.value ? "after" : "before";
  return `The commit that mended '${bug.name}' was made ${side} its deadline.`;
}

/** Files that are not there and were in no commit. */
function wrongPlaces(bug: ClaimedBug, known: LookedUp): Untruth[] {
  const certain = bug.isPlanned ? [] : bug.places.filter(({ isCertain }) => isCertain);
  return certain.flatMap(({ path, saidOn }) => untrue(saidOn, "triage/place", noFile(path, saidOf(bug), known)));
}

function noFile(path: string, said: string, known: LookedUp): string | undefined {
  if (known.file(path) !== "missing") return undefined;
  return `There is no file '${path}'${said}, and no commit of this clone ever had it.`;
}

/** Whether a test is said to guard against a bug: below one that is open stands where it was seen. */
function isGuard(bug: ClaimedBug, { isFirm }: ClaimedTest): boolean {
  return isFirm || bug.fixes.length > 0 || claimedStatus(bug) !== "open";
}

function wrongTest(bug: ClaimedBug, test: ClaimedTest, { tests }: Facts, known: LookedUp): Untruth[] {
  const { value, line } = test;
  const role = isGuard(bug, test) ? ", which is said to guard against" : ", which is named at";
  const what = bug.name === "" ? "" : `${role} '${bug.name}'`;
  const said = (message: string): Untruth => ({ line, rule: "triage/test", message });
  return testsNamed(value).flatMap((reference) => {
    const [path = "", ...names] = reference.replace(/\[.*$/, "").split("::");
    const isFile = path.endsWith(".py");
    if (isFile && known.file(path) !== "there") return untrue(line, "triage/test", noFile(path, what, known));
    const name = isFile ? names.join(".") : path;
    const inFile = isFile ? tests.filter((one) => one.path === path || one.path.endsWith(`/${path}`)) : tests;
    const found = inFile.filter((one) => one.name === name || one.name.split(".").includes(name));
    const [flawed] = found;
    if (!flawed) {
      const last = names.at(-1) ?? path;
      // A sentence about nothing in particular may tell of what was there.
      if (bug.name === "" && !isFile && known.isGone(last)) return [];
      const since = known.isGone(last) ? " any more" : "";
      return known.test(last) === "missing" ? [said(`There is no test '${name}'${since}${what}.`)] : [];
    }
    if (!isGuard(bug, test) || found.some(({ flaw }) => flaw === undefined)) return [];
    if (value.includes(flawed.flaw ?? "")) return [];
    return [said(`The test '${name}'${what}${what && ","} ${flawed.flaw ?? ""}.`)];
  });
}

/** Bugs that are said to be mended, and whose findings are there. */
function stillThere(claims: Claims, { findings, ledger }: Facts): Untruth[] {
  const resolved = claims.bugs.filter((bug) => claimedStatus(bug) === "resolved");
  const there = new Map<ClaimedBug, Finding>();
  const known = new Map(ledger?.bugs.map((bug) => [bug.id, bug]));
  const ours = claims.bugs.flatMap((bug) => known.get(bug.name)?.seen ?? []);
  const byName = new Map([...known].map(([id, { seen }]) => [seen, id]));
  for (const { before, after } of match(ours, findings).same) {
    const bug = resolved.find(({ name }) => name === byName.get(before));
    if (bug && before.path === after.path) there.set(bug, after);
  }
  for (const [bug, finding] of assigned(
    claims.bugs.filter(({ name }) => !known.has(name)),
    findings,
  )) {
    if (claimedStatus(bug) === "resolved") there.set(bug, finding);
  }
  return [...there].map(([bug, { path, start, rule }]) => {
    const line = bug.statuses.at(-1)?.line ?? bug.line;
    const place = `${path}:${String(start.line)}`;
    return { line, rule: "triage/resolved", message: `'${bug.name}' is not resolved: ${rule} finds it in '${place}'.` };
  });
}

/** Which finding is which bug, as far as a report says where it is: bugs that are said to be there choose first. */
function assigned(bugs: readonly ClaimedBug[], findings: readonly Finding[]): ReadonlyMap<ClaimedBug, Finding> {
  const taken = new Map<ClaimedBug, Finding>();
  const free = new Set(findings);
  const inOrder = [...bugs].sort(
    (a, b) => Number(claimedStatus(a) === "resolved") - Number(claimedStatus(b) === "resolved"),
  );
  for (const bug of inOrder) {
    const rules = RULES.filter(({ id }) => bug.words.some((text) => text.includes(id))).map(({ id }) => id);
    const distance = (finding: Finding): number => distanceTo(bug, finding, rules);
    const [nearest] = [...free]
      .filter((finding) => distance(finding) < Infinity)
      .sort((a, b) => distance(a) - distance(b));
    if (!nearest) continue;
    free.delete(nearest);
    taken.set(bug, nearest);
  }
  return taken;
}

/** How many lines a finding is away from where a bug is said to be; a bug that names no rule is on its very line. */
function distanceTo(bug: ClaimedBug, { path, start, rule }: Finding, rules: readonly string[]): number {
  const distances = bug.places
    .filter((place) => path === place.path || path.endsWith(`/${place.path}`))
    .map(({ line }) => (line === undefined ? Number.MAX_SAFE_INTEGER : Math.abs(line - start.line)));
  const nearest = Math.min(Infinity, ...distances);
  if (rules.length === 0) return nearest === 0 ? 0 : Infinity;
  return rules.includes(rule) ? nearest : Infinity;
}
