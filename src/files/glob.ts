/** Whether a path, relative with forward slashes, is what a glob describes. */
export type Glob = (path: string) => boolean;

/** UTF-16 units; longer ones are no globs that a person wrote. */
const LONGEST = 1000;
/** How many globs the braces of one may stand for. */
const MOST_ALTERNATIVES = 100;

/**
 * A glob as a test of paths: `*` and `?` stay within a name, `**` stands for any directories, `[ab]`, `[!a-z]` and
 * `{py,txt}` for a choice. Without a slash it is matched against the last name. What matches a directory does not match
 * what is in it, see {@link covers}.
 *
 * It is matched without backtracking into more than one star, so no glob and no path take long together.
 *
 * @throws Error with one readable line when the glob is too long, lacks a bracket or brace, or its braces stand for too many.
 */
export function glob(pattern: string): Glob {
  if (pattern.length > LONGEST) throw new Error(`a glob may have ${LONGEST} characters, this one has more`);
  const plain = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const isOfNames = !plain.includes("/");
  const alternatives = expand(plain.replace(/^\//, "")).map(compile);
  return (path) => {
    const names = isOfNames ? path.slice(path.lastIndexOf("/") + 1).split("/", 1) : path.split("/");
    return alternatives.some((alternative) => matches(alternative, names));
  };
}

/** Whether a glob describes a path or a directory above it. */
export function covers(test: Glob, path: string): boolean {
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
    if (test(path.slice(0, end))) return true;
  return test(path);
}

/** The globs that one with braces stands for. */
function expand(pattern: string): string[] {
  const done: string[] = [];
  for (const open = [pattern]; open.length > 0;) {
    const next = open.pop() ?? "";
    const group = innermost(next);
    if (!group) done.push(next);
    else open.push(...group.choices.map((choice) => next.slice(0, group.start) + choice + next.slice(group.end)));
    if (open.length + done.length > MOST_ALTERNATIVES) {
      throw new Error(`a glob's braces may stand for ${MOST_ALTERNATIVES} globs, these stand for more`);
    }
  }
  return done;
}

/** The first group in braces with no other inside it. */
function innermost(pattern: string): { start: number; end: number; choices: string[] } | undefined {
  let start = -1;
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "{") start = at;
    else if (pattern[at] === "}" && start >= 0) {
      return { start, end: at + 1, choices: pattern.slice(start + 1, at).split(",") };
    }
  }
  return undefined;
}

/** Stands for any characters of a name, or any names of a path. */
export const ANY_RUN = Symbol("*");
/** One place of a name: a character, what may stand there, or a run of anything. */
export type Place = string | ((character: string) => boolean) | typeof ANY_RUN;
/** What one name of a path has to be; a run stands for any number of names. */
export type Name = readonly Place[] | typeof ANY_RUN;

function compile(pattern: string): Name[] {
  return pattern.split("/").map((name) => (name === "**" ? ANY_RUN : placesOf(name)));
}

/** What has to follow in the same name; braces that have theirs are expanded by now. */
const PARTNERS: Readonly<Record<string, string | undefined>> = { "[": "]", "{": "}" };

function placesOf(name: string): Place[] {
  const places: Place[] = [];
  for (let at = 0; at < name.length; at++) {
    const character = name.charAt(at);
    const close = character === "[" ? name.indexOf("]", at + 2) : -1;
    const partner = close < 0 ? PARTNERS[character] : undefined;
    if (partner !== undefined)
      throw new Error(`'${character}' in a glob needs a '${partner}'; for itself write '\\${character}'`);
    if (character === "*") places.push(ANY_RUN);
    else if (character === "?") places.push(() => true);
    else if (close > 0) {
      places.push(choice(name.slice(at + 1, close)));
      at = close;
    } else if (character === "\\" && at + 1 < name.length) places.push(name.charAt(++at));
    else places.push(character);
  }
  return places;
}

/** `a-z_` or `!a-z_`, as it stands between brackets. */
function choice(inside: string): (character: string) => boolean {
  const isNegated = /^[!^]/.test(inside);
  const members = isNegated ? inside.slice(1) : inside;
  return (character) => {
    for (let at = 0; at < members.length; at++) {
      const isRange = members[at + 1] === "-" && at + 2 < members.length;
      const last = members.charAt(isRange ? at + 2 : at);
      if (members.charAt(at) <= character && character <= last) return !isNegated;
      if (isRange) at += 2;
    }
    return isNegated;
  };
}

/** Whether the names of a path are what a pattern says. Takes the product of their lengths at most. */
export function matches(pattern: readonly Name[], names: readonly string[]): boolean {
  return fits(pattern, names, (name, given) => fits(name, given, fitsCharacter));
}

function fitsCharacter(place: Place, character: string): boolean {
  return typeof place === "function" ? place(character) : place === character;
}

/**
 * Whether a sequence with runs describes another. What fits after the last run decides, wherever the runs before it
 * ended: going back to that one alone is enough, and takes the product of the lengths at most.
 */
function fits<T>(
  pattern: readonly (T | typeof ANY_RUN)[],
  given: ArrayLike<string>,
  one: (expected: T, given: string) => boolean,
): boolean {
  let at = 0;
  let run = -1;
  let resume = 0;
  for (let index = 0; index < given.length;) {
    const expected = pattern[at];
    if (expected === ANY_RUN) {
      run = at++;
      resume = index;
    } else if (at < pattern.length && one(expected as T, given[index] ?? "")) {
      at++;
      index++;
    } else if (run >= 0) {
      at = run + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === ANY_RUN) at++;
  return at === pattern.length;
}
