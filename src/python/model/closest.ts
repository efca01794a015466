import { distance } from "fastest-levenshtein";

/** Among more names than this nobody looks for the nearest. */
const MOST_NAMES = 1000;

/**
 * The name that another was probably meant to be: one of the same words in another order, or else one with few other letters;
 * undefined when none is near.
 */
export function closest(name: string, names: ReadonlySet<string>): string | undefined {
  if (names.size > MOST_NAMES) return undefined;
  const [reordered, ...others] = reorderedIn(names, name);
  if (reordered !== undefined && others.length === 0) return reordered;
  const wanted = plain(name);
  let best: string | undefined;
  let least = reachOf(wanted) + 1;
  for (const candidate of inOrder(name, names)) {
    if (/^__\w+__$/.test(candidate)) continue;
    const other = plain(candidate);
    const away = isSwapped(wanted, other) ? 1 : distance(wanted, other);
    if (away > MOST_SLIPS && !mayShareWords(name, candidate)) continue;
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** Names by the alphabet, those first that are as public as one: whoever writes a public name hardly means a private one. */
function inOrder(name: string, names: Iterable<string>): readonly string[] {
  const isAsPublic = (other: string): boolean => other.startsWith("_") === name.startsWith("_");
  return [...names].sort().sort((a, b) => Number(isAsPublic(b)) - Number(isAsPublic(a)));
}

/** More letters are not wrong by a slip. */
const MOST_SLIPS = 2;

/** Whether two names have a word in common, or one of them is a single word, in which more than a slip may be wrong. */
function mayShareWords(name: string, other: string): boolean {
  const [own, its] = [wordsOf(name), wordsOf(other)];
  return (own.length === 1 && its.length === 1) || own.some((word) => its.includes(word));
}

/** The names that are made of the same words as another, of two or more, in another order: `ExecutorBulenox`, `BulenoxExecutor`. */
function reorderedIn(names: ReadonlySet<string>, name: string): readonly string[] {
  const words = wordsOf(name);
  const sorted = words.toSorted().join("_");
  const isReordered = (other: readonly string[]): boolean =>
    other.length === words.length && other.join("_") !== words.join("_") && other.toSorted().join("_") === sorted;
  return words.length < 2 ? [] : [...names].filter((other) => isReordered(wordsOf(other)));
}

/** Whether two names differ in the order of two letters that stand side by side: one slip, though it changes both. */
function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length || one === other) return false;
  let at = 0;
  while (one[at] === other[at]) at++;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

/** Whether a name may have been meant to be another. */
export function isNear(name: string, other: string): boolean {
  const wanted = plain(name);
  return distance(wanted, plain(other)) <= reachOf(wanted);
}

/** How many letters may be wrong. */
const reachOf = (wanted: string): number => Math.max(1, Math.floor(wanted.length / 3));

/** Case and underscores at the beginning are what people get wrong first. */
function plain(name: string): string {
  return name.toLowerCase().replace(/^_+/, "");
}

/** The names that one may have been meant to be: a letter or two away, or made of the same words and some more. */
export function namesNear(name: string, names: ReadonlySet<string>): readonly string[] {
  if (names.size > MOST_NAMES) return [];
  const wanted = plain(name);
  const most = Math.min(2, Math.floor(wanted.length / 3));
  const isNear = (other: string): boolean =>
    !/^__\w+__$/.test(other) && other !== name && (distance(wanted, plain(other)) <= most || sharesWords(name, other));
  return inOrder(name, [...names].filter(isNear));
}

/** Whether all words of one name are in the other. */
function sharesWords(name: string, other: string): boolean {
  const [few = [], many = []] = [wordsOf(name), wordsOf(other)].sort((a, b) => a.length - b.length);
  if (few.length === 0 || (few.length === 1 && SAYS_LITTLE.test(few[0] ?? ""))) return false;
  return few.every((word) => word.length > 2 && many.includes(word));
}

/** Words that stand in front of many names: by themselves they say nothing of what was meant. */
const SAYS_LITTLE = /^(get|set|has|add|put|pop|make|new)$/;

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
