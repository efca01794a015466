import { counted } from "../counted.js";
import type { Repository } from "../files/git.js";
import { TRUE, unchecked, untrue, type Judgement } from "./judged.js";
import type { Program } from "./program.js";
import type { Statement } from "./statements.js";

/** A commit's name in a text: with letters and digits, so that neither a number nor a word is one. */
const NAME = /(?<![\w./#-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w/-]|\.\w)/g;
const FIXES = /\bfix(?:e[sd]|ing)?\b|\bresolve[sd]?\b|\brepair(?:ed|s)?\b|\bmended\b/i;
const BUG = /\b(?:bugs?|defects?|regressions?|crash(?:es)?|vulnerabilit(?:y|ies))\b/i;

/** Holds commits that a statement names against the history: they exist, and mend what they are said to mend. */
export async function judgeFixes(
  { text }: Statement,
  repository: Repository | undefined,
  program: Program,
): Promise<readonly Judgement[]> {
  const names = /\bcommits?\b/i.test(text) || FIXES.test(text) ? [...new Set(text.match(NAME) ?? [])].slice(0, 50) : [];
  if (names.length === 0) return [];
  if (!repository) return [unchecked("there is no git repository here to look for its commits in")];
  const commits = await repository.commitsAt(names);
  const judgements: Judgement[] = [];
  for (const [index, name] of names.entries()) {
    const commit = commits[index];
    if (commit === undefined && repository.isShallow)
      judgements.push(unchecked(`'${name}' may be older than this shallow clone`));
    else if (commit === undefined) judgements.push(untrue("fixes", `There is no commit '${name}'.`));
    else
      judgements.push(
        FIXES.test(text) && BUG.test(text) ? await judgeFix(name, commit, text, repository, program) : TRUE,
      );
  }
  return judgements;
}

async function judgeFix(
  name: string,
  commit: string,
  text: string,
  repository: Repository,
  program: Program,
): Promise<Judgement> {
  const { paths } = await repository.changesOf(commit);
  const code = [...paths].filter((path) => !/\.(?:md|rst|txt)$/.test(path));
  if (code.some((path) => !program.isTest(path))) return TRUE;
  if (code.length === 0) return untrue("fixes", `Commit '${name}', which is said to fix a bug, changes no code.`);
  const weaker = await weakened(commit, code, repository);
  if (weaker !== undefined)
    return untrue("fixes", `Commit '${name}', which is said to fix a bug, only weakens tests: ${weaker}.`);
  if (/\b(?:in|of) (?:the |a )?tests?\b|\btest bugs?\b/i.test(text)) return TRUE;
  return untrue("fixes", `Commit '${name}', which is said to fix a bug, changes nothing but tests.`);
}

const ASSERTION = /^[ \t]*(?:assert\b(?! True\b)|self\.assert\w+\(|with (?:pytest\.raises|self\.assertRaises))/gm;
const SKIP = /pytest\.(?:mark\.)?(?:skip|xfail)|unittest\.skip|\.skipTest\(/g;

/** How a commit makes tests say less; undefined where it does not. */
async function weakened(commit: string, paths: readonly string[], repository: Repository): Promise<string | undefined> {
  const before = await textsAt(`${commit}^`, paths, repository);
  const after = await textsAt(commit, paths, repository);
  const number = (text: string, what: RegExp): number => (text.match(what) ?? []).length;
  const lost = number(before, ASSERTION) - number(after, ASSERTION);
  if (lost > 0) return `it takes ${counted(lost, "assertion")} away`;
  const skipped = number(after, SKIP) - number(before, SKIP);
  return skipped > 0 ? `it skips ${counted(skipped, "test")}` : undefined;
}

async function textsAt(commit: string, paths: readonly string[], repository: Repository): Promise<string> {
  const contents = await repository.contents(paths.map((path) => `${commit}:${path}`));
  return contents.map((content) => new TextDecoder().decode(content)).join("\n");
}
