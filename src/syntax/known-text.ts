import { COMMENT } from "./comment.js";
import { LRUCache } from "lru-cache";
import { spend, textEffort } from "./effort.js";
import { isInName } from "../words.js";
import { LetterGroups } from "./letter-groups.js";
import { Memo } from "./memo.js";
import { renamingsIn } from "./names-before.js";
import { WordPlaces } from "./word-places.js";

/** Questions about words after which it is worth finding out where all words are. */
const WORTH_INDEXING = 40;

/** A whole source text, and what was found out about its words. */
class KnownText {
  #asked = 0;
  #groups: LetterGroups | undefined;
  #words: WordPlaces | undefined;
  #bases: WordPlaces | undefined;
  #imports: WordPlaces | undefined;
  #members: WordPlaces | undefined;
  readonly #matched = new Map<string, boolean>();
  readonly #memo = new Memo();

  constructor(private readonly text: string) {}

  /** The UTF-16 offsets of a word, in order. */
  offsetsOf(word: string): readonly number[] {
    if (++this.#asked > WORTH_INDEXING && /^[\w\x80-\uffff]+$/.test(word)) {
      const places = (this.#words ??= WordPlaces.in(this.text)).of(word);
      return places.filter((at) => this.text.startsWith(word, at) && isWhole(this.text, at, at + word.length));
    }
    spend(textEffort(this.text.length));
    const offsets: number[] = [];
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, at + 1)) {
      if (isWhole(this.text, at, at + word.length)) offsets.push(at);
    }
    return offsets;
  }

  /** Whether a string is somewhere in the text, be it in the middle of a word. */
  includes(string: string): boolean {
    this.#groups ??= new LetterGroups(this.text);
    return this.#groups.mayHold(string) && this.text.includes(string);
  }

  matches({ source, flags }: { readonly source: string; readonly flags: string }): boolean {
    const key = `${flags} ${source}`;
    let known = this.#matched.get(key);
    if (known === undefined) {
      spend(textEffort(this.text.length));
      this.#matched.set(key, (known = new RegExp(source, flags).test(this.text)));
    }
    return known;
  }

  /** What a function computes of the text, once. */
  once<T>(computation: (text: string) => T): T {
    return this.#memo.once(computation, this, () => computation(this.text));
  }

  /** Whether a name may be that of a base of a class, or be given another name. */
  mayBeBase(name: string): boolean {
    return (this.#bases ??= WordPlaces.of(basesIn(this.text))).hasBetween(name, 0, Infinity);
  }

  /** Whether a name stands behind `import` in a line. */
  mayImport(name: string): boolean {
    return (this.#imports ??= WordPlaces.of(importedIn(this.text))).hasBetween(name, 0, Infinity);
  }

  /**
   * Whether a name is that of a definition, or of something that is assigned, be it an attribute, as far as a pattern sees:
   * between two UTF-16 offsets, if they are given.
   */
  mayDefine(name: string, start = 0, end = Infinity): boolean {
    return (this.#members ??= WordPlaces.of(membersIn(this.text))).hasBetween(name, start, end);
  }
}

function isWhole(text: string, start: number, end: number): boolean {
  return !isInName(text.charCodeAt(start - 1)) && !isInName(text.charCodeAt(end));
}

/** A class and its bases, whose brackets end in front of a colon: in comments there may be others. */
const BASES = /\bclass\b[^([:]{0,200}(?:\[[^\]]{0,200}\][\s\\]*)?\(((?:[^)]|\)(?![\s\\]*:)){0,2000})/g;

/** The words in the brackets behind the names of classes, and those in front of `as`. */
function* basesIn(text: string): Generator<readonly [string, number]> {
  for (const { 1: list = "", index } of text.matchAll(BASES))
    for (const [word] of list.matchAll(/[\w\x80-\uffff]+/g)) yield [word, index];
  for (const { name, start } of renamingsIn(text)) yield [name, start];
}

/** The words behind `import` in a line. */
function* importedIn(text: string): Generator<readonly [string, number]> {
  for (const { 1: list = "", index } of text.matchAll(/^[^\n#]*?\bimport\b([^\n#]*)/gm))
    for (const [word] of list.matchAll(/[\w\x80-\uffff]+/g)) yield [word, index];
}

/** A name that is defined, or that an attribute is set by. */
const DEFINED = new RegExp(
  [
    String.raw`\b(?:def|class)(?:[\s\\]|${COMMENT}){1,99}([\w\x80-\uffff]+)`,
    String.raw`\bsetattr\b[^,]{0,200},\s*["']([\w\x80-\uffff]+)`,
    // Not `^`: it is in front of each separator of lines that Python knows nothing of, too.
    String.raw`(?<![^\r\n])[ \t]*([\w\x80-\uffff]+)[ \t]*:`,
    String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)(?:[\s\\]|${COMMENT}){0,99}(?:[-+%&|^@]|\*\*?|\/\/?|<<|>>)?=(?!=)`,
  ].join("|"),
  "gm",
);

/** The names that a text defines, and where: where a pattern begins to match. */
function* membersIn(text: string): Generator<readonly [string, number]> {
  for (const { 1: defined, 2: set, 3: declared, 4: assigned, index } of text.matchAll(DEFINED))
    yield [defined ?? set ?? declared ?? assigned ?? "", index];
}

/** UTF-16 units of text of which is kept what was found out. */
const MOST_KEPT = 24 * 1024 * 1024;

const known = new LRUCache<string, KnownText>({ maxSize: MOST_KEPT, sizeCalculation: (_, text) => text.length + 1 });

/** What was found out about a whole source text, which is remembered for the texts that were asked about last. */
export function knownText(text: string): KnownText {
  let found = known.get(text);
  if (!found) known.set(text, (found = new KnownText(text)));
  return found;
}
