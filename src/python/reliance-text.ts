const WORD = String.raw`[\w\x80-\uffff]+`;
/** A name where it begins: each is tried once, however long it is. */
const NAME = String.raw`(?<![\w\x80-\uffff])(${WORD})`;
/** What leads to a name: `self.`. */
const PATH = String.raw`[\s\\(]*(?:${WORD}[\s\\]*\.[\s\\]*)*(${WORD})`;

/** Where a name has something done to it that fails when it holds nothing. */
const TAKES = new RegExp(
  String.raw`${NAME}[\s\\)]*(?:\.[\s\\]*(?:pop|popleft|popitem|remove)\b|\[\s*(?:-?1|0)\s*\])`,
  "dg",
);
const TAKES_FROM_HEAP = new RegExp(String.raw`heappop\s*\(${PATH}`, "dg");
const LOOKS = new RegExp(String.raw`\bin\b${PATH}`, "dg");

/** A text in which more names than this could be meant is not searched for each of them. */
const MOST_NAMES = 200;

/**
 * Tells of the functions of a file, by their text, whether they may test a container that others can reach, and rely
 * on the answer.
 */
export function relianceIn(source: string): (text: string) => boolean {
  let outside: ReadonlySet<string> | undefined;
  return (text) => {
    const tried = new Set<string>();
    const isFound = (pattern: RegExp, isUsed: (text: string, name: string) => boolean): boolean => {
      for (const { 1: name = "", indices } of text.matchAll(pattern)) {
        const isAttribute = followsDot(text, indices?.[1]?.[0] ?? 0);
        const key = `${isAttribute ? "." : ""}${name}`;
        if (tried.has(key)) continue;
        if (tried.add(key).size > MOST_NAMES) return true;
        if (isUsed(text, name) && (isAttribute || (outside ??= namesOutside(source)).has(name))) return true;
      }
      return false;
    };
    if (isFound(TAKES, isTwice) || isFound(TAKES_FROM_HEAP, isTwice)) return true;
    tried.clear();
    return isFound(LOOKS, isSubscripted);
  };
}

function followsDot(text: string, at: number): boolean {
  return /\.[\s\\]*$/.test(text.slice(Math.max(0, at - 20), at));
}

/** Whether a name is there both for the test and for the act. */
function isTwice(text: string, name: string): boolean {
  return text.indexOf(name) !== text.lastIndexOf(name);
}

function isSubscripted(text: string, name: string): boolean {
  return new RegExp(String.raw`${name}[\s\\)]*\[`).test(text);
}

/** Every name in the code of a file that is in no function, and those that functions declare to be such. */
function namesOutside(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  let isInDefinition = false;
  for (const line of source.split(/[\r\n]+/)) {
    if (/^[^\s#)\]}]/.test(line)) isInDefinition = /^(?:async|def|class|@)/.test(line);
    if (isInDefinition && !/\bglobal\b/.test(line)) continue;
    for (const [name] of line.matchAll(/[\w\x80-\uffff]+/g)) names.add(name);
  }
  return names;
}
