import { counted } from "../counted.js";
import { URGENCY } from "../docs/page.js";
import { SEVERITIES } from "../engine/severity.js";
import { claimedStatus, levelOf, listOf, type ClaimedBug, type ClaimedCount, type Claims } from "./claims.js";
import type { Level } from "./levels.js";

/**
 * Whether a report lists what it counts. One that tells of a few bugs out of many, or of none of that severity, may have
 * the others elsewhere.
 */
export function isCountable({ level, of, value, within }: ClaimedCount, { bugs }: Claims): boolean {
  if (bugs.length === 0) return false;
  if (of === "resolved" && bugs.every(({ statuses }) => statuses.length === 0)) return false;
  if (within && within.size > 0) return true;
  if (of === "open" && value === 0) return bugs.some(isCalledOpen);
  if (within) return value > 0 && (level !== undefined || of !== "all") && isSorted(bugs);
  if (level === undefined)
    return value <= bugs.length || isNumberedThrough(bugs) || bugs.every((bug) => levelOf(bug) !== undefined);
  const own = bugs.filter((bug) => levelOf(bug) === level).length;
  return own > 0 ? bugs.every((bug) => levelOf(bug) !== undefined) || value < own : value > 0 && isSorted(bugs);
}

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
export function wrongCount({ level, of, value, within }: ClaimedCount, claims: Claims): string | undefined {
  const all = within && within.size > 0 ? [...within] : claims.bugs;
  const ofLevel = (read: (bug: ClaimedBug) => Level | undefined): readonly ClaimedBug[] =>
    level === undefined || all !== claims.bugs ? all : all.filter((bug) => read(bug) === level);
  const isOf = (bug: ClaimedBug): boolean => of === "all" || claimedStatus(bug) === of;
  const readings = [ofLevel(levelOf), ofLevel((bug) => bug.severities[0]?.value ?? bug.section)];
  // Where mended bugs have left the count, it is of those that are left.
  const left = of === "all" ? readings.map((bugs) => bugs.filter((bug) => claimedStatus(bug) === "open")) : [];
  const possible = [...readings.map((bugs) => bugs.filter(isOf)), ...left].flatMap(listsIn);
  const numbers = possible.flatMap(numbersOf);
  if (numbers.includes(value)) return undefined;
  const kind = [of === "all" ? "" : `${of} `, level === undefined ? "" : `${nameOf(level)} `].join("");
  const [plain = 0, many = plain] = numbers;
  return `The report counts ${counted(value, `${kind}bug`)}, and lists ${String(Math.max(plain, many))}.`;
}

/** Bugs, and those of each kind of id: what is counted may be one of several lists. */
function listsIn(bugs: readonly ClaimedBug[]): (readonly ClaimedBug[])[] {
  const lists = new Map<string, ClaimedBug[]>();
  for (const bug of bugs) lists.set(listOf(bug), [...(lists.get(listOf(bug)) ?? []), bug]);
  return [bugs, ...lists.values()];
}

/** How many headings there are, and how many bugs they are about. */
function numbersOf(bugs: readonly ClaimedBug[]): number[] {
  return [bugs.length, bugs.reduce((sum, { number }) => sum + number, 0)];
}

/** `P1 (high)`. */
export function nameOf(level: Level): string {
  const severity = SEVERITIES[level];
  return `${URGENCY[severity].name} (${severity})`;
}
