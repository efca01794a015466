import { runNumber, TRUE, unchecked, untrue, type Facts, type Judgement } from "./judged.js";
import type { Statement } from "./statements.js";
import { secondsText } from "./wording.js";

const TIME =
  /(>=|≥|>|<=|≤|<|under|below|less than|within|at most|over)?[ \t]{0,3}(~|about|approx\w*)?[ \t]{0,2}(\d{1,6}(?:\.\d{1,3})?)[ \t]{0,2}(ms|milliseconds?|s|sec(?:ond)?s?|m|min(?:ute)?s?|h|hours?|hrs?)\b(?:[ \t]{0,2}(\d{1,2})[ \t]{0,2}(s|sec(?:ond)?s?|m|min(?:ute)?s?)\b)?/i;
/** A summary tells how long somebody has worked, too. */
const ABOUT = /\b(?:tests?|test suite|suite|pytest|runs?)\b/i;
const LASTS =
  /\b(?:duration|execution|time|took|takes|takes|finish(?:es|ed)|complete[sd]?|runs? in|ran in|in|under|within|slowest)\b|[<≤]/i;

/** Holds how long the tests are said to take against the runs. */
export function judgeDuration(statement: Statement, { evidence: { runs } }: Facts): readonly Judgement[] {
  const { text, isBefore, target, status = "" } = statement;
  const time = TIME.exec(text);
  if (
    !time ||
    !ABOUT.test(text) ||
    !LASTS.test(text) ||
    /\b(?:slowest|each test|per[ -]test|\/ ?test|avg|average|unit|integration|e2e|single|phase|plan|timeout|sleep)\b/i.test(
      text,
    )
  )
    return [];
  const [shown, sign = "", about, amount = "", unit = "", rest = "", restUnit = ""] = time;
  const said = Number(amount) * secondsOf(unit) + Number(rest || 0) * secondsOf(restUnit || "s");
  const asked = target === undefined ? undefined : TIME.exec(target);
  const limit = asked ? Number(asked[3]) * secondsOf(asked[4] ?? "s") : undefined;
  if (limit !== undefined && said <= limit && /exceeded|❌|not met|missed/i.test(status) && !status.includes("✅"))
    return [untrue("duration", `${shown.trim()} is called too long here, and is below ${target ?? ""}.`)];
  if (limit !== undefined && said > limit && /✅|\bmet\b|pass/i.test(status) && !/not met/i.test(status))
    return [untrue("duration", `${target ?? ""} is called met here, and ${shown.trim()} beside it misses that.`)];
  if (isBefore) return [unchecked("it tells of how things were before")];
  const number = runNumber(statement);
  const chosen = number === undefined ? runs : runs.slice(number - 1, number);
  if (chosen.length === 0)
    return [unchecked(number === undefined ? "no run was given" : `run ${String(number)} was not given`)];
  const seconds = chosen.map(({ run }) => run.seconds);
  if (isSo(said, sign, about !== undefined, seconds, secondsOf(unit))) return [TRUE];
  const found = chosen.map(({ run }) => `'${run.name}' took ${secondsText(run.seconds)}`).join(", ");
  return [untrue("duration", `The summary says ${shown.trim()}, and ${found}.`)];
}

function isSo(said: number, sign: string, isAbout: boolean, seconds: readonly number[], unit: number): boolean {
  if (/[<≤]|under|below|less|within|most/i.test(sign)) return seconds.every((each) => each <= said);
  if (/[>≥]|over/i.test(sign)) return seconds.some((each) => each >= said);
  // A runner's own clock starts earlier than that of its file, and minutes are round.
  const slack = Math.max(said * (isAbout ? 0.25 : 0.1), unit === 60 ? 60 : unit, 1.5);
  const sums = [
    ...seconds,
    seconds.reduce((sum, each) => sum + each, 0),
    seconds.reduce((sum, each) => sum + each, 0) / seconds.length,
  ];
  return sums.some((each) => Math.abs(each - said) <= slack);
}

function secondsOf(unit: string): number {
  if (/^(?:ms|milli)/i.test(unit)) return 0.001;
  return /^h/i.test(unit) ? 3600 : /^m/i.test(unit) ? 60 : 1;
}
