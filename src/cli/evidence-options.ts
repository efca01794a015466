import { InvalidArgumentError } from "commander";
import { secondsIn } from "../evidence/wording.js";

/** Adds what an option is given to what it was given before. */
export function each(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `98`, `98%` or `99.5`. */
export function percentIn(value: string): number {
  const percent = Number(value.replace(/ ?%$/, ""));
  if (/^\d/.test(value) && percent <= 100) return percent;
  throw new InvalidArgumentError(`'${value}' is no percentage from 0 to 100.`);
}

/** A stretch of time in seconds. */
export function durationIn(value: string): number {
  const seconds = secondsIn(value);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError(`'${value}' is no duration; write it like 90s, 60m or 1h30m.`);
}

/** A number of runs. */
export function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError(`'${value}' is no number of runs.`);
}
