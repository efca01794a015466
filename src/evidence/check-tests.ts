import { fits, percentsIn, type Amount } from "./amounts.js";
import type { RunView } from "./evidence.js";
import { fileOf } from "./evidence.js";
import { isGeneral, runNumber, TRUE, unchecked, untrue, type Facts, type Judgement } from "./judged.js";
import { isFailed, type Counts, type RunCase } from "./run.js";
import type { Statement } from "./statements.js";
import { percentText } from "./wording.js";

const PASS_RATE = /\bpass(?:ing|ed|es)?\b|\bpass[- ]rate\b|\bsuccess rate\b/i;

/** Holds pass rates against the runs. */
export function judgePassRate(statement: Statement, facts: Facts): readonly Judgement[] {
  const { text, isBefore, target } = statement;
  if (!PASS_RATE.test(text) || /coverage/i.test(text)) return [];
  const rates = percentsIn(text.replace(/\([^()]{0,40}(?:target|required|goal)[^()]{0,40}\)/gi, ""));
  const [rate] = rates;
  if (!rate || rates.length > 1) return barred(statement, rates);
  const bar = barred(statement, rates);
  if (bar.some(({ is }) => is === "untrue")) return bar;
  if (isBefore) return [unchecked("it tells of how things were before")];
  const chosen = chosenRuns(statement, facts);
  if (!Array.isArray(chosen)) return [chosen as Judgement];
  const all = chosen as readonly RunView[];
  const isEach = rate.bound !== "exact" || /\b(?:each|every|all (?:\w+ )?runs|across)\b/i.test(text);
  const isSo = (view: RunView): boolean => ratesOf(view.counts).some((actual) => fits(rate, actual));
  if (isEach ? all.every(isSo) : all.some(isSo) || fits(rate, meanOf(all))) return [TRUE];
  const found = all.map(
    ({ run, rate: actual }) => `'${run.name}' has ${actual === undefined ? "no test that ran" : percentText(actual)}`,
  );
  return [
    untrue(
      "pass-rate",
      `The summary says ${rate.text} here${target === undefined ? "" : `, where ${target} is asked for`}: ${found.join(", ")}.`,
    ),
  ];
}

/** A bar that is called met, and that the number beside it misses. */
function barred({ target, status = "", text }: Statement, rates: readonly Amount[]): Judgement[] {
  const asked = target === undefined ? undefined : percentsIn(target.includes("%") ? target : `${target} %`)[0];
  const [rate] = rates;
  if (!asked || !rate || rates.length !== 1) return [];
  const isMet = asked.bound === "most" ? rate.value <= asked.value : rate.value >= asked.value;
  const isCalledMet =
    /✅|✓|✔|\b(?:met|pass(?:ed)?|achieved|exceeded|ok|yes|done|complete)\b/i.test(status) &&
    !/\bnot\b|❌/i.test(status);
  if (isMet || !isCalledMet) return [];
  const kind = /coverage/i.test(text) ? "coverage" : "pass-rate";
  return [untrue(kind, `${target ?? ""} is called met here, and ${rate.text} beside it misses that.`)];
}

/** The same for coverage. */
export function judgeBar(statement: Statement): readonly Judgement[] {
  return /coverage/i.test(statement.text) ? barred(statement, percentsIn(statement.text)) : [];
}

/** What may be called the pass rate of a run. */
function ratesOf({ tests, passed, failed, errors, xfailed }: Counts): readonly number[] {
  const share = (some: number, all: number): number => (all === 0 ? NaN : (some / all) * 100);
  return [
    share(passed, passed + failed + errors),
    share(passed, passed + failed),
    share(passed, tests),
    share(passed + xfailed, passed + xfailed + failed + errors),
  ];
}

function meanOf(views: readonly RunView[]): number {
  return views.reduce((sum, { rate }) => sum + (rate ?? 0), 0) / views.length;
}

/** The runs that a statement is about, or why that cannot be told. */
function chosenRuns(statement: Statement, { evidence: { runs } }: Facts): readonly RunView[] | Judgement {
  if (runs.length === 0) return unchecked("no run was given");
  const number = runNumber(statement);
  if (number !== undefined) {
    const view = runs[number - 1];
    return view && number > 0 ? [view] : unchecked(`run ${String(number)} was not given`);
  }
  return isGeneral(statement) ? runs : unchecked("it is about a part of the tests that no file names");
}

/** What is counted, by the words for it. */
const COUNTED: readonly (readonly [pattern: RegExp, of: readonly (keyof Counts)[][], name: string])[] = [
  [
    /\b(\d{1,7}\+?)[ \t]{1,3}(?:tests?[ \t]{1,3})?(?:pass(?:ed|ing|es)?)\b/gi,
    [["passed"], ["passed", "xfailed"]],
    "passed",
  ],
  [
    /\b(\d{1,7}\+?)[ \t]{1,3}(?:tests?[ \t]{1,3})?(?:fail(?:ed|ing|ures?)?)\b/gi,
    [["failed"], ["failed", "errors"]],
    "failed",
  ],
  [/\b(\d{1,7}\+?)[ \t]{1,3}(?:tests?[ \t]{1,3})?skipped\b/gi, [["skipped"], ["skipped", "xfailed"]], "skipped"],
  [/\b(\d{1,7}\+?)[ \t]{1,3}errors?\b/gi, [["errors"]], "ended in an error"],
  [
    /\bpassed(?: tests?)?[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7}\+?)(?![\w+]|[ \t]?[%/.\d])/gi,
    [["passed"], ["passed", "xfailed"]],
    "passed",
  ],
  [
    /\b(?:failed|failures|failing)(?: tests?)?[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7}\+?)(?![\w+]|[ \t]?[%/.\d])/gi,
    [["failed"], ["failed", "errors"]],
    "failed",
  ],
  [
    /\bskipped(?: tests?)?[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7}\+?)(?![\w+]|[ \t]?[%/.\d])/gi,
    [["skipped"], ["skipped", "xfailed"]],
    "skipped",
  ],
  [/\berrors[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7}\+?)(?![\w+]|[ \t]?[%/.\d])/gi, [["errors"]], "ended in an error"],
  [
    /(?<!flaky )\b(?:total(?: tests?)?|tests|number of tests|tests (?:run|executed|collected|total))[ \t]{0,2}[:=][ \t]{0,3}(\d{1,7}\+?)(?![\w+]|[ \t]?[%/.\d]|[ \t]{1,3}(?:passed|passing|failed|skipped))/gi,
    [["tests"]],
    "are there",
  ],
  [/\ball (\d{1,7}\+?) tests\b/gi, [["tests"], ["passed"]], "are there"],
  [
    /\b(\d{1,7}\+?) (?:total tests|tests (?:in total|total|were run|ran|executed|collected))\b/gi,
    [["tests"]],
    "are there",
  ],
];

const SHARE = /(?<![\w./-])(\d{1,7}) ?(?:\/|of|out of) ?(\d{1,7})(?![\w./%-])/gi;
const FILE = /(?<![\w./-])((?:[\w.-]+\/)*(?:test_[\w-]+|[\w-]+_test|conftest)\.py)\b/;

/** Holds numbers of tests against the runs: of all tests, or of a file that is named. */
export function judgeCounts(statement: Statement, facts: Facts): readonly Judgement[] {
  const { text, isBefore } = statement;
  const isAbout =
    /\btests?\b|\bpass(?:ed|ing|es)?\b|\b(?:fail(?:ed|ing|ures)|skipped)\b|\btotal\b/i.test(text) &&
    !/coverage|lines|statements/i.test(text);
  const said = isAbout ? [...countsIn(text), ...sharesIn(text)] : [];
  if (said.length === 0) return [];
  if (isBefore) return [unchecked("it tells of how things were before")];
  const file = FILE.exec(text)?.[1];
  if (file !== undefined) return ofFile(said, file, statement, facts);
  const chosen = chosenRuns(statement, facts);
  if (!Array.isArray(chosen)) return [chosen as Judgement];
  return said.map((each) =>
    judgeCount(
      each,
      (chosen as readonly RunView[]).map(({ counts, run }) => ({ name: run.name, counts })),
    ),
  );
}

/** Numbers that count nothing. */
const NUMBERED =
  /\b(?:phase|step|week|task|sprint|day|plan|wave|part|stage|round|version|item|issue)s?[ #]{1,3}\d+(?:\.\d+)*/gi;

interface SaidCount {
  readonly value: number;
  /** Whether there are to be so many at least. */
  readonly isLeast?: boolean;
  readonly of: readonly (readonly (keyof Counts)[])[];
  readonly name: string;
}

function countsIn(text: string): SaidCount[] {
  const plain = text.replace(SHARE, " ").replace(NUMBERED, " ");
  const unexpected = Number(/\b(\d{1,7}) xpassed\b/.exec(text)?.[1] ?? 0);
  return COUNTED.flatMap(([pattern, of, name]) =>
    [...plain.matchAll(pattern)].map(([, number = ""]) => ({
      // Of a test that passes though it was to fail, files do not tell that it was.
      value: Number.parseInt(number, 10) + (name === "passed" ? unexpected : 0),
      isLeast: number.endsWith("+"),
      ...{ of, name },
    })),
  );
}

/** `36/36 passing` says how many passed, and how many there are. */
function sharesIn(text: string): SaidCount[] {
  if (
    !/\bpass|\bgreen|✅|\btests?\b/i.test(text) ||
    /\b(?:files?|runs?|phases?|plans?|tasks?|requirements?|must-haves|criteria)\b/i.test(text)
  )
    return [];
  return [...text.matchAll(SHARE)].flatMap(([, some, all]) =>
    Number(some) > Number(all)
      ? []
      : [
          { value: Number(some), of: [["passed"], ["passed", "xfailed"]] as const, name: "passed" },
          {
            value: Number(all),
            of: [["tests"], ["passed", "failed", "errors"], ["passed", "failed"]] as const,
            name: "are there",
          },
        ],
  );
}

function judgeCount(
  { value, isLeast = false, of, name }: SaidCount,
  runs: readonly { readonly name: string; readonly counts: Counts }[],
): Judgement {
  const sum = (counts: Counts, parts: readonly (keyof Counts)[]): number =>
    parts.reduce((all, part) => all + counts[part], 0);
  const isSo = (counts: Counts): boolean =>
    of.some((parts) => sum(counts, parts) === value || (isLeast && sum(counts, parts) > value)) ||
    isOnTerminal(value, name, counts);
  if (runs.some(({ counts }) => isSo(counts))) return TRUE;
  const found = runs.map(({ name: run, counts }) => `${String(sum(counts, of[0] ?? []))} in '${run}'`);
  const what = name === "are there" ? "tests" : `tests that ${name}`;
  const message = `The summary counts ${String(value)} ${what}; the evidence shows ${[...new Set(found)].join(", ")}.`;
  return untrue("tests", message);
}

/** A terminal counts a test whose tear-down fails twice: as one that passed or failed, and as an error. */
function isOnTerminal(value: number, name: string, { passed, failed, errors }: Counts): boolean {
  const least = name === "passed" ? passed : name === "failed" ? failed : Infinity;
  return value >= least && value <= least + errors;
}

function ofFile(said: readonly SaidCount[], written: string, statement: Statement, facts: Facts): Judgement[] {
  const { evidence, program } = facts;
  const path = program.resolve(written);
  const number = runNumber(statement);
  const chosen = number === undefined ? evidence.runs : evidence.runs.slice(number - 1, number);
  const runs = chosen.map(({ run }) => ({
    name: run.name,
    counts: counted([...run.cases.values()].filter((each) => path !== undefined && fileOf(each, program) === path)),
  }));
  if (path === undefined) return [unchecked(`there is no one file '${written}' in this project`)];
  if (runs.every(({ counts }) => counts.tests === 0)) {
    return evidence.runs.length === 0
      ? [unchecked("no run was given")]
      : [untrue("tests", `No run has a test of '${path}', of which the summary counts tests.`)];
  }
  return said.map((each) => judgeCount(each, runs));
}

function counted(cases: readonly RunCase[]): Counts {
  const of = (outcome: RunCase["outcome"]): number => cases.filter((each) => each.outcome === outcome).length;
  return {
    tests: cases.length,
    ...{
      passed: of("passed"),
      failed: of("failed"),
      errors: of("error"),
      skipped: of("skipped"),
      xfailed: of("xfailed"),
    },
    retried: cases.filter(({ isRetried }) => isRetried).length,
  };
}

/** `All tests pass` without any number. */
export function judgeAllPass(statement: Statement, facts: Facts): readonly Judgement[] {
  if (
    !/\ball (?:of )?(?:the )?tests (?:are )?(?:now )?(?:pass(?:ed|ing)?|green)\b|\bno (?:tests? )?fail(?:ures|ing tests|ed tests)\b|\b(?:0|zero) failures\b/i.test(
      statement.text,
    )
  )
    return [];
  if (statement.isBefore) return [unchecked("it tells of how things were before")];
  const chosen = chosenRuns(statement, facts);
  if (!Array.isArray(chosen)) return [chosen as Judgement];
  const all = chosen as readonly RunView[];
  const failing = all.flatMap(({ run }) =>
    [...run.cases.values()]
      .filter(isFailed)
      .slice(0, 1)
      .map(({ id }) => `'${id}' failed in '${run.name}'`),
  );
  return failing.length === 0 ? [TRUE] : [untrue("pass-rate", `Not all tests passed: ${failing.join(", ")}.`)];
}
