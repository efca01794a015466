import { counted } from "../counted.js";
import { groupedBy } from "../grouped.js";
import { URGENCY } from "../docs/page.js";
import { SEVERITIES } from "../engine/severity.js";
import { claimedStatus, levelOf, listOf, type ClaimedBug, type ClaimedCount, type Claims } from "./claimed.js";
import { severitiesIn, type Level } from "./levels.js";
import type { Held } from "./outline.js";

/** A number of bugs that a report says and that can be compared with what it lists. */
export interface ComparedCount {
  readonly line: number;
  /** What is wrong with it, as a sentence; undefined when it is right. */
  readonly flaw: string | undefined;
}

/**
 * Compares the numbers of bugs that a report says with what it lists. A report may count bugs that it lists elsewhere,
 * or not at all: a number is called wrong only where other numbers show that it lists what it counts, as at least as many
 * of them are right as are not.
 */
export function compareCounts(claims: Claims): readonly ComparedCount[] {
  const read = summed(claims.counts).flatMap((count) => {
    const reading = readingOf(count, claims);
    return reading ? [{ count, ...reading }] : [];
  });
  // Where a report lists those alone that are left, what else a row counts has gone.
  const isOfLeft = claims.bugs.every((bug) => claimedStatus(bug) === "open");
  const left = new Set(
    read.flatMap(({ count, isRight }) => (isOfLeft && isRight && count.of === "open" ? [rowOf(count)] : [])),
  );
  const right = new Set(read.flatMap(({ count, isRight }) => (isRight ? [kindOf(count)] : [])));
  const wrong = new Set(read.flatMap(({ count, isRight, isOfHeld }) => (isRight || isOfHeld ? [] : [kindOf(count)])));
  const ofHeld = read.filter(({ isOfHeld }) => isOfHeld);
  // Items may be anything; that they are bugs is what the other sections show.
  const isSlip = ofHeld.filter(({ isRight }) => !isRight).length === 1 && ofHeld.length > 2;
  return read.flatMap(({ count, isRight, listed, isOfHeld }): ComparedCount[] => {
    if (isRight) return [{ line: count.line, flaw: undefined }];
    if (isOfHeld) return isSlip ? [{ line: count.line, flaw: flawOf(count, listed) }] : [];
    if (count.of !== "open" && left.has(rowOf(count))) return [];
    // Bugs of a severity that is not listed are part of a total, too.
    const isLeft = count.level === undefined && !count.within && read.length < claims.counts.length;
    const isShown = (right.size > 0 && right.size >= wrong.size && !isLeft) || isTotalOfFewer(count, claims);
    // Those that are missing may stand where nobody looks for them; those that are too many do not.
    const isListed = count.value < listed || isListedWhole(count, claims);
    return isShown && isListed ? [{ line: count.line, flaw: flawOf(count, listed) }] : [];
  });
}

/** Columns of one row that count the same kind, as `Deferred` and `Accepted` do, are one number. */
function summed(counts: readonly ClaimedCount[]): readonly ClaimedCount[] {
  const alike = groupedBy(counts, (count) => (count.within ? count : `${String(count.line)} ${kindOf(count)}`));
  return [...alike.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, value: others.reduce((sum, { value }) => sum + value, first.value) }] : [],
  );
}

/** Whether a report calls it a total of bugs, and has more headings of them. */
function isTotalOfFewer({ level, of, value, within }: ClaimedCount, { bugs, counts }: Claims): boolean {
  const isTotal = counts.length === 1 && level === undefined && of === "all" && !within;
  return isTotal && value < bugs.length && bugs.every(({ isNamed, isHeaded }) => isNamed && isHeaded);
}

/** What a number counts, for which a report may say it twice. */
function kindOf({ level, of, within, line }: ClaimedCount): string {
  return [level, of, within ? line : ""].join(" ");
}

/** The row, or line, that counts bugs of one severity. */
const rowOf = ({ level, line }: ClaimedCount): string => [level, line].join(" ");

interface Reading {
  readonly isRight: boolean;
  /** How many bugs there are of what is counted. */
  readonly listed: number;
  /** Whether they are counted as items or rows, and known by nothing else. */
  readonly isOfHeld?: boolean;
}

/** How a number compares with what is listed; undefined where nothing of that kind is listed, or it is not told what is. */
function readingOf(count: ClaimedCount, claims: Claims): Reading | undefined {
  const { level, of, value, within, held } = count;
  const bugs = within ? [...within] : claims.bugs;
  if (within && bugs.length === 0) return readingOfHeld(count);
  if (bugs.length === 0 || !isTold(of, bugs) || !isGraded(count, claims)) return undefined;
  const ofLevel = (levelIn: (bug: ClaimedBug) => Level | undefined): readonly ClaimedBug[] =>
    level === undefined || within ? bugs : bugs.filter((bug) => levelIn(bug) === level);
  const isOf = (bug: ClaimedBug): boolean => of === "all" || claimedStatus(bug) === of;
  const readings = [levelOf, lastLevelOf, sectionOf].map(ofLevel);
  // Where mended bugs have left the count, it is of those that are left.
  const left = of === "all" ? readings.map((some) => some.filter((bug) => claimedStatus(bug) === "open")) : [];
  const possible = [...readings.map((some) => some.filter(isOf)), ...left].flatMap(listsIn);
  const numbers = possible.flatMap(numbersOf);
  const others = within
    ? numbersIn(held, of)
    : level === undefined
      ? [...sumsOf(bugs.filter(isOf)), ...lastOf(bugs, of)]
      : [];
  const [plain = 0, many = plain] = numbers;
  const listed = Math.max(plain, many);
  const isEnough = count.isAtLeast === true && listed >= value;
  // Those of which nobody says how grave they are may be any.
  const ungraded = level === undefined || within ? 0 : ungradedAmong(bugs.filter(isOf));
  const isAmong = numbers.some((number) => number <= value && value <= number + ungraded);
  const isRight = isEnough || isAmong || others.includes(value);
  const all = within || level === undefined ? bugs.length : ofLevel(levelOf).length;
  return isRight || all > 0 ? { isRight, listed } : undefined;
}

/** The same for a section without anything that is known to be a bug: all that it holds is one list, or one table. */
function readingOfHeld({ of, value, held }: ClaimedCount): Reading | undefined {
  if (!held || of !== "all") return undefined;
  if (held.isEmpty) return value === 0 ? { isRight: true, listed: 0 } : undefined;
  const [listed, other] = [held.items, held.rows].filter((number) => number > 0);
  const isAlone = other === undefined && held.heads.length + held.leads === 0 && !held.isPartial;
  return isAlone && listed !== undefined ? { isRight: listed === value, listed, isOfHeld: true } : undefined;
}

const lastLevelOf = (bug: ClaimedBug): Level | undefined => bug.severities[0]?.value ?? bug.section;
const sectionOf = (bug: ClaimedBug): Level | undefined => bug.under ?? bug.section;

/** Whether a report says of each bug what became of it, where that is what it counts. */
function isTold(of: ClaimedCount["of"], bugs: readonly ClaimedBug[]): boolean {
  return of === "all" || bugs.every(({ statuses }) => statuses.length > 0);
}

/** Whether each bug of a report has a severity, where it counts those of one. */
function isGraded({ level, within, held, value }: ClaimedCount, { bugs }: Claims): boolean {
  if (within) {
    const isListed = [...within].every(({ isNamed }) => isNamed) || within.size === held?.heads.length;
    return isListed && (!held?.isPartial || value < within.size);
  }
  const isKnown = bugs.every((bug) => bug.isNamed || bug.section !== undefined);
  return isKnown && (level === undefined || ungradedAmong(bugs) <= MOST_UNGRADED);
}

const ungradedAmong = (bugs: readonly ClaimedBug[]): number =>
  bugs.filter((bug) => levelOf(bug) === undefined && bug.isRemark !== true).length;

/** Where more bugs than this have no severity, nobody knows how many there are of one. */
const MOST_UNGRADED = 2;

/** Whether the sections of what is counted hold nothing else, or, where there are none, bugs are numbered without gaps. */
function isListedWhole({ level, within, held }: ClaimedCount, { bugs, mixed, hasUnknown }: Claims): boolean {
  if (within) {
    const [own, other] = [held?.heads.length, held?.items, held?.rows, held?.leads].filter((number) => number !== 0);
    return own === within.size && other === undefined;
  }
  const own = level === undefined ? bugs : bugs.filter((bug) => levelOf(bug) === level);
  // `HIGH-1` to `HIGH-5`: what else stands among them is not called so.
  if (level !== undefined && own.length > 1 && own.every(isCalledByLevel) && isNumberedThrough(own)) return true;
  if (hasUnknown) return false;
  const isMixed = level === undefined ? mixed.size > 0 : mixed.has(level);
  if (own.every(({ section }) => section !== undefined)) return !isMixed;
  return !isMixed && [...groupedBy(bugs, listOf).values()].every(isNumberedThrough);
}

const isCalledByLevel = (bug: ClaimedBug): boolean => {
  const [word, ...others] = severitiesIn(listOf(bug).replace(/[^\p{L}]/gu, ""));
  return word !== undefined && others.length === 0 && word === levelOf(bug);
};

function isNumberedThrough(bugs: readonly ClaimedBug[]): boolean {
  const numbers = bugs.map(({ name }) => Number(/\d+(?=\D*$)/.exec(name)?.[0])).sort((a, b) => a - b);
  return numbers.every((number, index) => number === index + 1);
}

function flawOf({ level, of, value }: ClaimedCount, listed: number): string {
  const kind = [of === "all" ? "" : `${of} `, level === undefined ? "" : `${nameOf(level)} `].join("");
  return `The report counts ${counted(value, `${kind}bug`)}, and lists ${String(listed)}.`;
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

/** The last number of bugs that are numbered: what stands between them may be told of where nobody looks for it. */
function lastOf(bugs: readonly ClaimedBug[], of: ClaimedCount["of"]): number[] {
  const lists = of === "all" ? [...groupedBy(bugs, listOf).values()].filter(({ length }) => length > 2) : [];
  return lists.map((own) => Math.max(...own.map(({ name }) => Number(/^\D*(\d{1,4})$/.exec(name)?.[1] ?? 0))));
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
