import type { Repository } from "../files/git.js";
import type { Coverage, Facts, Untruth } from "./check.js";
import { claimedStatus, type ClaimedBug, type ClaimedPlace, type Said } from "./claims.js";
import { tellingLines, timesIn, type Quote } from "./quotes.js";

/** A statement about code, and what is wrong with it, as a sentence. */
export interface Judged {
  readonly kind: keyof Pick<Coverage, "lines" | "functions" | "quotes">;
  readonly line: number;
  readonly flaw: string | undefined;
}

/** Commits of a file whose contents are looked at: what has changed more often is not told of. */
const MOST_VERSIONS = 200;

/** What a report says of the code in files that are there: lines, functions, and what stood there before a bug was mended. */
export class CodeClaims {
  readonly #versions = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(
    private readonly facts: Facts,
    /** Whether nothing speaks for the report's being about other code than this. */
    private readonly isKnown: boolean,
  ) {}

  async judge(bug: ClaimedBug): Promise<readonly Judged[]> {
    if (!this.isKnown || bug.isPlanned) return [];
    const paths = [...new Set(bug.places.flatMap(({ path }) => (this.facts.exists(path) ? [path] : [])))];
    const lines = await Promise.all(bug.places.map((place) => this.line(place)));
    const functions = await Promise.all(bug.functions.map((said) => this.function(said, paths)));
    const quotes = claimedStatus(bug) === "resolved" ? await this.quotes(bug, paths) : [];
    return [...lines, ...functions, ...quotes].flat();
  }

  /** A line that a file does not have, and never had. */
  private async line({ path, line, saidOn, isCertain }: ClaimedPlace): Promise<Judged[]> {
    if (!isCertain || line === undefined || !this.facts.exists(path)) return [];
    const longest = (versions: readonly (string | undefined)[]): number =>
      Math.max(0, ...versions.map((text = "") => text.split("\n").length));
    const isThere = line <= longest([this.facts.read(path)]);
    const versions = isThere ? [] : await this.versionsOf(path);
    if (!versions) return [];
    const number = longest(versions);
    const flaw = `'${path}' has no line ${String(line)}, and never had more than ${String(number)}.`;
    return [{ kind: "lines", line: saidOn, flaw: isThere || line <= number ? undefined : flaw }];
  }

  /** A function that no code speaks of, and that never stood in the files beside it. */
  private async function({ value, line }: Said<string>, paths: readonly string[]): Promise<Judged[]> {
    const { repository } = this.facts;
    if (paths.length === 0) return [];
    const isThere = (await repository.isMentionedInCode(value)) || (await repository.everHad(value, paths));
    const flaw = `No code speaks of '${value}', and no commit of this clone had it in '${paths.join("' or '")}'.`;
    return [{ kind: "functions", line, flaw: isThere ? undefined : flaw }];
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

/** What is untrue in what is said of code. */
export function untrueOf(judged: readonly Judged[]): Untruth[] {
  const rules = { lines: "triage/place", functions: "triage/place", quotes: "triage/resolved" } as const;
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
  const found = await repository.contents(commits.map((commit) => `${commit}:${path}`));
  return found.flatMap((content) => (content ? [new TextDecoder().decode(content)] : []));
}
