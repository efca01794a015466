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
    const away = distance(wanted, plain(candidate));
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
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
