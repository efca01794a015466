import { counted } from "../counted.js";
import type { Finding } from "../engine/finding/finding.js";
import { match } from "../engine/finding/identity.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { SEVERITIES } from "../engine/severity.js";
import type { CommitChanges, Repository } from "../files/git.js";
import { TIME_TO_FIX } from "./bug.js";
import { claimedStatus, type Axis, type ClaimedBug, type ClaimedTest, type Claims, type Said } from "./claims.js";
import { isCountable, nameOf, wrongCount } from "./counts.js";
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
  /** Files that bugs are said to be in. */
  readonly places: number;
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
}

/** Says what is untrue in a report, and how much of it could be checked. */
export async function check(claims: Claims, facts: Facts): Promise<Verdict> {
  const untruths: Untruth[] = [];
  const counts = claims.counts.filter((count) => isCountable(count, claims));
  for (const count of counts) untruths.push(...untrue(count.line, "triage/count", wrongCount(count, claims)));
  for (const { line, flaw } of claims.reckonings) untruths.push(...untrue(line, "triage/sum", flaw));
  const commits = await commitsNamed(claims, facts.repository);
  const files = await filesNamed(claims, facts);
  const elsewhere = await testsElsewhere(claims, facts);
  for (const bug of everythingIn(claims)) {
    untruths.push(...wrongSeverity(bug), ...wrongDeadline(bug, claims), ...contradicted(bug));
    untruths.push(...(await wrongCommits(bug, claims, facts, { commits, files })));
    if (!claims.isOfSeveral) untruths.push(...wrongPlaces(bug, files));
    untruths.push(...bug.tests.flatMap((test) => wrongTest(bug, test, facts, elsewhere)));
  }
  untruths.push(...stillThere(claims, facts));
  const seen = new Set<string>();
  const isNew = (untruth: Untruth): boolean => seen.size < seen.add(JSON.stringify(untruth)).size;
  return {
    untruths: untruths.filter(isNew).sort((a, b) => a.line - b.line),
    checked: { ...coverageOf(claims), counts: counts.length, sums: claims.reckonings.length },
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

function coverageOf(claims: Claims): Omit<Coverage, "counts" | "sums"> {
  const sum = (number: (bug: ClaimedBug) => number): number =>
    everythingIn(claims).reduce((all, bug) => all + number(bug), 0);
  return {
    severities: sum((bug) => Math.max(0, bug.severities.length - (bug.section === undefined ? 1 : 0))),
    deadlines: sum(({ deadlines }) => deadlines.length),
    commits: sum((bug) => bug.commits.length + bug.fixes.length),
    places: sum(({ places }) => new Set(places.flatMap(({ path, isCertain }) => (isCertain ? [path] : []))).size),
    statuses: sum(({ firm }) => Math.max(0, firm.length - 1)),
    tests: sum(
      (bug) => bug.tests.filter(({ value }) => !NO_TEST.test(value)).flatMap(({ value }) => testsNamed(value)).length,
    ),
    resolutions: claims.bugs.filter((bug) => claimedStatus(bug) === "resolved" && isPlaced(bug)).length,
  };
}

/** Whether a scan can tell if a bug is there: it says on which line it was, or which rule finds it. */
function isPlaced({ places, words }: ClaimedBug): boolean {
  return (
    places.some(({ line }) => line !== undefined) || RULES.some(({ id }) => words.some((text) => text.includes(id)))
  );
}

function timeFor(level: Level, { times }: Claims): number {
  return times.get(level) ?? TIME_TO_FIX[SEVERITIES[level]];
}

function wrongSeverity(bug: ClaimedBug): Untruth[] {
  const { section, sectionAxis } = bug;
  return bug.severities.flatMap(({ value, line, axis }, index) => {
    const isInSection = section !== undefined && isComparable(axis, sectionAxis);
    const earlier = bug.severities.slice(0, index).filter((other) => isComparable(axis, other.axis));
    // What may be either is right where one of the two is.
    const said = isInSection ? [section] : earlier.map((other) => other.value);
    const [expected] = said;
    if (expected === undefined || said.includes(value)) return [];
    const where = isInSection ? "it stands in the section of" : "elsewhere it is called";
    const message = `'${bug.name}' is called ${nameOf(value)} here, and ${where} ${nameOf(expected)}.`;
    return [{ line, rule: "triage/severity", message }];
  });
}

/** A grave bug can wait, and an urgent one be a trifle. */
function isComparable(one: Axis | undefined, other: Axis | undefined): boolean {
  return one === other || one === undefined || other === undefined;
}

/** A bug that is called resolved in one place and open in another one. */
function contradicted({ name, firm }: ClaimedBug): Untruth[] {
  const last = firm.at(-1);
  if (!last || last.value === "accepted") return [];
  const other = firm.find(({ value }) => value !== "accepted" && value !== last.value);
  if (!other) return [];
  const message = `'${name}' is called ${last.value} here, and ${other.value} in line ${String(other.line)}.`;
  return [{ line: last.line, rule: "triage/status", message }];
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
  const said = everythingIn(claims).flatMap(({ commits, fixes }) => [...commits, ...fixes]);
  const names = [...new Set(said.map(({ value }) => value))];
  const found = await repository.commitsAt(names);
  return new Map(names.flatMap((name, index) => (found[index] === undefined ? [] : [[name, found[index]]])));
}

/** What of all that a report names there is. */
interface Named {
  readonly commits: ReadonlyMap<string, string>;
  readonly files: ReadonlySet<string>;
}

async function wrongCommits(
  bug: ClaimedBug,
  claims: Claims,
  { repository, ledger }: Facts,
  { commits, files: there }: Named,
): Promise<Untruth[]> {
  const untruths: Untruth[] = [];
  const missing = [...bug.commits, ...bug.fixes].filter(({ value }) => !commits.has(value));
  if (!repository.isShallow && !claims.isOfSeveral)
    untruths.push(...missing.map(({ value, line }) => unknown(bug, value, line)));
  const known = ledger?.bugs.find(({ id }) => id === bug.name)?.events.flatMap(({ commit }) => commit ?? []) ?? [];
  const files = [...new Set(bug.places.map(({ path }) => path))].filter((path) => there.has(path));
  const idle: Fix[] = [];
  let [isTouched, isMadeInTime] = [files.length === 0, bug.fixedOn === undefined];
  const late: Fix[] = [];
  for (const { value, line } of bug.fixes) {
    const commit = commits.get(value);
    if (commit === undefined) continue;
    const changes = await repository.changesOf(commit);
    const fix = { value, line, commit, ...changes };
    untruths.push(...untrue(line, "triage/deadline", wrongTiming(bug, claims, changes.date, line)));
    const written = bug.fixedOn ? await repository.authoredAt(commit) : changes.date;
    if (isLater(written, bug.fixedOn?.value)) late.push({ ...fix, date: written });
    else isMadeInTime = true;
    if (known.includes(commit) || (await touches(repository, commit, changes.paths, files))) isTouched = true;
    else idle.push(fix);
  }
  // Of several commits one may mend the bug, and the others what belongs to it.
  if (!isTouched) for (const fix of idle) untruths.push(await idleFix(bug, fix, files, repository));
  const [first] = late;
  if (!isMadeInTime && first) untruths.push(madeLater(bug, first));
  return untruths;
}

/** A commit that is said to have mended a bug. */
interface Fix extends Said<string>, CommitChanges {
  readonly commit: string;
}

/** What is wrong with a fix that touches none of a bug's files. */
async function idleFix(
  { name }: ClaimedBug,
  { value, line, commit, paths }: Fix,
  files: readonly string[],
  repository: Repository,
): Promise<Untruth> {
  const said = `Commit '${value}', which is said to have mended '${name}',`;
  const isTestsAlone = paths.size > 0 && [...paths].every(isTestPath) && files.every((file) => !isTestPath(file));
  if (isTestsAlone) {
    const how = await howTestsChanged(repository, commit);
    return { line, rule: "triage/commit", message: `${said} changes tests alone${how}.` };
  }
  const named = files.length === 1 ? `'${files[0] ?? ""}'` : "any of its files";
  return { line, rule: "triage/commit", message: `${said} does not touch ${named}.` };
}

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

function unknown(bug: ClaimedBug, commit: string, line: number): Untruth {
  return { line, rule: "triage/commit", message: `There is no commit '${commit}'${saidOf(bug)}.` };
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
function wrongTiming(bug: ClaimedBug, claims: Claims, date: Date, line: number): string | undefined {
  const level = bug.section ?? bug.severities[0]?.value;
  const start = bug.reopened?.value ?? bug.firstSeen?.value;
  if (bug.inTime?.line !== line || level === undefined || !start) return undefined;
  const within = timeFor(level, claims);
  const [isEarly, isLate] = [date.getTime() <= start.to + within, date.getTime() > start.from + within];
  if (bug.inTime.value ? isEarly : isLate) return undefined;
  const side = bug.inTime.value ? "after" : "before";
  return `The commit that mended '${bug.name}' was made ${side} its deadline.`;
}

/** Those of the files that bugs are said to be in which are there, or were. */
async function filesNamed(claims: Claims, { repository, exists }: Facts): Promise<ReadonlySet<string>> {
  const named = new Set(everythingIn(claims).flatMap(({ places }) => places.map(({ path }) => path)));
  const found = new Set([...named].filter(exists));
  if (repository.isShallow || found.size === named.size) return named;
  for (const path of await repository.ignoredOf([...named].filter((path) => !found.has(path)))) found.add(path);
  // A sentence may begin with a file's name.
  const ever = endsOf(new Set([...(await repository.pathsEver())].flatMap((path) => [path, path.toLowerCase()])));
  for (const path of named) {
    // A report may call a file by the end of its path, or by where it was on somebody's disk.
    const parts = path.split("/");
    if (
      ever.has(path) ||
      ever.has(path.toLowerCase()) ||
      parts.some((_, at) => at > 0 && ever.has(parts.slice(at).join("/")) && at < parts.length - 1)
    )
      found.add(path);
  }
  return found;
}

/** All that paths end with, in whole names. */
function endsOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const ends = new Set<string>();
  for (const path of paths) {
    for (let at = 0; at >= 0; at = path.indexOf("/", at) + 1 || -1) ends.add(path.slice(at));
  }
  return ends;
}

/** Files that are not there and never were. */
function wrongPlaces(bug: ClaimedBug, files: ReadonlySet<string>): Untruth[] {
  const missing = bug.isPlanned ? [] : bug.places.filter(({ path, isCertain }) => isCertain && !files.has(path));
  return missing.map(({ path, saidOn }) => {
    const message = `There is no file '${path}'${saidOf(bug)}, and there never was.`;
    return { line: saidOn, rule: "triage/place", message };
  });
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

/** Those of the tests that a report names which are none of Python's, and may be some of another language's. */
async function testsElsewhere(claims: Claims, { tests, repository }: Facts): Promise<ReadonlySet<string>> {
  const named = everythingIn(claims).flatMap((bug) => bug.tests.flatMap(({ value }) => testsNamed(value)));
  const known = new Set(tests.flatMap(({ name }) => [name, ...name.split(".")]));
  const unknown = [...new Set(named)].filter((name) => /^\w+$/.test(name) && !known.has(name));
  const found = new Set<string>();
  for (const name of unknown) if (await repository.isMentionedBesidePython(name)) found.add(name);
  return found;
}

function wrongTest(
  bug: ClaimedBug,
  test: ClaimedTest,
  { tests, exists }: Facts,
  elsewhere: ReadonlySet<string>,
): Untruth[] {
  const { value, line } = test;
  if (NO_TEST.test(value)) return [];
  const role = isGuard(bug, test) ? ", which is said to guard against" : ", which is named at";
  const what = bug.name === "" ? "" : `${role} '${bug.name}'`;
  const said = (message: string): Untruth => ({ line, rule: "triage/test", message });
  return testsNamed(value).flatMap((reference) => {
    const [path = "", ...names] = reference.replace(/\[.*$/, "").split("::");
    const isFile = path.endsWith(".py");
    // Where a file lies on somebody's disk tells nothing of what is here.
    if (path.startsWith("/")) return [];
    const inFile = tests.filter((test) => test.path === path || test.path.endsWith(`/${path.replace(/^\.\//, "")}`));
    if (isFile && inFile.length === 0 && !exists(path)) {
      return [said(`There is no file '${path}'${what}.`)];
    }
    const name = isFile ? names.join(".") : path;
    if (name === "" || elsewhere.has(name)) return [];
    const found = (isFile ? inFile : tests).filter((test) => test.name === name || test.name.split(".").includes(name));
    if (found.length === 0) return [said(`There is no test '${name}'${what}.`)];
    const [flawed] = found;
    if (!isGuard(bug, test)) return [];
    if (found.some(({ flaw }) => flaw === undefined) || value.includes(flawed?.flaw ?? "")) return [];
    return [said(`The test '${name}'${what}${what && ","} ${flawed?.flaw ?? ""}.`)];
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
