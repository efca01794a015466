import { fits, percentsIn, type Amount } from "./amounts.js";
import { judgeBar } from "./check-tests.js";
import { percentOf } from "./coverage.js";
import type { FileChange } from "./coverage-change.js";
import { isGeneral, TRUE, unchecked, untrue, type Facts, type Judgement } from "./judged.js";
import type { Statement } from "./statements.js";
import { percentText } from "./wording.js";

const PATH = /(?<![\w./-])((?:[\w-]+\/)*[\w-]+\.py)\b/;
const FROM_TO = /\bfrom\b.{0,60}\bto\b|→|->|⟶/i;
const POINTS = /([+\-−]?\d{1,3}(?:\.\d{1,6})?)[ \t]{0,2}(?:pp\b|percentage points?|points?|pts?\b|%-points?)/i;
const EVERY = /\b(?:all|each|every)(?: (?:of )?(?:the )?\w+)? (?:files?|modules?)\b|\bfor all\b/i;

/** Holds percentages of coverage against the reports. */
export function judgeCoverage(statement: Statement, facts: Facts): readonly Judgement[] {
  const { text, sections, change } = statement;
  const isAbout =
    /\bcover(?:age|ed)\b/i.test(text) || (sections.some((section) => /\bcoverage\b/i.test(section)) && PATH.test(text));
  if (!isAbout || /\bpass[- ]rate\b/i.test(text)) return [];
  const bar = judgeBar(statement);
  if (bar.length > 0) return bar;
  if (change)
    return judgeChange(percentsIn(change.from)[0], percentsIn(change.to)[0], change.by, statement, facts, false);
  const percents = percentsIn(text);
  const [first, second] = percents;
  if (!first) return [];
  if (second && FROM_TO.test(text)) return judgeChange(first, second, POINTS.exec(text)?.[0], statement, facts, true);
  if (EVERY.test(text) && first.bound === "least") return [everyFile(first, facts)];
  if (percents.length > 1) return [unchecked("it names several percentages, and not what each is of")];
  return [judgeShare(first, statement, facts, statement.isBefore ? "before" : "after")];
}

/** From one percentage to another, and the difference, which has to be theirs. */
function judgeChange(
  from: Amount | undefined,
  to: Amount | undefined,
  by: string | undefined,
  statement: Statement,
  facts: Facts,
  isWhole: boolean,
): Judgement[] {
  if (!from || !to) return [];
  const difference = wrongDifference(from, to, by);
  // A row's own cells are statements, too.
  const ends = isWhole ? [judgeShare(from, statement, facts, "before"), judgeShare(to, statement, facts, "after")] : [];
  return [...(difference ? [difference] : []), ...ends];
}

function wrongDifference(from: Amount, to: Amount, by: string | undefined): Judgement | undefined {
  const said = /[+\-−]?[ \t]?(\d{1,3}(?:\.\d{1,6})?)/.exec(by ?? "")?.[1];
  if (said === undefined || from.upTo !== undefined || to.upTo !== undefined) return undefined;
  const [difference, slack] = [Math.abs(to.value - from.value), 10 ** -Math.min(from.digits, to.digits) + 0.051];
  const isRelative =
    /%(?!-p)/.test(by ?? "") && from.value > 0 && Math.abs((difference / from.value) * 100 - Number(said)) <= 1;
  if (Math.abs(difference - Number(said)) <= slack || isRelative) return undefined;
  const real = String(Math.round(difference * 100) / 100);
  return untrue("coverage", `From ${from.text} to ${to.text} it is ${real} points, and not ${said}.`);
}

function everyFile(least: Amount, { evidence: { coverage } }: Facts): Judgement {
  if (!coverage) return unchecked("no coverage report was given");
  const below = coverage.files.filter(({ after }) => after.all > 0 && !fits(least, percentOf(after)));
  const [worst] = [...below].sort((a, b) => percentOf(a.after) - percentOf(b.after));
  if (!worst) return TRUE;
  return untrue(
    "coverage",
    `Not all files have ${least.text}: '${worst.path}' has ${percentText(percentOf(worst.after))}.`,
  );
}

function judgeShare(said: Amount, statement: Statement, facts: Facts, when: "before" | "after"): Judgement {
  const { coverage } = facts.evidence;
  const written = PATH.exec(statement.text)?.[1];
  if (!coverage) return unchecked("no coverage report was given");
  if (written === undefined && !isGeneral(statement) && !isPlainCoverage(statement.text))
    return unchecked("it is about a part of the code that no file names");
  const file = written === undefined ? undefined : fileNamed(written, coverage.files);
  if (written !== undefined && !file) return unchecked(`the coverage report has no one file '${written}'`);
  const actual = shareThen(file, when, facts);
  if (!actual)
    return unchecked(
      when === "before"
        ? "no earlier coverage report was given that can be compared"
        : "the coverage report does not have it",
    );
  if (actual.some((percent) => fits(said, percent))) return TRUE;
  const what = file ? `'${file.path}'` : "the report";
  const number = percentText(actual[0] ?? 0);
  const then = when === "before" ? "had" : "has";
  if (said.upTo !== undefined || said.isEstimate)
    return untrue("coverage", `'${said.text}' is no measurement, and ${what} ${then} ${number}.`);
  return untrue("coverage", `The summary says ${said.text}, and ${what} ${then} ${number}.`);
}

/** What counts as the percentage of a file or of all, before or after. */
function shareThen(
  file: FileChange | undefined,
  when: "before" | "after",
  { evidence: { coverage }, trend }: Facts,
): readonly number[] | undefined {
  if (!coverage) return undefined;
  if (when === "after")
    return file ? [percentOf(file.after)] : [percentOf(coverage.total), percentOf(coverage.statements)];
  if (file) return file.before && [percentOf(file.before)];
  const remembered = trend.at(-1)?.coverage?.percent;
  if (coverage.before) return [coverage.before, coverage.statementsBefore ?? coverage.before].map(percentOf);
  return remembered === undefined ? undefined : [remembered];
}

/** `Coverage: 88 %`, with nothing beside it but words for tests. */
function isPlainCoverage(text: string): boolean {
  return /^\W*(?:(?:code|test|total|line|overall|branch) )*coverage\b[^A-Za-z]*$/i.test(text);
}

function fileNamed(written: string, files: readonly FileChange[]): FileChange | undefined {
  const fitting = files.filter(({ path }) => path === written || path.endsWith(`/${written}`));
  return fitting.length === 1 ? fitting[0] : undefined;
}
