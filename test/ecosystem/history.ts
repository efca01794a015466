import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, readFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../src/engine/finding/finding.js";
import { match } from "../../src/engine/finding/identity.js";
import { scan } from "../../src/engine/scan/scan.js";

/** What became of findings within a year of the commit that brought them. */
export interface Fates {
  /** Their statement was changed or taken out. */
  edited: number;
  /** Their file went. */
  withFile: number;
  /** Something else was changed, so that they are not found any more. */
  elsewhere: number;
  standing: number;
}

/** Months of which a finding's life is followed. */
const LIFE = 12;

/** A finding that a project has, and the sample in which it came. */
interface Known {
  readonly finding: Finding;
  readonly since: number;
}

/**
 * Follows the findings of a repository through a sample of its commits, one a month: what became of each that a month
 * brought, by rule. What was there at the start is left out, as is what came within the last year.
 *
 * @param repository a git directory
 * @param months how many there are
 */
export async function fatesIn(repository: string, months: number): Promise<Map<string, Fates>> {
  const tree = mkdtempSync(join(tmpdir(), "history-"));
  try {
    return await followed(monthly(repository, months), async (commit) => {
      checkOut(repository, commit, join(tree, "at"));
      const { findings } = await scan({
        current: join(tree, "at"),
        cache: true,
        configuration: false,
      });
      return {
        findings: findings.filter(({ rule }) => !rule.startsWith("suppression/")),
        lookUp: (path) => {
          const file = join(tree, "at", path);
          return existsSync(file) ? readFileSync(file, "utf8") : undefined;
        },
      };
    });
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** What a commit has. */
export interface Sample {
  readonly findings: readonly Finding[];
  /** The text of a file; undefined when there is none. */
  readonly lookUp: (path: string) => string | undefined;
}

/** Follows findings from sample to sample. */
export async function followed(
  commits: readonly string[],
  look: (commit: string) => Promise<Sample>,
): Promise<Map<string, Fates>> {
  const fates = new Map<string, Fates>();
  const fateOf = (rule: string): Fates => {
    let known = fates.get(rule);
    if (!known) fates.set(rule, (known = { edited: 0, withFile: 0, elsewhere: 0, standing: 0 }));
    return known;
  };
  let living: readonly Known[] = [];
  for (const [now, commit] of commits.entries()) {
    const { findings, lookUp } = await look(commit);
    const before = new Map(living.map((known) => [known.finding, known]));
    const { same, added, gone } = match([...before.keys()], findings);
    for (const finding of gone) {
      const since = before.get(finding)?.since ?? 0;
      const text = lookUp(finding.path);
      const isLeft = text?.split("\n").some((line) => line.trim() === finding.line.trim()) ?? false;
      const how = text === undefined ? "withFile" : isLeft ? "elsewhere" : "edited";
      // What came in the last year has not had a year.
      if (since > 0 && now - since <= LIFE && since <= commits.length - 1 - LIFE) fateOf(finding.rule)[how]++;
    }
    const kept = same.map((pair) => ({ finding: pair.after, since: before.get(pair.before)?.since ?? 0 }));
    for (const { finding, since } of kept) if (since > 0 && now - since === LIFE) fateOf(finding.rule).standing++;
    living = [...kept, ...added.map((finding) => ({ finding, since: now }))];
  }
  return fates;
}

/** The last commit of each of the last months, the earliest first. */
function monthly(repository: string, months: number): readonly string[] {
  const log = git(repository, "log", "--first-parent", "--format=%H %cd", "--date=format:%Y-%m");
  const last = new Map<string, string>();
  for (const line of log.trim().split("\n")) {
    const [commit = "", month = ""] = line.split(" ");
    if (!last.has(month)) last.set(month, commit);
  }
  return [...last.values()].slice(0, months).reverse();
}

/** Writes the Python files of a commit into a directory, and nothing else. */
function checkOut(repository: string, commit: string, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const index = { GIT_INDEX_FILE: `${directory}.index` };
  rmSync(index.GIT_INDEX_FILE, { force: true });
  run(repository, ["read-tree", commit], index);
  const files = run(repository, ["ls-files", "-z", "*.py", "*.pyi", "*.toml", "*.cfg"], index);
  run(repository, ["checkout-index", "-z", "--stdin", "--force", `--prefix=${directory}/`], index, files);
  mkdirSync(join(directory, ".git"), { recursive: true });
}

const git = (repository: string, ...command: string[]): string => run(repository, command, {}).toString();

function run(repository: string, command: readonly string[], env: object, input?: Buffer): Buffer {
  const circumstances = { env: { ...process.env, ...env }, input, maxBuffer: 1 << 28 };
  return execFileSync("git", ["--git-dir", repository, ...command], circumstances);
}
