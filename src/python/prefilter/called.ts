import { knownText } from "../../syntax/known-text.js";
import { backOverSpace, nameEndingAt, namesBefore, renamingsIn } from "../../syntax/names-before.js";
import { SPACE } from "./shapes.js";

/** What opens a call's arguments, or a comment behind which they may stand. */
const OPENS = /[(#]/g;
/** What stands in front of a name that is awaited right there, or defined. */
const AWAITED = /(?:^|[^\w\x80-\uffff])(?:await[ \t]+(?:[\w\x80-\uffff]+\.)*|(?:def|class)[ \t]+)$/;
/** UTF-16 units in front of a name in which that is looked for. */
const BEFORE = 120;

/** The names that a text may call without an `await` right in front, or where what is awaited is taken from what the call gives. */
export function calledWithoutAwait(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { index } of text.matchAll(OPENS)) {
    const end = backOverSpace(text, index);
    const { name, start } = nameEndingAt(text, end) ?? { name: "", start: end };
    if (name === "" || names.has(name)) continue;
    const isAwaited = AWAITED.test(text.slice(Math.max(0, start - BEFORE), start));
    if (isAwaited && !mayGoOnBehind(text, index)) continue;
    names.add(name);
  }
  return names;
}

/** UTF-16 units of arguments that are read to their end; more than that few calls have. */
const MOST_ARGUMENTS = 600;
/** What changes how deep a text is nested, or what that means. */
const NESTS = /[()"'#]/g;
/** What takes something from the value in front of it: `await of()["key"]` awaits the item. */
const TAKES = /[\s\\]*[.[(#]/y;

/**
 * Whether something may be taken from what a call gives, before that is awaited.
 *
 * @param opening where the arguments open; in texts between quotes and in comments, anything may stand
 */
function mayGoOnBehind(text: string, opening: number): boolean {
  let depth = 0;
  NESTS.lastIndex = opening;
  for (let found = NESTS.exec(text); found; found = NESTS.exec(text)) {
    const [sign] = found;
    if (found.index - opening > MOST_ARGUMENTS || sign === "#") return true;
    if (sign === "(") depth++;
    else if (sign === ")") {
      if (--depth > 0) continue;
      TAKES.lastIndex = NESTS.lastIndex;
      return TAKES.test(text);
    } else {
      const end = endOfPlainText(text, found.index);
      if (end === undefined) return true;
      NESTS.lastIndex = end;
    }
  }
  return true;
}

const PLAIN_TEXT = /"(?:[^"\\\n{]|\\.)*"|'(?:[^'\\\n{]|\\.)*'/y;

/** Where a text between quotes ends, if that takes no more than a look: one that holds code, or goes over lines, does not. */
function endOfPlainText(text: string, quote: number): number | undefined {
  PLAIN_TEXT.lastIndex = quote;
  const found = PLAIN_TEXT.exec(text);
  // An empty text may as well be the beginning of one over several lines.
  return found && found[0].length > 2 ? PLAIN_TEXT.lastIndex : undefined;
}

/** The names that a file may call, and those that it defines. */
export function calledIn(file: string): ReadonlySet<string> {
  return knownText(file).once(namesCalled);
}

function namesCalled(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = text.indexOf("("); at >= 0; at = text.indexOf("(", at + 1))
    for (const { name } of namesBefore(text, at)) names.add(name);
  return names;
}

const ALIAS = new RegExp(String.raw`${SPACE}\b([\w\x80-\uffff]+)`, "y");

/** The names that a file may have given another name, by that. */
export function originalsIn(file: string): ReadonlyMap<string, readonly string[]> {
  return knownText(file).once(originalsByAlias);
}

function originalsByAlias(text: string): ReadonlyMap<string, readonly string[]> {
  const originals = new Map<string, string[]>();
  for (const { name, behind } of renamingsIn(text)) {
    ALIAS.lastIndex = behind;
    const alias = ALIAS.exec(text)?.[1];
    if (alias === undefined) continue;
    const known = originals.get(alias);
    if (known) known.push(name);
    else originals.set(alias, [name]);
  }
  return originals;
}

/** The names that a file may give other names to. */
export function renamedIn(file: string): ReadonlySet<string> {
  return knownText(file).once(namesRenamed);
}

function namesRenamed(text: string): ReadonlySet<string> {
  return new Set(Array.from(renamingsIn(text), ({ name }) => name));
}
