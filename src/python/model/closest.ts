import { distance } from "fastest-levenshtein";

/** Among more names than this nobody looks for the nearest. */
const MOST_NAMES = 1000;

/** The name that another was probably meant to be; undefined when none is near. */
export function closest(name: string, names: ReadonlySet<string>): string | undefined {
  if (names.size > MOST_NAMES) return undefined;
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of [...names].sort()) {
    if (/^__\w+__$/.test(candidate)) continue;
    const away = distance(wanted, plain(candidate));
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

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
  return [...names].filter(isNear).sort();
}

/** Whether all words of one name are in the other. */
function sharesWords(name: string, other: string): boolean {
  const [few = [], many = []] = [wordsOf(name), wordsOf(other)].sort((a, b) => a.length - b.length);
  return few.length > 0 && few.every((word) => word.length > 2 && many.includes(word));
}

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
