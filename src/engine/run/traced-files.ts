import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Source } from "../../files/decode.js";
import { placesOf } from "../../files/places.js";
import { FileProblem } from "../../files/problem.js";
import type { SourceFiles } from "../../files/source-files.js";
import type { Footprint } from "../../python/model/footprints.js";
import { Leanings } from "../../python/model/leanings.js";
import type { SourceHost } from "../../python/model/project.js";
import {
  answerTo,
  definitionsAt,
  shapesOfName,
  toldBy,
  type Definition,
  type Library,
  type TextAnswer,
  type TextQuestion,
} from "../../python/prefilter/text-question.js";
import type { Fact } from "./traced.js";

/** As much of the files as is asked: the files of a disk, or of a program that is in memory only. */
export type ReadableFiles = Pick<
  SourceFiles,
  "paths" | "load" | "read" | "kindAt" | "filesMentioning" | "filesDefining" | "expectFewWords"
>;

/** What lies at a path. */
export type Kind = ReturnType<SourceFiles["kindAt"]>;

/** Files of which somebody else keeps what was asked of all texts. */
export interface AnsweringFiles extends Pick<SourceFiles, "load" | "read" | "kindAt" | "expectFewWords"> {
  /** @param key the question as JSON */
  answer(question: TextQuestion, key: string): TextAnswer;
}

/** Answers are kept up to this many paths, the latest used, and found out again when they are asked for after that. */
const MOST_ANSWERED = 500_000;

/** The files of a run, with a record of what was asked of them. */
export class TracedFiles implements SourceHost {
  readonly #answers = new LRUCache<string, TextAnswer>({ maxSize: MOST_ANSWERED, sizeCalculation: sizeOf });
  /** By their numbers. */
  #facts: Fact[] = [];
  readonly #reads = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  #leanings: Leanings;

  /**
   * @param answers that are known already, by the JSON of their questions
   * @param isAsked whether anybody wants to know what was asked
   */
  constructor(
    private readonly files: ReadableFiles | AnsweringFiles,
    answers: Iterable<readonly [question: string, answer: TextAnswer]> = [],
    private readonly isAsked = true,
  ) {
    this.#leanings = new Leanings(isAsked);
    for (const [question, answer] of answers) this.#answers.set(question, answer);
    // Most of what will be asked is known.
    if (this.#answers.size > 0) files.expectFewWords();
  }

  /** How many facts have been asked for. */
  get size(): number {
    return this.#facts.length;
  }

  get leanings(): Leanings {
    return this.#leanings;
  }

  /** Forgets what was asked so far: whoever keeps answers that lean on it has to forget them, too. */
  forget(): void {
    this.#facts = [];
    for (const numbers of [this.#reads, this.#kinds, this.#asked]) numbers.clear();
    this.#leanings = new Leanings(this.isAsked);
  }

  /**
   * Forgets the facts that are none any more, and all that leans on them.
   *
   * @param paths of files that have changed
   * @param otherwise questions about all texts that have another answer now, as JSON
   */
  expire(paths: Iterable<string>, otherwise: Iterable<string>): void {
    const gone = new Set<number>();
    const turn = (numbers: Map<string, number>, key: string): void => {
      const number = numbers.get(key);
      if (number === undefined) return;
      numbers.delete(key);
      gone.add(number);
    };
    for (const path of paths) turn(this.#reads, path);
    for (const place of placesOf(paths)) if (this.hasOtherKind(place)) turn(this.#kinds, place);
    for (const question of otherwise) {
      this.#answers.delete(question);
      turn(this.#asked, question);
    }
    this.#leanings.forget(gone);
  }

  /** Whether something else lies at a path than what was found there. */
  private hasOtherKind(path: string): boolean {
    const fact = this.#facts[this.#kinds.get(path) ?? -1];
    return fact?.about === "kind" && fact.kind !== this.files.kindAt(path);
  }

  /** The facts in a footprint. */
  factsIn(footprint: Footprint): readonly Fact[] {
    return Array.from(this.leanings.factsOf(footprint)).flatMap((number) => this.#facts[number] ?? []);
  }

  /** What a file holds, or why it cannot be read. */
  load(path: string): Source | FileProblem {
    this.note(this.#reads, path, () => ({ about: "text", path }));
    return this.files.load(path);
  }

  read(path: string): string | undefined {
    if (!this.isFile(path)) return undefined;
    const source = this.load(path);
    return source instanceof FileProblem ? undefined : source.text;
  }

  isFile(path: string): boolean {
    return this.kindAt(path) === "file";
  }

  isDirectory(path: string): boolean {
    return this.kindAt(path) === "directory";
  }

  filesWhere(question: TextQuestion): readonly string[] | undefined {
    return toldBy(this.answer(question), question);
  }

  definitionsOf(name: string): readonly Definition[] | undefined {
    // The answer stands for all that is told of these files, so that nobody has read them; who keeps none need not know that.
    const question: TextQuestion = { ...shapesOfName(name), ...(!this.isAsked && { use: "define" }) };
    return definitionsAt(this.answer(question), name, (path) => this.files.read(path));
  }

  private answer(question: TextQuestion): TextAnswer {
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    const answer = known ?? this.find(question, key);
    if (!known) this.#answers.set(key, answer);
    this.note(this.#asked, key, () => ({ about: "texts", question: key, answer }));
    return answer;
  }

  /** @param key says which fact of its sort it is */
  private note(numbers: Map<string, number>, key: string, fact: () => Fact): void {
    if (!this.isAsked) return;
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.#facts.push(fact()) - 1;
      numbers.set(key, number);
    }
    this.#leanings.note(number);
  }

  private find(question: TextQuestion, key: string): TextAnswer {
    return "answer" in this.files ? this.files.answer(question, key) : answerAmong(this.files, question);
  }

  private kindAt(path: string): Kind {
    const kind = this.files.kindAt(path);
    this.note(this.#kinds, path, () => ({ about: "kind", path, kind }));
    return kind;
  }
}

function sizeOf({ files }: TextAnswer): number {
  return (files?.length ?? 0) + 1;
}

/** Asks all files. */
export function answerAmong(files: ReadableFiles, question: TextQuestion): TextAnswer {
  return shortened(answerTo(question, libraryAmong(files)));
}

/** All files, as they are asked for words. */
export function libraryAmong(files: ReadableFiles): Library {
  let library = libraries.get(files);
  if (!library) libraries.set(files, (library = libraryOf(files)));
  return library;
}

/** An answer as it is kept: what it says of shapes is only ever compared. */
export function shortened(answer: TextAnswer): TextAnswer {
  if (answer.shapes === undefined) return answer;
  return { ...answer, shapes: createHash("sha256").update(answer.shapes).digest("base64") };
}

/** What is found out about a library lasts as long as the files. */
const libraries = new WeakMap<ReadableFiles, Library>();

function libraryOf(files: ReadableFiles): Library {
  return {
    paths: files.paths,
    holding: (word, alongside) => files.filesMentioning(word, alongside),
    defining: (word) => files.filesDefining(word),
    read: (path) => files.read(path),
  };
}
