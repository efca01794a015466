import { knownText } from "../../syntax/known-text.js";
import { definedAs, type Defined } from "./definitions.js";
import { mayCallAt, mayStoreAt } from "./occurrences.js";

/** What a text may have to do with a word, beside holding it. */
export const USES = ["call", "store", "base", "define", "member", "module", "async", "shape", "import"] as const;

/**
 * Which files of a project hold a word, and use it in some way. It is plain data, so that whoever keeps answers can ask
 * it again of a file that has changed.
 */
export interface TextQuestion {
  readonly word: string;
  /**
   * What a text has to do with the word, as far as it can be told (`base`: it may derive a class from it, or give it
   * another name; `define`: the word stands behind `def` or `class`; `member`: it may define or assign an attribute of that
   * name; `import`: the word stands behind `import` in a line), or a pattern that it has to match; to hold the word is enough unless given.
   * For `module` the word is the path of a module from anywhere, `shop/bus`, and the files are those that are it. For
   * `async` it is the name of a coroutine function, and they are those that define one.
   * `shape` is `define` with an answer that is another one as soon as what they define is called in another way.
   */
  readonly use?: (typeof USES)[number] | Pattern;
  /** Other words, of which the text has to hold one, too. */
  readonly alongside?: readonly string[];
  /** The folder that they lie in, at whatever depth; anywhere unless given. */
  readonly below?: string;
  /** A word in more files than this is everybody's: there is no answer, and nobody looks how they use it. */
  readonly mostHolding?: number;
  /** There is no answer when it would be more files than this. */
  readonly most?: number;
}

/** A regular expression as plain data. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** What was found out about a {@link TextQuestion}, before it is held against the question's bound. */
export interface TextAnswer {
  /** How many files hold the word, and one of the others if there are any. */
  readonly holding: number;
  /** Those that use it as was asked, sorted; undefined when too many hold it. */
  readonly files: readonly string[] | undefined;
  /** Those that hold it, sorted, where a change of few files may bring them across the question's bound. */
  readonly holders?: readonly string[];
  /** Stands for how what they define is called, if that was asked. */
  readonly shapes?: string;
}

/** As many files may change at once until it is not known any more on which side of a question's bound an answer is. */
const NEAR = 4;

/** The files among which an answer is looked for. */
export interface Library {
  /** The paths of all of them. */
  readonly paths: Iterable<string>;
  /** Those that hold a word, and one of some others if there are any, sorted. */
  holding(word: string, alongside?: readonly string[]): readonly string[];
  /** Those in which a word stands behind `def` or `class`, sorted. */
  defining(word: string): readonly string[];
  /** What one of them holds. */
  read(path: string): string | undefined;
  /** Where coroutine functions are defined, by name: known once somebody has asked. */
  coroutines?: ReadonlyMap<string, readonly string[]>;
}

/** Finds out which files use a word. */
export function answerTo(question: TextQuestion, library: Library): TextAnswer {
  const { word, use } = question;
  if (use === "module") return modulesAmong(library.paths, word);
  if (use === "async") return coroutinesAmong(library, word);
  return answerBy(holdersAmong(library, question), question, (path) => library.read(path));
}

/** Those of some files that hold a question's word, or define it where that is asked, sorted. */
export function holdersAmong(library: Library, { word, use, alongside, below }: TextQuestion): readonly string[] {
  const holders = use === "define" || use === "shape" ? library.defining(word) : library.holding(word, alongside);
  return below === undefined ? holders : holders.filter((path) => path.startsWith(`${below}/`));
}

/** The answer of the files that hold a question's word. */
export function answerBy(
  holders: readonly string[],
  question: TextQuestion,
  read: (path: string) => string | undefined,
): TextAnswer {
  const { mostHolding = Infinity } = question;
  const holding = holders.length;
  const near = Math.abs(holding - mostHolding) <= NEAR && { holders };
  if (holding > mostHolding) return { holding, files: undefined, ...near };
  const uses = useOf(question);
  const files = uses ? holders.filter((path) => uses(read(path) ?? "")) : holders;
  return { holding, files, ...near, ...(question.use === "shape" && { shapes: shapesOf(question.word, files, read) }) };
}

function shapesOf(word: string, files: readonly string[], read: (path: string) => string | undefined): string {
  const defined = files.map((path) => definedAs(read(path) ?? "", word));
  return JSON.stringify(defined, (_, value: unknown) => (value instanceof Set ? [...value] : value));
}

function modulesAmong(paths: Iterable<string>, module: string): TextAnswer {
  const endings = [`/${module}.py`, `/${module}/__init__.py`];
  const files = [...paths].filter((path) => endings.some((ending) => `/${path}`.endsWith(ending))).sort();
  return { holding: files.length, files };
}

function coroutinesAmong(library: Library, name: string): TextAnswer {
  // As many names are asked for as are called, each among all files.
  library.coroutines ??= coroutinesIn(library);
  const files = library.coroutines.get(name) ?? [];
  return { holding: files.length, files };
}

const COROUTINE = /\basync[\s\\]+def[\s\\]+([\w\x80-\uffff]+)/g;

function coroutinesIn(library: Library): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of library.holding("async")) {
    for (const [, name = ""] of (library.read(path) ?? "").matchAll(COROUTINE)) {
      const files = found.get(name);
      // A string that was cut out of a text keeps all of it in memory.
      if (!files) found.set(Buffer.from(name).toString(), [path]);
      else if (files.at(-1) !== path) files.push(path);
    }
  }
  return found;
}

/** What a file seems to define under a name. */
export interface Definition {
  readonly path: string;
  readonly defined: readonly Defined[];
}

/** What files define a name that more than so many define is not asked. */
const MOST_DEFINING = 24;

/** Asks what files seem to define under a name. */
export function shapesOfName(word: string): TextQuestion {
  return { word, use: "shape", mostHolding: MOST_DEFINING };
}

/** What the files of an answer to {@link shapesOfName} define. */
export function definitionsAt(
  { files }: TextAnswer,
  name: string,
  read: (path: string) => string | undefined,
): readonly Definition[] | undefined {
  return files?.map((path) => ({ path, defined: definedAs(read(path) ?? "", name) }));
}

/** What an answer tells whoever has asked; undefined when it is too many files. */
export function toldBy({ files }: TextAnswer, { most = Infinity }: TextQuestion): readonly string[] | undefined {
  return files && files.length <= most ? files : undefined;
}

/** Whether who asks would be told the same. @param question as JSON */
export function tellsSame(question: string, a: TextAnswer, b: TextAnswer): boolean {
  if (a === b) return true;
  const asked = JSON.parse(question) as TextQuestion;
  if (a.shapes !== b.shapes) return false;
  const [first, second] = [toldBy(a, asked), toldBy(b, asked)];
  if (!first || !second) return first === second;
  return first.length === second.length && first.every((path, at) => path === second[at]);
}

function useOf({ word, use }: TextQuestion): ((text: string) => boolean) | undefined {
  if (use === undefined || use === "module" || use === "define" || use === "async") return undefined;
  if (use === "shape") return undefined;
  if (use === "call")
    return (text) =>
      knownText(text)
        .offsetsOf(word)
        .some((at) => mayCallAt(text, word, at));
  if (use === "store")
    return (text) =>
      knownText(text)
        .offsetsOf(word)
        .some((at) => mayStoreAt(text, word, at));
  if (use === "import") return (text) => knownText(text).mayImport(word);
  if (use === "member") return (text) => knownText(text).mayDefine(word);
  if (use === "base") return (text) => knownText(text).mayBeBase(word);
  return (text) => knownText(text).matches(use);
}
