import { distance } from "fastest-levenshtein";

/** Among more names than this nobody looks for the nearest. */
const MOST_NAMES = 1000;

/** The name that another was probably meant to be; undefined when none is near. */
export function closest(name: string, names: ReadonlySet<string>): string | undefined {
  if (names.size > MOST_NAMES) return undefined;
  const wanted = plain(name);
  let best: string | undefined;
  let least = reachOf(wanted) + 1;
  for (const candidate of [...names].sort()) {
    if (/^__\w+__$/.test(candidate)) continue;
    const other = plain(candidate);
    const away = isSwapped(wanted, other) ? 1 : distance(wanted, other);
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
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
