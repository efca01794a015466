import { GitProblem, type Repository } from "../files/git.js";
import type { Facts, Untruth } from "./check.js";
import { claimedStatus, type ClaimedBug, type ClaimedPlace, type Said } from "./claimed.js";
import { tellingLines, timesIn, type Quote } from "./quotes.js";

/** A statement about code, and what is wrong with it, as a sentence. */
export interface Judged {
  readonly kind: "lines" | "functions" | "quotes" | "testNumbers";
  readonly line: number;
  readonly flaw: string | undefined;
}

/** Commits of a file whose contents are looked at: what has changed more often is not told of. */
const MOST_VERSIONS = 200;

/** What a report says of the code in files that are there: lines, functions, and what stood there before a bug was mended. */
export class CodeClaims {
  #files: Promise<readonly string[]> | undefined;
  /** By how a report names them. */
  readonly #named = new Map<string, Promise<string | undefined>>();
  readonly #versions = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(
    private readonly facts: Facts,
    /** Whether nothing speaks for the report's being about other code than this. */
    private readonly isKnown: boolean,
  ) {}

  async judge(bug: ClaimedBug): Promise<readonly Judged[]> {
    if (!this.isKnown || bug.isPlanned) return [];
    const files = await Promise.all(bug.places.map(({ path }) => this.fileAt(path)));
    const paths = [...new Set(files.filter((file) => file !== undefined))];
    const lines = await Promise.all(bug.places.map((place) => this.line(place)));
    const functions = await Promise.all(
      bug.functions.map(async (said) => this.function(said, await this.besides(said, paths))),
    );
    const tests = await Promise.all(bug.testNumbers.map((said) => this.testNumber(said)));
    const quotes = claimedStatus(bug) === "resolved" ? await this.quotes(bug, paths) : [];
    return [...lines, ...functions, ...tests, ...quotes].flat();
  }

  /** A line that a file does not have, and never had. */
  private async line({ path, line, saidOn, isNamed }: ClaimedPlace): Promise<Judged[]> {
    const file = isNamed && line !== undefined ? await this.fileAt(path) : undefined;
    if (file === undefined || line === undefined) return [];
    const longest = (versions: readonly (string | undefined)[]): number =>
      Math.max(0, ...versions.map((text = "") => text.replace(/\n$/, "").split("\n").length));
    const isThere = line <= longest([this.facts.read(file)]);
    const versions = isThere ? [] : await this.versionsOf(file);
    if (!versions) return [];
    const number = longest(versions);
    const flaw = `'${path}' has no line ${String(line)}, and never had more than ${String(number)}.`;
    // Editors number the end of a file, too.
    return [{ kind: "lines", line: saidOn, flaw: isThere || line <= number + 1 ? undefined : flaw }];
  }

  /** The file that a path names: as it is written, or as the only one of which it is the end. */
  private fileAt(path: string): Promise<string | undefined> {
    const known = this.#named.get(path) ?? this.findFile(path);
    this.#named.set(path, known);
    return known;
  }

  private async findFile(path: string): Promise<string | undefined> {
    if (this.facts.exists(path)) return path;
    this.#files ??= this.facts.repository.files();
    const [file, ...others] = (await this.#files).filter((one) => one.endsWith(`/${path}`));
    return others.length === 0 ? file : undefined;
  }

  /** The files that a function may be in. @param paths those of the bug that it is said of */
  private async besides({ path }: { readonly path?: string }, paths: readonly string[]): Promise<readonly string[]> {
    if (path === undefined) return paths;
    const file = await this.fileAt(path);
    return file === undefined ? [] : [file];
  }

  /** A function that no code speaks of, and that never stood in the files beside it. */
  private async function({ value, line }: Said<string>, paths: readonly string[]): Promise<Judged[]> {
    const { repository } = this.facts;
    if (paths.length === 0) return [];
    const isThere = (await repository.isMentionedInCode(value)) || (await repository.everHad(value, paths));
    const flaw = `No code speaks of '${value}', and no commit of this clone had it in '${paths.join("' or '")}'.`;
    return [{ kind: "functions", line, flaw: isThere ? undefined : flaw }];
  }

  /** More tests than a file ever had; those that are run for several values count as many times as anybody likes. */
  private async testNumber({ value, line, path }: Said<number> & { readonly path: string }): Promise<Judged[]> {
    const file = await this.fileAt(path);
    const versions = file === undefined ? undefined : await this.versionsOf(file);
    const all = [...(versions ?? []), this.facts.read(file ?? "") ?? ""];
    if (!versions || all.some((text) => REPEATS.test(text))) return [];
    const most = Math.max(...all.map((text) => text.match(/^[ \t]*(?:async[ \t]+)?def[ \t]+test/gm)?.length ?? 0));
    const flaw = `'${path}' has no ${String(value)} tests, and never had more than ${String(most)}.`;
    return [{ kind: "testNumbers", line, flaw: value <= most ? undefined : flaw }];
  }

  /** Code of before a bug was mended that stands in its file, where what was to stand there does not. */
  private async quotes({ name, statuses, line, quotes }: ClaimedBug, paths: readonly string[]): Promise<Judged[]> {
    const [before, after] = (["before", "after"] as const).map((side) => telling(quotes, side));
    if (!before || !after || before.length === 0 || after.length === 0) return [];
    const isKept = (lines: readonly string[]): boolean => after.some((other) => timesIn(other.join("\n"), lines) > 0);
    const judged: Judged[] = [];
    for (const path of paths) {
      const [text, versions] = [this.facts.read(path), await this.versionsOf(path)];
      if (text === undefined || !versions || after.some((lines) => timesIn(text, lines) > 0)) continue;
      const left = before.filter((lines) => !isKept(lines) && versions.some((version) => timesIn(version, lines) > 0));
      for (const lines of left) {
        const [today, most] = [timesIn(text, lines), Math.max(...versions.map((version) => timesIn(version, lines)))];
        const flaw = `'${name}' is not resolved: '${lines[0] ?? ""}' and what is quoted below it stand in '${path}'.`;
        // Of several places one may have been mended.
        const isLeft = today > 0 && today >= most;
        judged.push({ kind: "quotes", line: statuses.at(-1)?.line ?? line, flaw: isLeft ? flaw : undefined });
      }
    }
    return judged;
  }

  /** What a file has held, in the commits that lead to HEAD; undefined where these are too many, or not at hand. */
  private versionsOf(path: string): Promise<readonly string[] | undefined> {
    const known = this.#versions.get(path) ?? versionsIn(this.facts.repository, path);
    this.#versions.set(path, known);
    return known;
  }
}

/** What makes several tests of one function, or takes over those of another file. */
const REPEATS =
  /parametrize|subTest|params=|product|@given|expand|class \w+\((?!unittest\.TestCase|TestCase|object)[^)]+\)/;

/** What is untrue in what is said of code. */
export function untrueOf(judged: readonly Judged[]): Untruth[] {
  const rules = {
    lines: "triage/place",
    functions: "triage/place",
    testNumbers: "triage/test",
    quotes: "triage/resolved",
  } as const;
  return judged.flatMap(({ kind, line, flaw }) =>
    flaw === undefined ? [] : [{ line, rule: rules[kind], message: flaw }],
  );
}

function telling(quotes: readonly Quote[], side: Quote["side"]): (readonly string[])[] {
  return quotes.flatMap((quote) => (quote.side === side ? [tellingLines(quote.code) ?? []] : []).filter(isSome));
}

const isSome = (lines: readonly string[]): boolean => lines.length > 0;

async function versionsIn(repository: Repository, path: string): Promise<readonly string[] | undefined> {
  const commits = [...(await repository.commitsOf(path))];
  if (commits.length > MOST_VERSIONS) return undefined;
  try {
    const found = await repository.contents(commits.map((commit) => `${commit}:${path}`));
    return found.flatMap((content) => (content ? [new TextDecoder().decode(content)] : []));
  } catch (error) {
    // A clone may have been left without some contents.
    if (error instanceof GitProblem) return undefined;
    throw error;
  }
}
