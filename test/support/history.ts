import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PERSON = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false"];

const HOUR = 60 * 60 * 1000;

/**
 * A git repository whose history a test writes, commit by commit, in a directory that goes with the test. The same
 * history gives the same commit names on every machine, because its dates and people are fixed.
 */
export class History {
  readonly root: string;
  /** The names of the commits, in the order of their making. */
  readonly commits: string[] = [];
  #time = Date.UTC(2030, 0, 1, 12);

  /** @param t whose end is the repository's */
  constructor(t: { readonly after: (clean: () => void) => void }) {
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), "scarlint-history-test-")));
    t.after(() => {
      rmSync(this.root, { recursive: true, force: true });
    });
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Milliseconds since 1970 of the next commit, unless it is told another time. */
  get now(): number {
    return this.#time;
  }

  /** Lets hours go by. */
  wait(hours: number): void {
    this.#time += hours * HOUR;
  }

  /** Changes files: a text is written, `undefined` removes the file. */
  write(files: Readonly<Record<string, string | undefined>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.root, name);
      if (text === undefined) rmSync(file);
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  }

  move(from: string, to: string): void {
    mkdirSync(path.dirname(path.join(this.root, to)), { recursive: true });
    renameSync(path.join(this.root, from), path.join(this.root, to));
  }

  /** Commits files, or what was changed before, and lets an hour go by. Answers the commit's full name. */
  commit(files: Readonly<Record<string, string | undefined>> = {}, message = "A step"): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.done();
  }

  /** Starts a branch here, or goes to one. */
  branch(name: string): void {
    const exists = this.git("branch", "--list", name) !== "";
    this.git("checkout", "--quiet", ...(exists ? [name] : ["-b", name]));
  }

  /** Merges a branch with a commit of its own. */
  merge(name: string): string {
    this.git("merge", "--quiet", "--no-ff", "--message", `Merge ${name}`, name);
    return this.done();
  }

  /** When a commit was made, in milliseconds since 1970. */
  timeOf(commit: string): number {
    return Number(this.git("show", "--no-patch", "--format=%ct", commit)) * 1000;
  }

  git(...args: string[]): string {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
    const date = `${String(this.#time / 1000)} +0000`;
    const env = { ...Object.fromEntries(kept), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
    return execFileSync("git", [...PERSON, ...args], { cwd: this.root, env, encoding: "utf8", stdio }).trimEnd();
  }

  private done(): string {
    const commit = this.git("rev-parse", "HEAD");
    this.commits.push(commit);
    this.#time += HOUR;
    return commit;
  }
}
