import { lstatSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { changesIn, changesInEach, pathOf, type FileChange } from "./git-diff.js";
import { codeOf, environmentFor, GitProblem, runGit, UNKNOWN, type Place } from "./git-process.js";
import { settingsIn, viewOf } from "./git-view.js";
import { isInside, repositoryOf } from "./paths.js";

export { GitProblem };

/** A commit of a history. */
export interface Commit {
  /** The full object name. */
  readonly id: string;
  /** The full names of its parents, the main line's first; none of the first commit and at a shallow clone's border. */
  readonly parents: readonly string[];
  /** When it was committed. */
  readonly date: Date;
}

/** What a commit changes, compared with any of its parents. */
export interface CommitChanges {
  readonly date: Date;
  readonly paths: ReadonlySet<string>;
  readonly changes: readonly FileChange[];
}

/** A commit with the first line of its message. */
export interface DescribedCommit extends Pick<Commit, "id" | "date"> {
  readonly subject: string;
}

/** A commit of the part of a history that is looked at. */
export interface HistoricCommit extends Commit {
  /** Whether the part begins with it: what it holds may be older. */
  readonly isBorder: boolean;
}

/** A file that git tracks, with what the index holds of it. */
export interface IndexedFile {
  readonly path: string;
  /** The object name of its content. */
  readonly blob: string;
}

/** What keeps the configuration of a repository out of what `git log` says. */
const PLAIN_LOG = ["--no-show-signature", "--no-mailmap", "--no-ext-diff", "--no-textconv", "--no-color"];

/**
 * A git working tree, asked through the `git` command. The only place that calls it. Nothing in the repository can run,
 * because git does not read the repository's configuration and hooks ({@link viewOf}).
 *
 * Paths are relative to {@link root}, with forward slashes; what is not UTF-8 in them is U+FFFD. Contents are asked
 * for by object name, so a path does not need to be a name that Node can open.
 */
export class Repository {
  readonly #view: Place;

  private constructor(
    /** Absolute: the top of the working tree. */
    readonly root: string,
    /** Whether the history was cut off when the repository was cloned. */
    readonly isShallow: boolean,
    /** Whether contents were left out when it was. */
    private readonly isPartial: boolean,
    view: Place,
  ) {
    this.#view = view;
  }

  /**
   * The working tree that holds a directory.
   *
   * @throws GitProblem when there is none, or no git
   */
  static async around(directory: string): Promise<Repository> {
    const current = process.cwd();
    // In a hook, git says through its environment which index to look at. That is said of the hook's own directory.
    const isOurs = isInside(resolve(directory), current);
    const places = Object.fromEntries(
      isOurs ? said(PLACES).map(([name, value]) => [name, resolve(current, value)]) : [],
    );
    const isHook = places.GIT_DIR !== undefined;
    const above = repositoryOf(directory);
    const start = resolve(isHook ? current : directory);
    const environment = environmentFor(above ?? start, { ...Object.fromEntries(said(KEPT)), ...places });
    // These only say where things are: they run nothing, whatever the repository's configuration says.
    const ask = (...args: string[]): Promise<Buffer> => runGit(args, { directory: start, environment });
    const [[top = "", own = "", shared = ""], settings] = await Promise.all([
      pathsOf(["--show-toplevel", "--absolute-git-dir", "--git-common-dir"], ask),
      ask("config", "-z", "--list"),
    ]);
    const common = resolve(start, shared);
    const root = isHook ? resolve(top) : (above ?? top);
    if (realpathSync(top) !== realpathSync(root)) {
      throw new GitProblem(`the repository at '${root}' says that its working tree is '${top}'; unset core.worktree`);
    }
    const beside = Object.fromEntries([...said(BESIDE, places), ...said(/^GIT_EXEC_PATH$/)]);
    const view = viewOf({ root, own, common }, settings, beside);
    return new Repository(root, isFile(join(common, "shallow")), isPartial(settings), view);
  }

  /**
   * The full name of the commit that a revision stands for.
   *
   * @throws GitProblem when there is none
   */
  async commit(revision: string): Promise<string> {
    const found = revision.startsWith("-") ? undefined : await this.revision(`${revision}^{commit}`);
    if (found !== undefined) return found;
    throw new GitProblem(`git knows no commit '${revision}'${this.wayToMore(`; 'git fetch' may bring it`)}`);
  }

  /**
   * The full names of the commits that many revisions stand for, in one process.
   *
   * @param revisions with no ends of lines in them
   * @returns for each its commit; undefined when there is none
   */
  async commitsAt(revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
    if (revisions.length === 0) return [];
    const input = revisions.map((revision) => `${revision}^{commit}\n`).join("");
    const answer = await this.ask(["cat-file", "--batch-check=%(objectname) %(objecttype)"], { input });
    const lines = answer.toString("latin1").split("\n");
    return revisions.map((_, index) => /^([0-9a-f]{40,64}) commit$/.exec(lines[index] ?? "")?.[1]);
  }

  /** The commit that is checked out; none before the first. */
  head(): Promise<string | undefined> {
    return this.revision("HEAD^{commit}");
  }

  /**
   * The last commit that the current branch has in common with another commit; that one itself when their histories
   * never met.
   *
   * @throws GitProblem when a shallow clone holds too little to tell
   */
  async mergeBase(commit: string): Promise<string> {
    const answer = await this.ask(["merge-base", "HEAD", commit], { mayFail: true });
    const base = answer?.toString().trim();
    if (base) return base;
    if (!this.isShallow) return commit;
    throw new GitProblem(`where the current branch and '${commit.slice(0, 12)}' part is not here${this.wayToMore("")}`);
  }

  /** The commit that is being merged into the current branch, if one is. */
  merging(): Promise<string | undefined> {
    return this.revision("MERGE_HEAD^{commit}");
  }

  /** What the next commit changes: from the current commit, or from the other one that it merges, to the index. */
  async staged(parent?: string): Promise<readonly FileChange[]> {
    const base = parent ?? (await this.head()) ?? (await this.emptyTree());
    return changesIn(await this.ask(["diff-index", "--cached", ...DIFF, base, "--"], { config: DIFF_CONFIG }));
  }

  /** What changed since a commit, in the working tree: in the files that git tracks, and files that it could track. */
  async changesSince(commit: string): Promise<readonly FileChange[]> {
    const [changed, untracked] = await Promise.all([
      this.ask(["diff-index", ...DIFF, commit, "--"], { config: DIFF_CONFIG }),
      this.ask(["ls-files", "-z", "--others", "--exclude-standard", "--full-name"]),
    ]);
    const fresh = fields(untracked)
      .map(pathOf)
      .filter((path) => isFile(join(this.root, path)))
      .map((path): FileChange => ({ after: { path }, hunks: [] }));
    return [...changesIn(changed), ...fresh];
  }

  /** The tracked files whose content in the working tree may be another than in the index. */
  async unstaged(): Promise<readonly IndexedFile[]> {
    const format = ["--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=all"];
    const raw = await this.ask(["diff-files", ...format]);
    return changesIn(raw).flatMap(({ before }) =>
      before?.blob === undefined ? [] : [{ ...before, blob: before.blob }],
    );
  }

  /** The paths of all the regular files that git tracks. */
  async files(): Promise<readonly string[]> {
    const entries = fields(await this.ask(["ls-files", "-z", "--stage", "--full-name"]));
    return entries.flatMap((entry) => (entry[0] === REGULAR ? [pathOf(entry.subarray(entry.indexOf(TAB) + 1))] : []));
  }

  /**
   * The contents of many objects, in one process.
   *
   * @param objects object names, or `commit:path` for the file at a path in a commit
   * @returns for each what it holds; undefined when there is no such file
   */
  async contents(objects: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    if (objects.length === 0) return [];
    // Questions end at a line's end, also where a file's name has one, or half of one.
    const names = await Promise.all(
      objects.map(async (object) => (/[\r\n]/.test(object) ? ((await this.revision(object)) ?? "-") : object)),
    );
    const found = batched(await this.ask(["cat-file", "--batch"], { input: `${names.join("\n")}\n` }), names.length);
    // A name that git itself has given is missing only where contents were left out of a clone.
    if (found.some((content, index) => !content && /^[0-9a-f]{40,}$/.test(objects[index] ?? "")))
      throw new GitProblem(PARTIAL);
    return found;
  }

  /** The commits that lead to HEAD, the latest first; only those that change one of `paths` if there are any. */
  async commits(paths: readonly string[] = [], most = Infinity): Promise<readonly Commit[]> {
    if ((await this.head()) === undefined) return [];
    const limit = Number.isFinite(most) ? [`--max-count=${String(most)}`] : [];
    const answer = await this.ask(["rev-list", "--timestamp", "--parents", ...limit, "HEAD", "--", ...paths]);
    return commitsIn(answer).map(({ id, parents, date }) => ({ id, parents, date }));
  }

  /** The commits since another one that change one of some paths, the first first, each with the first line of its message. */
  async commitsSince(since: string, paths: readonly string[]): Promise<readonly DescribedCommit[]> {
    const plain = ["--no-show-signature", "--no-mailmap", "--no-notes", "--no-color", "--no-ext-diff", "--no-patch"];
    const form = ["--format=tformat:%H %ct %s", "-z", "--reverse", "--topo-order"];
    const answer = await this.ask(["log", ...form, ...plain, "HEAD", `^${since}`, "--", ...paths]);
    return fields(answer).flatMap((line) => {
      const [, id = "", seconds, subject = ""] = /^(\S+) (\d+) (.*)$/s.exec(line.toString()) ?? [];
      return id === "" ? [] : [{ id, date: new Date(Number(seconds) * 1000), subject }];
    });
  }

  /**
   * The commits that lead to HEAD and are no ancestors of `since`, parents before their children. Before them come the
   * commits at the border: `since` itself, and where branches began that were merged later; `since` is the last of them.
   */
  async history(since: string): Promise<readonly HistoricCommit[]> {
    const asked = ["rev-list", "--topo-order", "--reverse", "--timestamp", "--parents", "--boundary"];
    const between = commitsIn(await this.ask([...asked, "HEAD", `^${since}`, "--"]));
    const border = between.filter(({ isBorder, id }) => isBorder && id !== since).sort(byDate);
    const isBorder = between.length === 0 || between.some(({ id }) => id === since);
    const first = isBorder ? commitsIn(await this.ask(["rev-list", "--timestamp", "--parents", "-1", since])) : [];
    const begun = first.map((commit) => ({ ...commit, isBorder: commit.parents.length > 0 || this.isShallow }));
    return [...border, ...begun, ...between.filter((commit) => !commit.isBorder)];
  }

  /** The files of a commit that differ from those of another one, or all of its files. Renamed files are one change. */
  async filesChanged(before: string | undefined, after: string): Promise<readonly FileChange[]> {
    const format = ["-r", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--ignore-submodules=all"];
    return changesIn(await this.ask(["diff-tree", ...format, before ?? (await this.emptyTree()), after, "--"]));
  }

  /**
   * The same of some files alone: no other file's content is looked at, which a partial clone may lack.
   *
   * @param concerns whether a path is one of them
   */
  async filesChangedAmong(
    concerns: (path: string) => boolean,
    before: string | undefined,
    after: string,
  ): Promise<readonly FileChange[]> {
    const start = before ?? (await this.emptyTree());
    const all = changesIn(await this.ask(["diff-tree", ...UNRENAMED, start, after, "--"]));
    return this.withRenames(all, concerns, start, after);
  }

  /**
   * The same of each commit of a history and the one before it, in one process.
   *
   * @param commits full names
   */
  async filesChangedAlong(
    concerns: (path: string) => boolean,
    commits: readonly string[],
  ): Promise<readonly (readonly FileChange[])[]> {
    const steps = commits.slice(1).map((after, index) => [commits[index] ?? "", after] as const);
    const input = steps.map(([before, after]) => `${after} ${before}\n`).join("");
    const answer = await this.ask(["diff-tree", "--stdin", "--always", ...UNRENAMED], { input });
    const found = changesInEach(answer);
    if (found.length !== steps.length) throw new GitProblem(BROKEN_OFF);
    const along: (readonly FileChange[])[] = [];
    for (const [index, [before, after]] of steps.entries()) {
      along.push(await this.withRenames(found[index] ?? [], concerns, before, after));
    }
    return along;
  }

  /** Those that are concerned, where one that took a file away and one that brought it elsewhere are one. */
  private async withRenames(
    all: readonly FileChange[],
    concerns: (path: string) => boolean,
    start: string,
    after: string,
  ): Promise<readonly FileChange[]> {
    const own = all.filter(({ before: old, after: young }) => concerns((young ?? old)?.path ?? ""));
    const [gone, fresh] = [own.filter((change) => !change.after), own.filter((change) => !change.before)];
    if (gone.length === 0 || fresh.length === 0) return own;
    const moved = [...gone, ...fresh].flatMap(({ before: old, after: young }) => (young ?? old)?.path ?? []);
    if (moved.length > MOST_NAMED) return withSameContent(own);
    const renames = ["-r", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--ignore-submodules=all"];
    const found = changesIn(await this.ask(["diff-tree", ...renames, start, after, "--", ...moved]));
    return [...own.filter((change) => change.before && change.after), ...found];
  }

  /** Whether a file of HEAD that is no prose holds a word; so it is said, too, where that is not known. */
  async isMentionedInCode(word: string): Promise<boolean> {
    const where = ["HEAD", "--", ".", ":(exclude)*.md", ":(exclude)*.rst", ":(exclude)*.txt"];
    try {
      return (
        (await this.ask(["grep", "-I", "-q", "-w", "-F", "-e", word, ...where], { mayFail: true, isLoose: true })) !==
        undefined
      );
    } catch (error) {
      if (error instanceof GitProblem) return true;
      throw error;
    }
  }

  /** Whether a commit that leads to HEAD brought a text into files of these paths, or took it out; so it is said, too, where that is not known. */
  async everHad(text: string, paths: readonly string[]): Promise<boolean> {
    try {
      return (await this.ask(["log", "-1", "--format=%H", `-S${text}`, ...PLAIN_LOG, "--", ...paths])).length > 0;
    } catch (error) {
      if (error instanceof GitProblem) return true;
      throw error;
    }
  }

  /** The first parent of a commit; none of the first commit. @param commit a full name */
  async parentOf(commit: string): Promise<string | undefined> {
    const [known] = commitsIn(await this.ask(["rev-list", "--timestamp", "--parents", "-1", commit]));
    return known?.parents[0];
  }

  /**
   * When a commit was made, and the paths that it changed, compared with any of its parents.
   *
   * @param commit a full name
   */
  async changesOf(commit: string): Promise<CommitChanges> {
    const [known] = commitsIn(await this.ask(["rev-list", "--timestamp", "--parents", "-1", commit]));
    const before = known && known.parents.length > 0 ? known.parents : [undefined];
    const changes = (await Promise.all(before.map((parent) => this.filesChanged(parent, commit)))).flat();
    const paths = changes.flatMap((change) => [change.before?.path ?? [], change.after?.path ?? []].flat());
    return { date: known?.date ?? new Date(0), paths: new Set(paths), changes };
  }

  /** The commits that lead to HEAD and change a file, under whatever name it had. */
  async commitsOf(path: string): Promise<ReadonlySet<string>> {
    const answer = await this.ask(["log", "--follow", "--format=%H", ...PLAIN_LOG, "--", path]);
    return new Set(answer.toString().split("\n").filter(Boolean));
  }

  /** Whether the history begins with a file of a name, in whatever folder: it does not tell what was there before that. */
  async isAsOldAs(name: string): Promise<boolean> {
    if (/[*?[\]\\]/.test(name) || (await this.head()) === undefined) return false;
    const plain = ["--no-show-signature", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"];
    const asked = ["log", "--diff-filter=A", "--format=parents:%P", ...plain, "--", `:(top,glob)**/${name}`];
    const answer = await this.ask(asked, { isLoose: true });
    return answer.toString().trim().split("\n").at(-1) === "parents:";
  }

  /** When what a commit does was written, which stays as it is when it is moved. */
  async authoredAt(commit: string): Promise<Date> {
    return new Date(
      Number((await this.ask(["log", "-1", "--format=%at", "--no-show-signature", commit])).toString()) * 1000,
    );
  }

  /** What a commit says of itself. */
  async messageOf(commit: string): Promise<string> {
    return (await this.ask(["log", "-1", "--format=%B", "--no-show-signature", commit])).toString();
  }

  /** The paths of all files that a branch has or ever had. */
  async pathsEver(): Promise<ReadonlySet<string>> {
    const plain = ["--no-show-signature", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"];
    const answer = await this.ask([
      "log",
      "--all",
      "-c",
      "--format=",
      "--name-only",
      "--diff-filter=A",
      "-z",
      ...plain,
    ]);
    return new Set(
      answer
        .toString()
        .split(/[\0\n]/)
        .filter(Boolean),
    );
  }

  /** Those of some paths that git is told to leave alone, which lie on disks and in no history. */
  async ignoredOf(paths: readonly string[]): Promise<readonly string[]> {
    const inside = paths.filter((path) => /^\w|^\.\w/.test(path) && isInside(resolve(this.root, path), this.root));
    if (inside.length === 0) return [];
    const input = inside.map((path) => `${path}\0`).join("");
    const answer = await this.ask(["check-ignore", "--no-index", "-z", "--stdin"], {
      input,
      mayFail: true,
      isLoose: true,
    });
    return answer?.toString().split("\0").filter(Boolean) ?? [];
  }

  /** The lines that changed in some files. @param changes those files, as the questions above tell of them */
  async linesChanged(
    before: string | undefined,
    after: string,
    changes: readonly FileChange[],
  ): Promise<readonly FileChange[]> {
    const start = before ?? (await this.emptyTree());
    const found: FileChange[] = [];
    // Each time the files are named, because the contents of others may not be here.
    for (let at = 0; at < changes.length; at += MOST_NAMED / 2) {
      const some = changes.slice(at, at + MOST_NAMED / 2);
      const paths = new Set(
        some.flatMap(({ before: old, after: young }) => [old?.path ?? [], young?.path ?? []].flat()),
      );
      const asked = ["diff-tree", "-r", ...DIFF, start, after, "--", ...paths];
      found.push(...changesIn(await this.ask(asked, { config: DIFF_CONFIG })));
    }
    return found;
  }

  private async revision(name: string): Promise<string | undefined> {
    const answer = await this.ask(["rev-parse", "--verify", "--quiet", name], { mayFail: true });
    return /^[0-9a-f]{40,64}(?=\n$)/.exec(answer?.toString() ?? "")?.[0];
  }

  private async emptyTree(): Promise<string> {
    return (await this.ask(["hash-object", "-t", "tree", "--stdin"])).toString().trim();
  }

  private wayToMore(otherwise: string): string {
    if (!this.isShallow) return otherwise;
    return "; this clone is shallow, 'git fetch --unshallow' brings the rest (on a build server, fetch-depth: 0)";
  }

  private ask(args: readonly string[], asking?: Asking): Promise<Buffer>;
  private ask(args: readonly string[], asking: Asking & { mayFail: true }): Promise<Buffer | undefined>;
  private async ask(args: readonly string[], asking: Asking & { mayFail?: true } = {}): Promise<Buffer | undefined> {
    const { config = [], mayFail = false, input, isLoose = false } = asking;
    const { directory, environment } = this.#view;
    const view = isLoose ? { directory, environment: { ...environment, GIT_LITERAL_PATHSPECS: "0" } } : this.#view;
    const settings = config.flatMap((setting) => ["-c", setting]);
    try {
      return await runGit([...settings, ...args], view, input);
    } catch (error) {
      if (!(error instanceof GitProblem)) throw error;
      // Git says 1 for "no", and more than that when something is wrong.
      if (mayFail && codeOf(error.cause) === 1) return undefined;
      // Without the way to where the rest of a partial clone is, git can only say that something is missing.
      throw this.isPartial && error.message.startsWith(UNKNOWN) ? new GitProblem(PARTIAL, { cause: error }) : error;
    }
  }
}

/** Reads what `rev-list --timestamp --parents` writes; commits at the border have a dash before their name. */
function commitsIn(answer: Buffer): HistoricCommit[] {
  const lines = answer.toString().split("\n").filter(Boolean);
  return lines.map((line) => {
    const [seconds = "", name = "", ...parents] = line.split(" ");
    const isBorder = name.startsWith("-");
    return { id: isBorder ? name.slice(1) : name, parents, date: new Date(Number(seconds) * 1000), isBorder };
  });
}

const UNRENAMED = ["-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=all"];

/** So many paths fit on a command line whatever they are called. */
const MOST_NAMED = 500;

/** Changes of which those that took a file away and put its content elsewhere are one. */
function withSameContent(changes: readonly FileChange[]): FileChange[] {
  const gone = new Map(changes.filter(({ after }) => !after).map((change) => [change.before?.blob, change]));
  const taken = new Set<FileChange>();
  const moved = changes.map((change) => {
    const from = change.before ? undefined : gone.get(change.after?.blob);
    if (!from?.before || taken.has(from)) return change;
    taken.add(from);
    return { ...change, before: from.before };
  });
  return moved.filter((change) => !taken.has(change));
}

function byDate(a: Commit, b: Commit): number {
  return a.date.getTime() - b.date.getTime() || (a.id < b.id ? -1 : 1);
}

/** The first digit of a regular file's mode; links have another one. */
const REGULAR = 49;
const TAB = 9;

interface Asking {
  /** Settings for this call alone. */
  readonly config?: readonly string[];
  readonly input?: string;
  /** Whether paths may have git's magic in them: some calls take no others. */
  readonly isLoose?: boolean;
}

/** Where a hook's environment says that things are; everything else that git reads there could make it run something. */
const PLACES = /^GIT_(?:DIR|COMMON_DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/** Those that are not about the repository's own directory. */
const BESIDE = /^GIT_(?:INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/** What people and build servers say of git, `safe.directory` above all. */
const KEPT = /^GIT_(?:EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|CONFIG_.*)$/;

function said(names: RegExp, of: NodeJS.ProcessEnv = process.env): [name: string, value: string][] {
  return Object.entries(of).flatMap(([name, value = ""]) => (names.test(name) ? [[name, value]] : []));
}

/** Whether a repository was cloned without some contents, and git would fetch them when it comes to need them. */
function isPartial(settings: Buffer): boolean {
  return settingsIn(settings).some(
    ([name]) => name === "extensions.partialclone" || /^remote\..*\.promisor$/s.test(name),
  );
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Paths that `rev-parse` tells: a line each, unless there are ends of lines in them. */
async function pathsOf(
  asked: readonly string[],
  ask: (...args: string[]) => Promise<Buffer>,
): Promise<readonly string[]> {
  const told = async (...options: string[]): Promise<string> =>
    (await ask("rev-parse", ...options)).toString().replace(/\r?\n$/, "");
  const lines = (await told(...asked)).split("\n");
  return lines.length === asked.length ? lines : Promise.all(asked.map((option) => told(option)));
}

/** Moved lines are the cyan ones: nothing else has a color. */
const DIFF_CONFIG = [
  ...["meta", "frag", "func", "context", "whitespace", "old", "oldMoved", "oldMovedAlternative"],
  ...["new", "newMoved", "newMovedAlternative"],
].map((slot) => `color.diff.${slot}=${slot.startsWith("newMoved") ? "cyan" : "normal"}`);

const DIFF = [
  ...["--raw", "--patch", "-z", "--no-abbrev", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--text"],
  ...["--ignore-all-space", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-relative"],
  ...["--color=always", "--color-moved=zebra", "--color-moved-ws=ignore-all-space", "--ws-error-highlight=none"],
  ...["--src-prefix=a/", "--dst-prefix=b/"],
];

const PARTIAL = "this partial clone lacks older contents of its files; 'git fetch --refetch --no-filter' brings them";

const BROKEN_OFF = "git's answer broke off; is the repository damaged? 'git fsck' tells";

/** What is between the zero bytes. */
function fields(answer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start < answer.length;) {
    const end = answer.indexOf(0, start);
    found.push(answer.subarray(start, end < 0 ? answer.length : end));
    start = end < 0 ? answer.length : end + 1;
  }
  return found;
}

/** The answer of `cat-file --batch`: for each object a line `name type size` and the content, or one of another form. */
function batched(answer: Buffer, count: number): (Uint8Array | undefined)[] {
  const contents: (Uint8Array | undefined)[] = [];
  for (let at = 0; contents.length < count;) {
    const end = answer.indexOf(10, at);
    if (end < 0) throw new GitProblem(BROKEN_OFF);
    const header = /^[0-9a-f]{40,64} (\w+) (\d+)$/.exec(answer.toString("latin1", at, end));
    at = end + 1;
    const size = Number(header?.[2] ?? 0);
    contents.push(header?.[1] === "blob" ? answer.subarray(at, at + size) : undefined);
    if (header) at += size + 1;
  }
  return contents;
}
