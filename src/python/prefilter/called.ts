/** A name that is called, or may be behind a comment. */
const CALLED = /[\w\x80-\uffff]+(?=[\s\\]*[(#])/g;
/** What stands in front of a name that is awaited right there, or defined. */
const AWAITED = /\b(?:await[ \t]+(?:[\w\x80-\uffff]+\.)*|(?:def|class)[ \t]+)$/;
/** UTF-16 units in front of a name in which that is looked for. */
const BEFORE = 120;
/** A name that is given another one, be it behind comments. */
const RENAMED = /([\w\x80-\uffff]+)(?:[\s\\]|#.*$){1,300}\bas\b/gm;

/** The names that a text may call without an `await` right in front, and those that it gives other names to. */
export function calledWithoutAwait(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 0: name, index } of text.matchAll(CALLED)) {
    if (names.has(name) || AWAITED.test(text.slice(Math.max(0, index - BEFORE), index))) continue;
    names.add(name);
  }
  for (const [, name = ""] of text.matchAll(RENAMED)) names.add(name);
  return names;
}
