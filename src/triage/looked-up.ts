import { parse } from "node:path/posix";
import type { ClaimedBug, Claims } from "./claimed.js";
import type { Facts } from "./check.js";
import { isTestPath } from "./test-change.js";

/** What became of something that a report names: it is or was there, it never was, or nothing shows which. */
export type Found = "there" | "missing" | "unknown";

/** The files, commits and tests that a report names, looked up at once. */
export class LookedUp {
  private constructor(
    private readonly files: ReadonlyMap<string, Found>,
    private readonly tests: ReadonlyMap<string, Found>,
    private readonly gone: ReadonlySet<string>,
    private readonly commits: ReadonlyMap<string, string | undefined>,
    private readonly hasAllCommits: boolean,
  ) {}

  static async of(claims: Claims, facts: Facts): Promise<LookedUp> {
    const everything = [...claims.bugs, claims.rest];
    const places = everything.flatMap((bug) => bug.places);
    const certain = places.flatMap(({ path, isCertain }) => (isCertain ? [path] : []));
    const alone = new Set(certain.filter((path) => !path.includes("/")));
    const tests = new Set(everything.flatMap((bug) => bug.tests.flatMap(({ value }) => testsNamed(value))));
    const inTests = [...tests].flatMap((reference) => fileOfTest(reference) ?? []);
    const names = [...tests].flatMap((reference) => /\w+$/.exec(reference.replace(/\[.*$/, "")) ?? []);
    const commits = await commitsOf(everything, facts);
    const lost = [...commits.values()].filter((commit) => commit === undefined).length;
    const isWhole = facts.hasWholeHistory && !claims.isOfSeveral;
    const found = await namesOf(names, claims, facts);
    return new LookedUp(
      await filesOf(
        new Set(places.map(({ path }) => path)),
        { certain: new Set([...certain, ...inTests]), alone },
        claims,
        facts,
      ),
      found,
      await goneOf(tests, found, facts),
      commits,
      // Where most are lost, the history was written anew, or it is another repository's.
      isWhole && (lost < 3 || lost * 2 <= commits.size),
    );
  }

  file(path: string): Found {
    return this.files.get(path) ?? "unknown";
  }

  /** A test by the name of its function or class alone. */
  test(name: string): Found {
    return this.tests.get(name) ?? "unknown";
  }

  /** Whether a test that is missing stood in the file that it is named with before, or in any where it is named alone. */
  isGone(name: string): boolean {
    return this.gone.has(name);
  }

  /** The full name of a commit. */
  commit(name: string): string | undefined {
    return this.commits.get(name);
  }

  commitFound(name: string): Found {
    if (this.commit(name) !== undefined) return "there";
    return this.hasAllCommits ? "missing" : "unknown";
  }
}

/** The tests that a text names: by their files, or as Python names tests. */
export function testsNamed(value: string): readonly string[] {
  if (NO_TEST.test(value) || OF_A_BRANCH.test(value)) return [];
  const found = value.matchAll(
    /(?<![\w./-])[\w./-]+\.py(?:::[\w:.[\]-]+(?![\w<{*:.[\]-]))?|(?<![\w./-])(?:test_\w+|Test[A-Z]\w+)(?![\w<{*]|[\w/.]*\/)/g,
  );
  return [...new Set([...found].map(([reference]) => reference))];
}

/** The file that a test is named with. */
export function fileOfTest(test: string): string | undefined {
  return /^[^:]*\.py/.exec(test)?.[0];
}

const NO_TEST = /^\W*(none|no|n\/a|na|pending|todo|tbd|missing|not |to be|needed|required|planned)\b/i;

/** What is on a branch somewhere need not be here. */
export const OF_A_BRANCH = /\bPRs?\b|\b(?:pull|merge) requests?\b/;

async function commitsOf(
  everything: readonly ClaimedBug[],
  { repository }: Facts,
): Promise<ReadonlyMap<string, string | undefined>> {
  const said = everything.flatMap(({ commits, fixes }) => [...commits, ...fixes]);
  const names = [...new Set(said.map(({ value }) => value))];
  const found = await repository.commitsAt(names);
  return new Map(names.map((name, index) => [name, found[index]]));
}

/** The files that have to be there, and those of them that lie in no folder. */
interface Certain {
  readonly certain: ReadonlySet<string>;
  readonly alone: ReadonlySet<string>;
}

async function filesOf(
  named: ReadonlySet<string>,
  { certain, alone }: Certain,
  { isOfSeveral, isPlan }: Claims,
  { repository, exists, hasWholeHistory }: Facts,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>(
    [...named, ...certain].map((path) => [path, exists(path) ? "there" : "unknown"]),
  );
  const gone = [...found.keys()].filter((path) => found.get(path) === "unknown");
  if (gone.length === 0) return found;
  const ever = new Paths([...(await repository.pathsEver())]);
  const ignored = new Set(!hasWholeHistory ? [] : await repository.ignoredOf(gone));
  const isKnown = hasWholeHistory && !isOfSeveral && !isPlan;
  const never = gone.filter((path) => !ever.has(path) && !ignored.has(path));
  const lost = never.filter((path) => certain.has(path) && (ever.isOfThisTree(path) || alone.has(path)));
  for (const path of gone) if (ever.has(path)) found.set(path, "there");
  // Where most are lost, the report is about something else.
  const there = [...found.values()].filter((state) => state === "there").length;
  if (isKnown && lost.length <= there + 1) for (const path of lost) found.set(path, "missing");
  return found;
}

/** All paths of a history, which a report may call by their ends, or by where they were on somebody's disk. */
class Paths {
  readonly #ends = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #files: ReadonlySet<string>;

  constructor(paths: readonly string[]) {
    // A submodule is one, too.
    this.#files = new Set(paths);
    for (const path of paths) {
      for (let at = 0; at >= 0; at = path.indexOf("/", at) + 1 || -1) this.#ends.add(path.slice(at).toLowerCase());
      for (const folder of path.split("/").slice(0, -1)) this.#folders.add(folder);
    }
  }

  has(path: string): boolean {
    const parts = path.toLowerCase().split("/");
    return parts.some((_, at) => (at === 0 || at < parts.length - 1) && this.#ends.has(parts.slice(at).join("/")));
  }

  /** Whether a path begins with a folder that there was, and leads into no other repository: others may be of another tree. */
  isOfThisTree(path: string): boolean {
    const folders = path.split("/").slice(0, -1);
    const isInOther = folders.some((_, at) => this.#files.has(folders.slice(0, at + 1).join("/")));
    return this.#folders.has(folders[0] ?? "") && !isInOther;
  }
}

/** Tests by their names alone: one that some code speaks of may be there in a way that is not looked for. */
async function namesOf(
  names: readonly string[],
  { isPlan }: Claims,
  { tests, repository }: Facts,
): Promise<ReadonlyMap<string, Found>> {
  const modules = names.length === 0 ? [] : [...(await repository.pathsEver())].map((path) => parse(path).name);
  const known = new Set([...tests.flatMap(({ name }) => [name, ...name.split(".")]), ...modules]);
  const found = new Map<string, Found>();
  for (const name of names) {
    const isUnknown = !known.has(name) && (isPlan || (await repository.isMentionedInCode(name)));
    found.set(name, known.has(name) ? "there" : isUnknown ? "unknown" : "missing");
  }
  return found;
}

const isPythonTest = (path: string): boolean => path.endsWith(".py") && isTestPath(path);

/** The missing ones of some tests that a commit took out of their files, or of any where these are not named. */
async function goneOf(
  tests: ReadonlySet<string>,
  found: ReadonlyMap<string, Found>,
  { repository }: Facts,
): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  let ever: readonly string[] | undefined;
  for (const reference of tests) {
    const file = fileOfTest(reference);
    const name = /\w+$/.exec(reference.replace(/\[.*$/, ""))?.[0];
    if (name === undefined || found.get(name) !== "missing") continue;
    ever ??= [...(await repository.pathsEver())];
    const files = ever.filter((path) =>
      file === undefined ? isPythonTest(path) : path === file || path.endsWith(`/${file}`),
    );
    if (files.length > 0 && (await repository.everHad(name, files))) gone.add(name);
  }
  return gone;
}
