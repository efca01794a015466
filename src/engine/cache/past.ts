import type { SourceFiles } from "../../files/source-files.js";
import { revised, type Answers } from "./answers.js";
import type { Entry, Kept, Result } from "./cache-entry.js";
import { asQuestion } from "./entry-schema.js";
import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import { answerAmong, type Kind } from "../run/traced-files.js";

/** Looking through all files for a word takes about as long as scanning one. */
const MOST_OPEN = 20;

/** An earlier scan, held against what the files are now. */
export class Past {
  readonly #results = new Map<string, Result>();
  readonly #isChanged: readonly boolean[];
  /** What lies now at the paths that were asked for, in the order of the entry. */
  readonly kinds: readonly (readonly [path: string, kind: Kind])[];
  /** Whether each of the entry's questions has the answer that it had; nothing when no file has changed. */
  readonly #isAnsweredSame: readonly boolean[] | undefined;
  #answers: Answers | undefined;

  /** @param isSame whether a file is what it was, and the same settings apply to it */
  constructor(
    private readonly entry: Entry,
    files: SourceFiles,
    isSame: (path: string) => boolean,
  ) {
    const project = [new Set(entry.project.map((path) => this.path(path))), new Set(files.paths)] as const;
    const paths = new Set([...files.paths, ...entry.files.map(({ path }) => this.path(path))]);
    const changed = new Set(
      [...paths].filter((path) => !isSame(path) || project[0].has(path) !== project[1].has(path)),
    );
    for (const result of entry.results) this.#results.set(this.path(result.path), result);
    this.#isChanged = entry.paths.map((path) => changed.has(path));
    this.kinds = entry.kinds.map(([number]) => {
      const path = this.path(number);
      return [path, files.kindAt(path)];
    });
    const asked = new Set([...changed].filter((path) => project.some((one) => one.has(path))));
    if (asked.size === 0) return;
    const before = this.before();
    const changes = { paths: asked, texts: textsOf(asked, files), read: (path: string) => files.read(path) };
    const answers = completed(revised(new Map(before), changes), before, files);
    this.#answers = answers;
    this.#isAnsweredSame = before.map(([question, answer]) => {
      const now = answers.get(question);
      return now !== undefined && tellsSame(question, answer, now);
    });
  }

  /** What is known now of the entry's questions. */
  get answers(): Answers {
    return (this.#answers ??= new Map(this.before()));
  }

  private before(): (readonly [question: string, answer: TextAnswer])[] {
    const named = (numbers: readonly number[]): string[] => numbers.map((number) => this.path(number));
    return this.entry.questions.map(([question, holding, found, holders, shapes]) => {
      const files = found === null ? undefined : named(found);
      const near = holders && { holders: named(holders) };
      return [question, { holding, files, ...near, ...(shapes !== undefined && { shapes }) }] as const;
    });
  }

  /** What a file gave; nothing when something that it depends on has changed. */
  recall(path: string): Kept | undefined {
    const found = this.#results.get(path);
    if (!found || !this.isGood(found)) return undefined;
    const { reads, kinds, asked, result } = found;
    const { entry } = this;
    const entryKinds = this.kinds;
    // Spelled out only when it is written down again, which is seldom.
    return {
      path,
      get reads() {
        return reads.map((at) => entry.paths[at] ?? "");
      },
      get kinds() {
        return kinds.map((kind) => entryKinds[kind]?.[0] ?? "");
      },
      get asked() {
        return asked.map((question) => entry.questions[question]?.[0] ?? "");
      },
      result,
    };
  }

  /** Whether some results are all that was kept. */
  isAll(kept: readonly Kept[]): boolean {
    return kept.length === this.#results.size && kept.every(({ path }) => this.#results.has(path));
  }

  private isGood({ path, reads, kinds, asked }: Result): boolean {
    return (
      !this.#isChanged[path] &&
      !reads.some((at) => this.#isChanged[at]) &&
      kinds.every((kind) => this.kinds[kind]?.[1] === this.entry.kinds[kind]?.[1]) &&
      asked.every((question) => this.#isAnsweredSame?.[question] ?? true)
    );
  }

  private path(number: number): string {
    return this.entry.paths[number] ?? "";
  }
}

/** Asks all files again where the changed ones are not enough; where that is much, those who ask are asked again. */
function completed(
  answers: Answers,
  before: readonly (readonly [key: string, was: TextAnswer])[],
  files: SourceFiles,
): Answers {
  const open = before.flatMap(([key]) => (answers.has(key) ? [] : { key, question: asQuestion(key) }));
  if (open.length > MOST_OPEN || !files.canSearch) return answers;
  files.expectFewWords();
  return new Map([
    ...answers,
    ...open.flatMap(({ key, question }) => (question ? [[key, answerAmong(files, question)] as const] : [])),
  ]);
}

/** What those of some files hold that are texts of the project now. */
function textsOf(paths: ReadonlySet<string>, files: SourceFiles): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of files.paths) {
    const text = paths.has(path) ? files.read(path) : undefined;
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}
