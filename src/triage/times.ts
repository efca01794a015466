const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** A point in time as people write it: a day, when they write no hour. In milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DATE =
  /\b(\d{4})-(\d\d)-(\d\d)(?:(?:T|,? +(?:at )?)(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?)?/;
const NAMED =
  /\b(?:(\d{1,2})\.? )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:(\d{1,2}),? )?(\d{4})\b/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The first date in a text. Without a time zone it is taken for UTC. */
export function dateIn(text: string): Span | undefined {
  const found = DATE.exec(text);
  if (!found) return namedDateIn(text);
  const [, year, month, day, hour, minute, second, zone = ""] = found.map((part) => part as string | undefined);
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (hour === undefined) return { from: midnight, to: midnight + DAY - 1 };
  const offset = /([+-])(\d\d):?(\d\d)/.exec(zone);
  const shift = offset ? Number(`${offset[1] ?? ""}1`) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 : 0;
  const from = midnight + Number(hour) * HOUR + Number(minute) * 60_000 + Number(second ?? 0) * 1000 - shift;
  return { from, to: from + (second === undefined ? 59_999 : 999) };
}

/** `March 5, 2030`, `5 Mar 2030`. */
function namedDateIn(text: string): Span | undefined {
  const found = NAMED.exec(text);
  const day = found?.[1] ?? found?.[3];
  if (!found || day === undefined) return undefined;
  const from = Date.UTC(Number(found[4]), MONTHS.indexOf(found[2] ?? ""), Number(day));
  return { from, to: from + DAY - 1 };
}

const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY };
const NUMBERS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, a: 1, an: 1 };
const DURATION = /(?<![\w.-])(\d{1,4}|one|two|three|four|an?)[ -]?(hours?|hrs?|h|days?|d|weeks?|wks?|w)\b/i;

/** The first duration in a text, in milliseconds: `24 h`, `72 hours`, `one week`. */
export function durationIn(text: string): number | undefined {
  const [, amount = "", unit = ""] = DURATION.exec(text) ?? [];
  const size = UNITS[unit.charAt(0).toLowerCase()];
  return size === undefined ? undefined : (NUMBERS[amount.toLowerCase()] ?? Number(amount)) * size;
}

/** Whether a deadline may be a given time after a start. */
export function follows(start: Span, deadline: Span, within: number): boolean {
  return start.from + within <= deadline.to && deadline.from <= start.to + within;
}
