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
