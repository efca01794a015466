import { percentsIn } from "./amounts.js";
import { isGeneral, runNumber, type Facts, type Untruth } from "./judged.js";
import type { Statement } from "./statements.js";

const RATE = /\bpass[- ]rate\b|\bpass(?:ed|ing)?\b/i;
const MET = /\b(?:met|achieved|satisfied|reached|exceeded)\b/i;
const UNMET = /\b(?:not|un|partial(?:ly)?|nearly|almost)[ -]?(?:yet )?(?:met|achieved|satisfied|reached)\b|❌|\bnot\b/i;
const ABOUT_BAR = /\b(?:requirement|criteri(?:on|a)|target|goal|pass[- ]rate|[A-Z]{2,4}-\d+)\b/i;

/** What a document says against itself: a bar that is called met and missed beside it, and totals that differ. */
export function contradictions(
  statements: readonly Statement[],
  bars: readonly Statement[],
  { evidence }: Facts,
): readonly Untruth[] {
  return [...missedBar(statements, bars), ...(evidence.runs.length === 0 ? otherTotals(statements) : [])];
}

function missedBar(statements: readonly Statement[], bars: readonly Statement[]): Untruth[] {
  const asked = [...bars, ...statements].flatMap(({ text }) => {
    const [percent, ...others] = percentsIn(text);
    return percent?.bound === "least" && others.length === 0 && RATE.test(text) ? [percent] : [];
  })[0];
  const met = statements.find(
    ({ text }) => MET.test(text) && !UNMET.test(text) && ABOUT_BAR.test(text) && isOf(text, asked?.value),
  );
  if (!asked || !met) return [];
  const missing = statements.find((statement) => {
    const [percent, ...others] = percentsIn(statement.text);
    const isRate = RATE.test(statement.text) && !/\bcoverage\b/i.test(statement.text) && !statement.isBefore;
    return (
      isRate && percent?.bound === "exact" && others.length === 0 && !percent.isEstimate && percent.value < asked.value
    );
  });
  if (!missing) return [];
  const percent = percentsIn(missing.text)[0]?.text ?? "";
  const message = `${asked.text} is called met here, and line ${String(missing.line)} has a pass rate of ${percent}.`;
  return [{ line: met.line, rule: "evidence/pass-rate", message }];
}

/** Whether a line that calls a bar met may mean this one: it names no other percentage. */
function isOf(text: string, bar: number | undefined): boolean {
  return (
    percentsIn(text).every(({ value }) => value === bar) && !/\b(?:coverage|duration|flaky|time|minutes)\b/i.test(text)
  );
}

const TOTAL =
  /\b(?:total(?: tests?)?|tests|number of tests)[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7})\b(?![ \t]?[%/.\d])|\ball (\d{1,7}) tests\b|\b(\d{1,7}) (?:total tests|tests in total)\b/i;

function otherTotals(statements: readonly Statement[]): Untruth[] {
  const totals = statements.flatMap((statement) => {
    const found = TOTAL.exec(statement.text);
    if (!found || statement.isBefore || runNumber(statement) !== undefined || !isGeneral(statement)) return [];
    return [{ line: statement.line, value: Number(found[1] ?? found[2] ?? found[3]) }];
  });
  const [first] = totals;
  const other = totals.find(({ value }) => value !== first?.value);
  if (!first || !other) return [];
  const message = `The summary counts ${String(other.value)} tests here, and ${String(first.value)} on line ${String(first.line)}.`;
  return [{ line: other.line, rule: "evidence/tests", message }];
}
