const OPENS_CALL = /[\s\\]*\(/y;

/** Whether a text may hold a call that is written with a name, where the name stands. */
export function mayCallAt(text: string, name: string, at: number): boolean {
  return matchesAt(OPENS_CALL, text, at + name.length);
}

const RENAMES = /(?:[\s\\]|#.*[\r\n])+as\b/y;

/** Whether a text may hold an import that gives another name to a name. */
export function mayRename(text: string, name: string): boolean {
  return isFollowed(text, name, RENAMES);
}

/** What follows an attribute that is assigned by itself, or declared, or the target of a loop. */
const ASSIGNED = /[\s\\]*(?::|in\b|[-+*/%&|^@<>]*=(?!=))/y;
/** What follows an attribute that is one of several targets. */
const ENDS_TARGET = /[\s\\]*[,)\]]/y;
/** UTF-16 units of further targets that are looked through for their assignment; there may be one behind more. */
const MOST_TARGETS = 300;
/** What stands between targets: comments, and keys that are spelled out. */
const BETWEEN = /#.*|(?<=\[\s*)(?:"[^"\n]*"|'[^'\n]*')/y;
/** An end of a line after which a list in brackets goes on. */
const GOES_ON = /[\r\n][\s\\]*[,)\]]/y;

/** Whether what follows an attribute assigns it: an operator, or other targets and then one. */
function isAssigned(text: string, from: number): boolean {
  if (matchesAt(ASSIGNED, text, from)) return true;
  if (!matchesAt(ENDS_TARGET, text, from)) return false;
  let last = ",";
  const end = Math.min(text.length, from + MOST_TARGETS);
  for (let at = from; at < end; at++) {
    if (matchesAt(BETWEEN, text, at)) {
      at = BETWEEN.lastIndex - 1;
      continue;
    }
    const character = text[at] ?? "";
    if (character === "=") return text[at + 1] !== "=" && !/[!<>]/.test(last);
    if (character === ":") return true;
    if (/[;"']/.test(character)) return false;
    if (/[\r\n]/.test(character) && !/[,([\\]/.test(last) && !matchesAt(GOES_ON, text, at)) return false;
    if (!/\s/.test(character)) last = character;
  }
  return end < text.length;
}

/** What comes before the dot of an attribute that is assigned by a clause or deleted. */
const BY_CLAUSE = /\b(?:as|del)\b[^\n=]*$/;
const BY_SETATTR = /\bsetattr\s*\([^;]*["']$/;
/** UTF-16 units before an attribute in which the word is looked for that assigns it. */
const BEFORE = 200;

/** Whether a text may hold an assignment to an attribute of a name, of whatever object, where the name stands. */
export function mayStoreAt(text: string, attribute: string, at: number): boolean {
  const end = at + attribute.length;
  const last = text[at - 1] ?? "";
  if (!ENDS_BEFORE.test(last)) return false;
  const before = text.slice(Math.max(0, at - BEFORE), at);
  if (last === '"' || last === "'") return BY_SETATTR.test(before);
  if (last !== "." && !/\.[\s\\]*$/.test(before)) return false;
  return isAssigned(text, end) || BY_CLAUSE.test(before);
}

/** What an attribute stands behind: its dot, space after that, or a quote when it is spelled. */
const ENDS_BEFORE = /[.\s"']/;

/** Whether a word, or a longer one that ends with it, stands somewhere in front of what a sticky pattern matches. */
export function isFollowed(text: string, word: string, pattern: RegExp): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (matchesAt(pattern, text, at + word.length)) return true;
  }
  return false;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
