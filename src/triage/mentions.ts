import { commitsIn } from "./wording.js";

/** How many tests a file is said to have. */
export interface TestNumber {
  readonly number: number;
  readonly path: string;
}

/** How many tests files are said to have, in a text without marks. */
export function testNumbersIn(text: string): readonly TestNumber[] {
  const before = [...text.matchAll(TESTS_IN)].map(([, number, path = ""]) => ({ number: Number(number), path }));
  const behind = [...text.matchAll(TESTS_OF)].map(([, path = "", number]) => ({ number: Number(number), path }));
  return [...before, ...behind];
}

/** The same of two lines that a sentence runs on over, without what one of them says alone. */
export function testNumbersAcross(before: string, text: string): readonly TestNumber[] {
  const alone = [...testNumbersIn(before), ...testNumbersIn(text)];
  const isNew = ({ number, path }: TestNumber): boolean =>
    !alone.some((other) => other.number === number && other.path === path);
  return testNumbersIn(`${before} ${text}`).filter(isNew);
}

/** `16 regression tests in tests/test_pool.py`. */
const TESTS_IN =
  /(?<![\w.])(\d{1,3}) (?:[\p{L}-]{1,15} ){0,3}tests? (?:added |live |written )?(?:in|from|at|to) ([\w./-]+\.py)\b/giu;
/** `tests/test_pool.py: 9 tests`, `tests/test_pool.py (9 tests)`. */
const TESTS_OF =
  /(?<![\w./-])([\w./-]*\btest[\w-]*\.py)(?: ?[:(]| [—–-]) ?(\d{1,3}) (?:[\p{L}-]{1,15} ){0,1}tests?(?!\p{L})/giu;

/** Tests between backticks, as pytest is given them: `tests/test_pool.py::test_close`. */
export function nodeIdsIn(raw: string): readonly string[] {
  return namesIn(raw, /`([\w./-]+\.py(?:::\w+){1,3})`/g);
}

/** Tests by names of three words or more: `test_close_is_called_once`, and not `test_db`. */
export function testNamesIn(raw: string): readonly string[] {
  return namesIn(raw, /`((?:[\w./-]+\.py::(?:[\w.]+::)*)?test_[a-z0-9]+_[^\W_]+_\w+)(?:\(\))?`/g);
}

/** Whether a text says, beside the code in it, that a test or function is still to come, or never was. */
export function isNotYet(text: string): boolean {
  return NOT_YET.test(text.replace(/`[^`]*`/g, " "));
}

const NOT_YET =
  /(?<!\p{L})(?:no|not|without|need(?:s|ed)?|todo|to do|write|run|pytest|implement|could|must|will)(?!\p{L})/iu;

/** Functions between backticks. @param isBesidePlaces whether places stand there, too, and a function has brackets behind it, or around it */
export function functionsIn(raw: string, isBesidePlaces: boolean): readonly string[] {
  return namesIn(raw, isBesidePlaces ? CALLED : NAMED);
}

const NAMED = /`(?:[\w.]{1,80}\.)?([A-Za-z_]\w{3,60})(?:\([^`]{0,80}\))?`/g;
const CALLED = /`(?:[\w.]{1,80}\.)?([A-Za-z_]\w{3,60})\([^`]{0,80}\)`|\(`([A-Za-z_]\w{3,60})`\)/g;

/** A function, and the file that it is said to be in. */
export interface PlacedFunction {
  readonly name: string;
  readonly path: string;
}

/** `close()` in `shop/pool.py`, `shop/pool.py:close()`, each between backticks. */
export function placedFunctionsIn(raw: string): readonly PlacedFunction[] {
  const apart = [...raw.matchAll(FUNCTION_IN)].map(([, name = "", path = ""]) => ({ name, path }));
  const together = [...raw.matchAll(IN_FILE)].map(([, path = "", name = ""]) => ({ name, path }));
  return [...apart, ...together];
}

const FUNCTION_IN =
  /`(?:[A-Za-z_]\w{0,60}\.)?([A-Za-z_]\w{3,60})\(\)` (?:in|from|of|dans|en|em|в) `([\w./-]{1,200}\.py)(?::\d{1,6})?`/gu;
const IN_FILE = /`([\w./-]{1,200}\.py)::?(?:[A-Za-z_]\w{0,60}\.)?([A-Za-z_]\w{3,60})\(\)`/g;

/** The functions that cells begin with, in a row that names one file of Python in its column of files. */
export function functionsBeside(file: string, others: readonly string[]): readonly PlacedFunction[] {
  const [, path] = FILE_ALONE.exec(file) ?? [];
  if (path === undefined) return [];
  return others.flatMap((cell) => {
    const [, name] = FIRST_FUNCTION.exec(cell) ?? [];
    return name === undefined ? [] : [{ name, path }];
  });
}

const FILE_ALONE = /^`?([\w./-]{1,200}\.py)(?::\d{1,6}(?:[-–]\d{1,6})?)?`?$/;
const FIRST_FUNCTION = /^`(?:[A-Za-z_]\w{0,60}\.)?([A-Za-z_]\w{3,60})\(\)`/;

/** Whether a line names a commit as such, or says what was done in one. */
export function saysCommit(text: string): boolean {
  return COMMIT_WORD.test(text) || (DONE_IN.test(text) && commitsIn(text).length > 0);
}

/** `(commit 1a2b3c4)`, `**Commit**: 1a2b3c4`, `**Commit Hash**: 1a2b3c4`. */
const COMMIT_WORD = /\b(?:commit|sha)(?: (?:hash|id|sha))?\b\W{0,6}[0-9a-f]{7,40}\b/i;
/** `fixed in 1a2b3c4`. */
const DONE_IN =
  /(?<!\p{L})(?:fixed|resolved|closed|mended|addressed|landed|committed|introduced|reverted|shipped|behoben|corrigé|corregido|corrigido|исправлено) (?:in|by|with|via|mit|durch|par|dans|en|em|в) [`(*_]{0,4}[0-9a-f]{7,40}(?![\w-])/iu;

/** `- **1a2b3c4** closes the file`, and whole names of commits. */
export function beginsWithCommit(raw: string): boolean {
  return /^[\s*_`(]{0,6}[0-9a-f]{7,40}[*_`)]{1,4}:? +[\p{L}(]|`[0-9a-f]{40}`/u.test(raw);
}

/** What stands between the brackets of a pattern, wherever it is found. */
function namesIn(raw: string, pattern: RegExp): readonly string[] {
  return [...raw.matchAll(pattern)].map(([, ...found]) => found.join(""));
}
