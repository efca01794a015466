import { URGENCY } from "../docs/page.js";
import type { Finding } from "../engine/finding/finding.js";
import { match } from "../engine/finding/identity.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { SEVERITIES } from "../engine/severity.js";
import type { Repository } from "../files/git.js";
import { TIME_TO_FIX } from "./bug.js";
import { claimedStatus, levelOf, type ClaimedBug, type ClaimedCount, type ClaimedTest, type Claims } from "./claims.js";
import type { Ledger } from "./ledger.js";
import type { Level } from "./levels.js";
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
  readonly tests: number;
  /** Bugs that are said to be resolved, and that say where they were. */
  readonly resolutions: number;
}

/** What checking a report came to. */
export interface Verdict {
  /** In the order of the report's lines. */
  readonly untruths: readonly Untruth[];
  readonly checked: Coverage;
}

/** Says what is untrue in a report, and how much of it could be checked. */
export async function check(claims: Claims, facts: Facts): Promise<Verdict> {
  const untruths: Untruth[] = [];
  const counts = claims.counts.filter((count) => isCountable(count, claims));
  untruths.push(...counts.flatMap((count) => wrongCount(count, claims) ?? []));
  untruths.push(
    ...claims.reckonings.flatMap(({ line, flaw }) =>
      flaw === undefined ? [] : [{ line, rule: "triage/sum", message: flaw }],
    ),
  );
  const commits = await commitsNamed(claims, facts.repository);
  for (const bug of claims.bugs) {
    untruths.push(...wrongSeverity(bug), ...wrongDeadline(bug, claims));
    untruths.push(...(await wrongCommits(bug, claims, facts, commits)));
    untruths.push(...bug.tests.flatMap((test) => wrongTest(bug, test, facts)));
  }
  untruths.push(...stillThere(claims, facts));
  const seen = new Set<string>();
  const isNew = (untruth: Untruth): boolean => seen.size < seen.add(JSON.stringify(untruth)).size;
  return {
    untruths: untruths.filter(isNew).sort((a, b) => a.line - b.line),
    checked: { ...coverageOf(claims), counts: counts.length, sums: claims.reckonings.length },
  };
}

function coverageOf({ bugs }: Claims): Omit<Coverage, "counts" | "sums"> {
  const sum = (number: (bug: ClaimedBug) => number): number => bugs.reduce((all, bug) => all + number(bug), 0);
  return {
    severities: sum((bug) => Math.max(0, bug.severities.length - (bug.section === undefined ? 1 : 0))),
    deadlines: sum(({ deadlines }) => deadlines.length),
    commits: sum((bug) => bug.commits.length + bug.fixes.length),
    tests: sum(
      (bug) => bug.tests.filter(({ value }) => !NO_TEST.test(value)).flatMap(({ value }) => testsNamed(value)).length,
    ),
    resolutions: bugs.filter((bug) => claimedStatus(bug) === "resolved" && isPlaced(bug)).length,
  };
}

/** Whether a scan can tell if a bug is there: it says on which line it was, or which rule finds it. */
function isPlaced({ places, words }: ClaimedBug): boolean {
  return (
    places.some(({ line }) => line !== undefined) || RULES.some(({ id }) => words.some((text) => text.includes(id)))
  );
}

/**
 * Whether a report lists what it counts. One that tells of a few bugs out of many, or of none of that severity, may have
 * the others elsewhere.
 */
function isCountable({ level, value }: ClaimedCount, { bugs }: Claims): boolean {
  if (bugs.length === 0) return false;
  if (level === undefined) return value <= bugs.length || bugs.every((bug) => levelOf(bug) !== undefined);
  const own = bugs.filter((bug) => levelOf(bug) === level).length;
  return own > 0 ? bugs.every((bug) => levelOf(bug) !== undefined) || value < own : value > 0 && isSorted(bugs);
}

/** Whether bugs stand in sections of severities, of which one can be seen to be empty. */
function isSorted(bugs: readonly ClaimedBug[]): boolean {
  return bugs.every(({ section }) => section !== undefined) && new Set(bugs.map(({ section }) => section)).size > 1;
}

function nameOf(level: Level): string {
  const severity = SEVERITIES[level];
  return `${URGENCY[severity].name} (${severity})`;
}

function timeFor(level: Level, { times }: Claims): number {
  return times.get(level) ?? TIME_TO_FIX[SEVERITIES[level]];
}

function wrongCount({ level, of, value, line }: ClaimedCount, claims: Claims): Untruth | undefined {
  const isOf = (bug: ClaimedBug): boolean => of === "all" || claimedStatus(bug) === of;
  const numberOf = (bugs: readonly ClaimedBug[]): number => bugs.filter(isOf).length;
  const ofLevel = (read: (bug: ClaimedBug) => Level | undefined): readonly ClaimedBug[] =>
    level === undefined ? claims.bugs : claims.bugs.filter((bug) => read(bug) === level);
  const bugs = ofLevel(levelOf);
  const said = ofLevel((bug) => bug.severities[0]?.value ?? bug.section);
  // Where mended bugs have left the count, it is of those that are left.
  const left = bugs.filter((bug) => claimedStatus(bug) === "open");
  if ([numberOf(bugs), numberOf(said), ...(of === "all" ? [left.length] : [])].includes(value)) return undefined;
  const kind = [of === "all" ? "" : `${of} `, level === undefined ? "" : `${nameOf(level)} `].join("");
  const message = `The report counts ${counted(value, `${kind}bug`)}, and lists ${String(numberOf(bugs))}.`;
  return { line, rule: "triage/count", message };
}

function counted(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function wrongSeverity(bug: ClaimedBug): Untruth[] {
  const [first] = bug.severities;
  const expected = bug.section ?? first?.value;
  if (expected === undefined) return [];
  return bug.severities
    .filter(({ value }) => value !== expected)
    .map(({ value, line }) => {
      const where = bug.section === undefined ? "elsewhere it is called" : "it stands in the section of";
      const message = `'${bug.name}' is called ${nameOf(value)} here, and ${where} ${nameOf(expected)}.`;
      return { line, rule: "triage/severity", message };
    });
}

function wrongDeadline(bug: ClaimedBug, claims: Claims): Untruth[] {
  const level = bug.severities[0]?.value ?? bug.section;
  if (level === undefined) return [];
  const within = timeFor(level, claims);
  // Whoever reads it may have taken either of two severities that disagree.
  const others = [bug.section, ...bug.severities.map(({ value }) => value)].flatMap((one) => one ?? []);
  const allowed = [within, ...others.map((one) => timeFor(one, claims))];
  const starts = [bug.firstSeen?.value, bug.reopened?.value].filter((start) => start !== undefined);
  return bug.deadlines.flatMap(({ value, line }) => {
    const date = dateIn(value);
    const isRight = date ? isDue(starts, date, allowed) : allowed.includes(durationIn(value) ?? within);
    if (isRight) return [];
    const due = `${nameOf(level)} means ${hours(within)} after it was first seen`;
    return [{ line, rule: "triage/deadline", message: `The deadline of '${bug.name}' does not follow: ${due}.` }];
  });
}

function isDue(starts: readonly Span[], date: Span, allowed: readonly number[]): boolean {
  return starts.length === 0 || starts.some((start) => allowed.some((within) => follows(start, date, within)));
}

function hours(milliseconds: number): string {
  const number = milliseconds / 60 / 60 / 1000;
  return number > 72 && number % 24 === 0 ? counted(number / 24, "day") : counted(number, "hour");
}

/** The commits that a report names, by what it calls them. */
async function commitsNamed(claims: Claims, repository: Repository): Promise<ReadonlyMap<string, string>> {
  const said = claims.bugs.flatMap(({ commits, fixes }) => [...commits, ...fixes]);
  const names = [...new Set(said.map(({ value }) => value))];
  const found = await repository.commitsAt(names);
  return new Map(names.flatMap((name, index) => (found[index] === undefined ? [] : [[name, found[index]]])));
}

async function wrongCommits(
  bug: ClaimedBug,
  claims: Claims,
  { repository, ledger }: Facts,
  commits: ReadonlyMap<string, string>,
): Promise<Untruth[]> {
  const untruths: Untruth[] = [];
  const known = ledger?.bugs.find(({ id }) => id === bug.name)?.events.flatMap(({ commit }) => commit ?? []) ?? [];
  for (const { value, line } of bug.commits) {
    if (!commits.has(value)) untruths.push(unknown(bug, value, line));
  }
  for (const { value, line } of bug.fixes) {
    const commit = commits.get(value);
    if (commit === undefined) {
      untruths.push(unknown(bug, value, line));
      continue;
    }
    const { date, paths } = await repository.changesOf(commit);
    const late = wrongTiming(bug, claims, date, line);
    if (late) untruths.push(late);
    const files = [...new Set(bug.places.map(({ path }) => path))];
    if (files.length === 0 || known.includes(commit)) continue;
    if (await touches(repository, commit, paths, files)) continue;
    const hidden = files.every((file) => !isTestPath(file)) && [...paths].every(isTestPath);
    if (hidden && paths.size > 0) {
      const what = await howTestsChanged(repository, commit);
      const message = `Commit '${value}', which is said to have mended '${bug.name}', changes tests alone${what}.`;
      untruths.push({ line, rule: "triage/commit", message });
      continue;
    }
    const named = files.length === 1 ? `'${files[0] ?? ""}'` : "any of its files";
    const message = `Commit '${value}', which is said to have mended '${bug.name}', does not touch ${named}.`;
    untruths.push({ line, rule: "triage/commit", message });
  }
  return untruths;
}

function unknown({ name }: ClaimedBug, commit: string, line: number): Untruth {
  return { line, rule: "triage/commit", message: `There is no commit '${commit}', which is said of '${name}'.` };
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

/** Whether "inside the deadline" is true of a commit. */
function wrongTiming(bug: ClaimedBug, claims: Claims, date: Date, line: number): Untruth | undefined {
  const level = bug.section ?? bug.severities[0]?.value;
  const start = bug.reopened?.value ?? bug.firstSeen?.value;
  if (bug.inTime?.line !== line || level === undefined || !start) return undefined;
  const within = timeFor(level, claims);
  const [isEarly, isLate] = [date.getTime() <= start.to + within, date.getTime() > start.from + within];
  if (bug.inTime.value ? isEarly : isLate) return undefined;
  const side = bug.inTime.value ? "after" : "before";
  const message = `The commit that mended '${bug.name}' was made ${side} its deadline.`;
  return { line, rule: "triage/deadline", message };
}

const NO_TEST = /^\W*(none|no|n\/a|na|pending|todo|tbd|missing|not |to be|needed|required|planned)\b/i;

/** Whether a test is said to guard against a bug: below one that is open stands where it was seen. */
function isGuard(bug: ClaimedBug, { isFirm }: ClaimedTest): boolean {
  return isFirm || bug.fixes.length > 0 || claimedStatus(bug) !== "open";
}

/** The tests that a text names: by their files, or as Python names tests. */
function testsNamed(value: string): readonly string[] {
  const found = value.matchAll(
    /(?<![\w./-])[\w./-]+\.py(?:::[\w:.[\]-]+)?|(?<![\w./-])(?:test_\w+|Test[A-Z]\w+)(?![\w/.]*\/)/g,
  );
  return [...new Set([...found].map(([reference]) => reference))];
}

function wrongTest(bug: ClaimedBug, test: ClaimedTest, { tests, exists }: Facts): Untruth[] {
  const { value, line } = test;
  if (NO_TEST.test(value)) return [];
  const role = isGuard(bug, test) ? "is said to guard against" : "is named at";
  const said = (message: string): Untruth => ({ line, rule: "triage/test", message });
  return testsNamed(value).flatMap((reference) => {
    const [path = "", ...names] = reference.replace(/\[.*$/, "").split("::");
    const isFile = path.endsWith(".py");
    const inFile = tests.filter((test) => test.path === path || test.path.endsWith(`/${path.replace(/^\.\//, "")}`));
    if (isFile && inFile.length === 0 && !exists(path)) {
      return [said(`There is no file '${path}', which ${role} '${bug.name}'.`)];
    }
    const name = isFile ? names.join(".") : path;
    if (name === "") return [];
    const found = (isFile ? inFile : tests).filter((test) => test.name === name || test.name.split(".").includes(name));
    if (found.length === 0) return [said(`There is no test '${name}', which ${role} '${bug.name}'.`)];
    const [flawed] = found;
    if (!isGuard(bug, test)) return [];
    if (found.some(({ flaw }) => flaw === undefined) || value.includes(flawed?.flaw ?? "")) return [];
    return [said(`The test '${name}', which is said to guard against '${bug.name}', ${flawed?.flaw ?? ""}.`)];
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
