import { counted } from "../counted.js";
import { URGENCY } from "../docs/page.js";
import { SEVERITIES } from "../engine/severity.js";
import { claimedStatus, levelOf, listOf, type ClaimedBug, type ClaimedCount, type Claims } from "./claims.js";
import type { Level } from "./levels.js";
import type { Held } from "./outline.js";

/**
 * Whether a report lists what it counts. One that tells of a few bugs out of many, or of none of that severity, may have
 * the others elsewhere.
 */
export function isCountable({ level, of, value, within, held, among }: ClaimedCount, claims: Claims): boolean {
  const { bugs } = claims;
  if (bugs.length === 0) return false;
  // Those of some of the bugs are not told apart from the others.
  if (among !== undefined && of === "all" && among !== bugs.length) return false;
  if (of === "resolved" && bugs.every(({ statuses }) => statuses.length === 0)) return false;
  if (within && within.size > 0) {
    const known = numbersOf([...within]);
    return isListed([...within], held) && (held?.isPartial !== true || known.every((number) => value < number));
  }
  if (within) return value > 0 && held?.isEmpty !== false && (level !== undefined || of !== "all") && isSorted(bugs);
  if (!bugs.every(({ isNamed, section }) => isNamed || section !== undefined)) return false;
  if (of === "open" && value === 0) return bugs.some(isCalledOpen);
  // Who does not say of each bug what became of it says it elsewhere, or in another way.
  if (of !== "all" && !isTold(value, of, bugs)) return false;
  if (of === "all" && value === 0 && !bugs.some(isCalledOpen) && !bugs.every(isUntouched)) return false;
  if (isOfOthers(of, claims)) return false;
  if (level === undefined)
    return (
      value <= bugs.length ||
      isNumberedThrough(bugs) ||
      (value <= 2 * bugs.length + 2 && bugs.every((bug) => levelOf(bug) !== undefined))
    );
  const own = bugs.filter((bug) => levelOf(bug) === level).length;
  return own > 0
    ? bugs.every((bug) => levelOf(bug) !== undefined) || value < own
    : value > 0 && value <= bugs.length && isSorted(bugs);
}

function isTold(value: number, of: ClaimedCount["of"], bugs: readonly ClaimedBug[]): boolean {
  const isResolved = (bug: ClaimedBug): boolean => claimedStatus(bug) === "resolved";
  if (bugs.every(({ statuses }) => statuses.length > 0)) return of === "open" || value === 0 || bugs.some(isResolved);
  return of === "resolved" && value < bugs.filter(isResolved).length;
}

/** Whether a section's bugs are known to be all that it lists: by their ids, or as all of its headings. */
function isListed(bugs: readonly ClaimedBug[], held: Held | undefined): boolean {
  return bugs.every(({ isNamed }) => isNamed) || bugs.length === held?.heads.length;
}

/** Whether a bug has an id and nobody says what became of it: where there are only such, none of them has left a count. */
function isUntouched({ isNamed, statuses }: ClaimedBug): boolean {
  return isNamed && statuses.length === 0;
}

/**
 * Whether a report lists other bugs than it counts: most of the severities that it counts do not come to what it lists, and
 * neither does the total.
 */
function isOfOthers(kind: ClaimedCount["of"], claims: Claims): boolean {
  const known = OTHERS.get(claims)?.get(kind);
  if (known !== undefined) return known;
  const whole = claims.counts.filter(({ of, within }) => of === kind && !within);
  const right = new Set(whole.filter((count) => wrongCount(count, claims) === undefined).map(({ level }) => level));
  const levels = new Set(whole.flatMap(({ level }) => level ?? []));
  const fitting = [...levels].filter((level) => right.has(level)).length;
  const isOther = levels.size > 1 && fitting * 2 < levels.size && !right.has(undefined);
  OTHERS.set(claims, (OTHERS.get(claims) ?? new Map<ClaimedCount["of"], boolean>()).set(kind, isOther));
  return isOther;
}

/** What has been found out of reports: it is asked of each of their numbers. */
const OTHERS = new WeakMap<Claims, Map<ClaimedCount["of"], boolean>>();

function isCalledOpen({ firm }: ClaimedBug): boolean {
  return firm.at(-1)?.value === "open";
}

/** Whether bugs stand in sections of severities, of which one can be seen to be empty. */
function isSorted(bugs: readonly ClaimedBug[]): boolean {
  return bugs.every(({ section }) => section !== undefined) && new Set(bugs.map(({ section }) => section)).size > 1;
}

/** Whether bugs are numbered from one on, so that none of them stands elsewhere. */
function isNumberedThrough(bugs: readonly ClaimedBug[]): boolean {
  const numbers = bugs.map(({ name }) => Number(/\d+/.exec(name)?.[0])).sort((a, b) => a - b);
  return bugs.length > 1 && numbers.every((number, index) => number === index + 1);
}

/** What is wrong with a number of bugs, as a sentence; undefined when one reading of it is right. */
export function wrongCount({ level, of, value, within, held }: ClaimedCount, claims: Claims): string | undefined {
  const all = within && within.size > 0 ? [...within] : claims.bugs;
  const ofLevel = (read: (bug: ClaimedBug) => Level | undefined): readonly ClaimedBug[] =>
    level === undefined || all !== claims.bugs ? all : all.filter((bug) => read(bug) === level);
  const isOf = (bug: ClaimedBug): boolean => of === "all" || claimedStatus(bug) === of;
  const readings = [ofLevel(levelOf), ofLevel((bug) => bug.severities[0]?.value ?? bug.section)];
  // Where mended bugs have left the count, it is of those that are left.
  const left = of === "all" ? readings.map((bugs) => bugs.filter((bug) => claimedStatus(bug) === "open")) : [];
  const possible = [...readings.map((bugs) => bugs.filter(isOf)), ...left].flatMap(listsIn);
  const numbers = possible.flatMap(numbersOf);
  const others = within ? numbersIn(held, of) : level === undefined ? sumsOf(claims.bugs.filter(isOf)) : [];
  if (numbers.includes(value) || others.includes(value)) return undefined;
  const kind = [of === "all" ? "" : `${of} `, level === undefined ? "" : `${nameOf(level)} `].join("");
  const [plain = 0, many = plain] = numbers;
  return `The report counts ${counted(value, `${kind}bug`)}, and lists ${String(Math.max(plain, many))}.`;
}

/** What may be counted in a section beside its bugs: its headings, items and rows. */
function numbersIn(held: Held | undefined, of: ClaimedCount["of"]): number[] {
  if (!held) return [];
  return [...(of === "all" ? [held.heads.length] : []), held.items, held.rows, held.leads];
}

/** How many bugs are graded, and how many there are in the first lists of ids, up to each of them. */
function sumsOf(bugs: readonly ClaimedBug[]): number[] {
  const lists = listsIn(bugs).slice(1);
  const sums = lists.map((_, index) => lists.slice(0, index + 1).flat().length);
  return [bugs.filter((bug) => levelOf(bug) !== undefined).length, ...sums];
}

/** Bugs, and those of each kind of id: what is counted may be one of several lists. */
function listsIn(bugs: readonly ClaimedBug[]): (readonly ClaimedBug[])[] {
  const lists = new Map<string, ClaimedBug[]>();
  for (const bug of bugs) lists.set(listOf(bug), [...(lists.get(listOf(bug)) ?? []), bug]);
  return [bugs, ...lists.values()];
}

/** How many headings there are, and how many bugs they are about. */
function numbersOf(bugs: readonly ClaimedBug[]): number[] {
  const sum = (numberOf: (bug: ClaimedBug) => number): number => bugs.reduce((all, bug) => all + numberOf(bug), 0);
  return [bugs.length, sum(({ number }) => number), sum(({ number, lines }) => Math.max(number, lines))];
}

/** `P1 (high)`. */
export function nameOf(level: Level): string {
  const severity = SEVERITIES[level];
  return `${URGENCY[severity].name} (${severity})`;
}
