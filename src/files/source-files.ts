import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { LRUCache } from "lru-cache";
import { decode, type Source } from "./decode.js";
import type { FoundFile } from "./discover.js";
import { Disk } from "./disk.js";
import { Exclusions } from "./exclusions.js";
import { isInside, leadsInto, projectAround, statsAt } from "./paths.js";
import type { Haystack } from "./haystack.js";
import { FileProblem, reasonOf } from "./problem.js";
import { readSource, type Links } from "./read.js";
import { timed } from "../timing.js";
import { holdsWord, wordsDefinedIn, WordIndex, WordReader, type WordMemory, type WordTable } from "./word-index.js";

/** Texts are kept up to this many UTF-16 units, the latest used, and read again when they are asked for after that. */
const MOST_HELD = 32 * 1024 * 1024;

/** Answers about words are kept up to this many paths: a common word has as many as there are files. */
const MOST_ANSWERS = 500_000;

/** Until somebody who needs few words asks for more than these, looking through all bytes is quicker than an index. */
const FEW_WORDS = 60;

/** From so many files on it is quicker to remember the words of all of them than to look through them again. */
const WORTH_REMEMBERING = 200;

/** Files whose bytes are held in memory to look through them; a file has some ten thousand. */
const MOST_SEARCHED = 5_000;

/** Of so few files it is quicker to look into each than to ask which of all files hold another word. */
const FEW_FILES = 100;

/** The files of one root. Paths are relative to the root, with forward slashes. */
export class SourceFiles {
  /** Texts that stand for files. */
  readonly #replaced = new Map<string, Source | FileProblem>();
  readonly #read = new LRUCache<string, Source | FileProblem>({ maxSize: MOST_HELD, sizeCalculation: sizeOf });
  readonly #admitted = new Map<string, FoundFile>();
  readonly #kinds = new Map<string, "file" | "directory" | "none">();
  /** The names in directories. */
  readonly #entries = new Map<string, ReadonlySet<string>>();
  readonly #pathsByWord = new LRUCache<string, readonly string[]>({
    maxSize: MOST_ANSWERS,
    sizeCalculation: (paths) => paths.length + 1,
  });
  #words: WordIndex | undefined;
  #memory: WordMemory | undefined;
  #any: { readonly key: string; readonly files: ReadonlySet<string> } | undefined;
  #known: readonly string[] | undefined;
  #searched: Searched | undefined;
  #asked = 0;
  /** Whether few words are asked for, as in a scan of named files. */
  #asksForFew: boolean;

  /**
   * @param root absolute
   * @param named files that were named alone, not found in a directory
   * @param exclusions what the project around them is without
   * @param disk what is known of the files already
   */
  constructor(
    private readonly root: string,
    private readonly named: readonly string[] = [],
    private readonly exclusions = new Exclusions(),
    private readonly disk = new Disk(),
  ) {
    this.#asksForFew = named.length > 0;
  }

  /** Files that were asked for. Those named by the user may be symbolic links that lead anywhere. */
  admit(files: readonly FoundFile[]): void {
    for (const file of files) {
      this.#admitted.set(file.path, file);
      this.#kinds.set(file.path, "file");
    }
  }

  /** Lets bytes stand for the file at `path`, as for standard input. */
  replace(path: string, content: Uint8Array): void {
    this.#replaced.set(
      path,
      sourceOr(path, () => decode(content)),
    );
    this.#kinds.set(path, "file");
  }

  /** Lets the file at `path` be none. */
  hide(path: string): void {
    this.#kinds.set(path, "none");
  }

  /** What a file holds, or why it cannot be read. */
  load(path: string): Source | FileProblem {
    let known = this.#replaced.get(path) ?? this.#read.get(path);
    if (known === undefined) {
      known = timed("reading files", () => sourceOr(path, () => readSource(this.absoluteOf(path), this.linksAt(path))));
      this.#read.set(path, known);
    }
    return known;
  }

  /** The text of a file; undefined when there is none or it cannot be read. */
  read(path: string): string | undefined {
    if (this.kindAt(path) !== "file") return undefined;
    const source = this.load(path);
    return source instanceof FileProblem ? undefined : source.text;
  }

  /** The project's files whose text holds a word, and one of some others if there are any, sorted. */
  filesMentioning(word: string, alongside?: readonly string[]): readonly string[] {
    const paths = this.filesHolding(word);
    if (!alongside) return paths;
    if (this.isIndexed || paths.length > FEW_FILES) {
      const others = this.filesHoldingAny(alongside);
      return paths.filter((path) => others.has(path));
    }
    return paths.filter((path) => alongside.some((other) => this.holds(path, other)));
  }

  /** The same few words are asked for together again and again. */
  private filesHoldingAny(words: readonly string[]): ReadonlySet<string> {
    const key = words.join();
    if (key !== this.#any?.key) this.#any = { key, files: new Set(words.flatMap((word) => this.filesHolding(word))) };
    return this.#any.files;
  }

  /** The project's files in whose text a word stands behind `def` or `class`, sorted. */
  filesDefining(word: string): readonly string[] {
    return timed("indexing words", () => {
      if (this.isIndexed)
        return this.indexWords()
          .textsDefining(word)
          .flatMap((number) => this.paths[number] ?? []);
      const { haystack, plain, others } = this.searched;
      const found = [...haystack.pathsDefining(word)].flatMap((absolute) => plain.get(absolute) ?? []);
      const defines = (path: string): boolean => [...wordsDefinedIn(this.read(path) ?? "")].includes(word);
      return [...found, ...others.filter(defines)].sort();
    });
  }

  private filesHolding(word: string): readonly string[] {
    let paths = this.#pathsByWord.get(word);
    if (!paths) this.#pathsByWord.set(copyOf(word), (paths = timed("indexing words", () => this.findWord(word))));
    return paths;
  }

  private findWord(word: string): readonly string[] {
    this.#asked++;
    if (this.isIndexed) {
      const numbers = this.indexWords().textsWith(word);
      return numbers.flatMap((number) => this.paths[number] ?? []);
    }
    const { haystack, plain, others } = this.searched;
    const found = haystack.pathsOf(word).flatMap((absolute) => plain.get(absolute) ?? []);
    return [...found, ...others.filter((path) => this.holds(path, word))].sort();
  }

  private get isIndexed(): boolean {
    return this.#words !== undefined || !this.#asksForFew || this.#asked > FEW_WORDS || this.memory !== undefined;
  }

  private get memory(): WordMemory | undefined {
    return this.#memory && this.paths.length >= WORTH_REMEMBERING ? this.#memory : undefined;
  }

  private holds(path: string, word: string): boolean {
    const { haystack, plain } = this.searched;
    const absolute = this.absoluteOf(path);
    return plain.has(absolute) ? haystack.holds(absolute, word) : holdsWord(this.read(path) ?? "", word);
  }

  private get searched(): Searched {
    return (this.#searched ??= this.prepareSearch());
  }

  private prepareSearch(): Searched {
    const files = this.paths.filter((path) => this.kindAt(path) === "file");
    const onDisk = new Map(
      files.filter((path) => !this.#replaced.has(path)).map((path) => [this.absoluteOf(path), path]),
    );
    const haystack = this.disk.bytes;
    timed("reading files", () => {
      haystack.add(onDisk.keys());
    });
    const plain = new Map([...onDisk].filter(([absolute]) => haystack.isPlain(absolute)));
    return { haystack, plain, others: files.filter((path) => !plain.has(this.absoluteOf(path))) };
  }

  private indexWords(): WordIndex {
    return (this.#words ??= this.readWords());
  }

  private readWords(): WordIndex {
    const { memory } = this;
    const reader = new WordReader();
    const found: (readonly [number: number, words: Uint32Array])[] = [];
    const ofFiles: (readonly [path: string, words: Uint32Array])[] = [];
    for (const [number, path] of this.paths.entries()) {
      if (this.kindAt(path) !== "file") continue;
      const isReplaced = this.#replaced.has(path);
      const words = (isReplaced ? undefined : memory?.recall(path)) ?? this.wordsOf(path, reader);
      if (!words) continue;
      found.push([number, words]);
      if (!isReplaced) ofFiles.push([path, words]);
    }
    memory?.keep(ofFiles);
    return WordIndex.ofWords(found);
  }

  private wordsOf(path: string, reader: WordReader): Uint32Array | undefined {
    const text = this.read(path);
    return text === undefined ? undefined : reader.wordsIn(text);
  }

  /** Whether the bytes of all files are few enough to be held, and looked through for a few words. */
  get canSearch(): boolean {
    return this.paths.length <= MOST_SEARCHED;
  }

  /** Lets what is known of the files' words be remembered; of those that a text stands for, nothing is. */
  remember(memory: WordMemory): void {
    this.#memory = memory;
  }

  /** Whether their words are known without looking through their bytes. */
  get areRemembered(): boolean {
    return this.memory !== undefined;
  }

  /** Prepares for questions about few words. */
  expectFewWords(): void {
    this.#asksForFew ||= this.canSearch;
  }

  /** The words of all files, for other threads that look into the same ones. */
  get words(): WordTable {
    return timed("indexing words", () => this.indexWords().table);
  }

  /** Takes the words of the files from another thread that has looked into the same ones. */
  adopt(words: WordTable): void {
    this.#words ??= new WordIndex(words);
  }

  /** What was asked for, and the rest of the project around each file that was named alone, sorted. */
  get paths(): readonly string[] {
    return (this.#known ??= this.known());
  }

  /** Where a file of the root lies. */
  absoluteOf(path: string): string {
    return this.#admitted.get(path)?.absolute ?? join(this.root, path);
  }

  /** A walk follows no links, and an import only those that stay in the root. */
  private linksAt(path: string): Links {
    const admitted = this.#admitted.get(path);
    if (!admitted) return { within: this.root };
    return admitted.isNamed ? "followed" : "refused";
  }

  private known(): string[] {
    const projects = new Set<string>();
    for (const file of this.named) {
      const project = projectAround(dirname(resolve(this.root, file)));
      if (project !== undefined && isInside(project, this.root)) projects.add(project);
    }
    const around = [...projects].flatMap((project) => this.filesIn(project));
    return [...new Set([...around, ...this.#admitted.keys(), ...this.#replaced.keys()])].sort();
  }

  private filesIn(directory: string): string[] {
    const paths = this.disk.filesIn(directory, this.root, this.exclusions).map((file) => file.path);
    // A walk follows no links, so all of them are inside when the directory is.
    if (leadsInto(directory, this.root)) {
      for (const path of paths) if (!this.#kinds.has(path)) this.#kinds.set(path, "file");
    }
    return paths;
  }

  /** What lies at a path. */
  kindAt(path: string): "file" | "directory" | "none" {
    let known = this.#kinds.get(path);
    if (!known) this.#kinds.set(path, (known = this.mayExist(path) ? this.kindNow(join(this.root, path)) : "none"));
    return known;
  }

  /** Most of what imports may stand for is not there, and a directory that was read once answers for all in it. */
  private mayExist(path: string): boolean {
    const slash = path.lastIndexOf("/");
    const directory = slash < 0 ? "" : path.slice(0, slash);
    let entries = this.#entries.get(directory);
    if (!entries) this.#entries.set(directory, (entries = this.entriesOf(directory)));
    return entries === UNREADABLE || entries.has(path.slice(slash + 1));
  }

  private entriesOf(directory: string): ReadonlySet<string> {
    if (directory.split("/").includes("..")) return UNREADABLE;
    if (directory !== "" && this.kindAt(directory) !== "directory") return new Set();
    try {
      return new Set(readdirSync(join(this.root, directory)));
    } catch {
      return UNREADABLE;
    }
  }

  private kindNow(absolute: string): "file" | "directory" | "none" {
    const stats = statsAt(absolute);
    if (!stats || !leadsInto(absolute, this.root)) return "none";
    return stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "none";
  }
}

/** Of a directory whose names nobody can tell. */
const UNREADABLE: ReadonlySet<string> = new Set();

/** Where words are looked for. */
interface Searched {
  readonly haystack: Haystack;
  /** The paths of the files that are in there, by where they lie. */
  readonly plain: ReadonlyMap<string, string>;
  /** The other files, whose texts are not those that lie on the disk, or have to be decoded. */
  readonly others: readonly string[];
}

/** A string of its own: one that was cut out of a text keeps all of that in memory as long as it is kept. */
function copyOf(word: string): string {
  return Buffer.from(word, "utf16le").toString("utf16le");
}

function sourceOr(path: string, read: () => Source): Source | FileProblem {
  try {
    return read();
  } catch (error) {
    return error instanceof FileProblem ? error : new FileProblem(path, reasonOf(error));
  }
}

function sizeOf(source: Source | FileProblem): number {
  return source instanceof FileProblem ? 1 : source.text.length + 1;
}
