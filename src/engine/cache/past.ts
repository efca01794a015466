import type { SourceFiles } from "../../files/source-files.js";
import { revised, type Answers } from "./answers.js";
import { groupedBy } from "../../grouped.js";
import { NOTHING_FOUND } from "../finding/run-result.js";
import type { Fact, Slice } from "../run/traced.js";
import type { Entry, SliceRow } from "./cache-entry.js";
import { asQuestion } from "./entry-schema.js";
import { decoded } from "./footprint-code.js";
import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import { answerAmong, type Kind } from "../run/traced-files.js";

/** Looking through all files for a word takes about as long as scanning one. */
const MOST_OPEN = 20;

/** An earlier scan, held against what the files are now. */
export class Past {
  readonly #slices: ReadonlyMap<string, readonly SliceRow[]>;
  readonly #isChanged: readonly boolean[];
  /** What lies now at the paths that were asked for, in the order of the entry. */
  readonly #kinds: readonly Kind[];
  /** Whether each of the entry's questions has the answer that it had; nothing when no file has changed. */
  readonly #isAnsweredSame: readonly boolean[] | undefined;
  #answers: Answers | undefined;
  /** Of each footprint, whether it holds nothing but facts; nothing where all are facts still. */
  readonly #isGood: ((footprint: number) => boolean) | undefined;

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
    this.#slices = groupedBy(entry.slices, ([path]) => this.path(path));
    this.#isChanged = entry.files.map(({ path }) => changed.has(this.path(path)));
    this.#kinds = entry.kinds.map(([number]) => files.kindAt(this.path(number)));
    const asked = new Set([...changed].filter((path) => project.some((one) => one.has(path))));
    if (asked.size > 0) {
      const before = this.before();
      const changes = { paths: asked, texts: textsOf(asked, files), read: (path: string) => files.read(path) };
      const answers = completed(revised(new Map(before), changes), before, files);
      this.#answers = answers;
      this.#isAnsweredSame = before.map(([question, answer]) => {
        const now = answers.get(question);
        return now !== undefined && tellsSame(question, answer, now);
      });
    }
    this.#isGood = this.judge();
  }

  /** What is known now of the entry's questions. */
  get answers(): Answers {
    return (this.#answers ??= new Map(this.before()));
  }

  /** The facts that the entry's footprints speak of, as they are now; none where that is not known. */
  get facts(): readonly (Fact | undefined)[] {
    const { files, kinds, questions } = this.entry;
    return [
      ...files.map(({ path }): Fact => ({ about: "text", path: this.path(path) })),
      ...kinds.map(([path], at): Fact => ({ about: "kind", path: this.path(path), kind: this.#kinds[at] ?? "none" })),
      ...questions.map(([question]): Fact | undefined => {
        const answer = this.answers.get(question);
        return answer && { about: "texts", question, answer };
      }),
    ];
  }

  private before(): (readonly [question: string, answer: TextAnswer])[] {
    const named = (numbers: readonly number[]): string[] => numbers.map((number) => this.path(number));
    return this.entry.questions.map(([question, holding, found, holders, shapes]) => {
      const files = found === null ? undefined : named(found);
      const near = holders && { holders: named(holders) };
      return [question, { holding, files, ...near, ...(shapes !== undefined && { shapes }) }] as const;
    });
  }

  private judge(): ((footprint: number) => boolean) | undefined {
    const { kinds, questions, footprints } = this.entry;
    const isFact = [
      ...this.#isChanged.map((isChanged) => !isChanged),
      ...kinds.map(([, kind], at) => kind === this.#kinds[at]),
      ...questions.map((_, at) => this.#isAnsweredSame?.[at] ?? true),
    ];
    if (isFact.every(Boolean)) return undefined;
    const known: boolean[] = [];
    return (footprint) =>
      (known[footprint] ??= decoded(footprints[footprint] ?? "").every((fact) => isFact[fact] ?? false));
  }

  /** What rules have said of a file, and it still is so, but for what leans on something that has changed. */
  recall(path: string): readonly Slice[] {
    const rows = this.#slices.get(path) ?? [];
    return rows.flatMap((row) => (this.isGood(row) ? [this.slice(row)] : []));
  }

  /** How much has been kept. */
  get size(): number {
    return this.entry.slices.length;
  }

  private isGood([path, , footprint]: SliceRow): boolean {
    return !this.#isChanged[path] && (this.#isGood?.(footprint) ?? true);
  }

  private slice([path, rules, footprint, result]: SliceRow): Slice {
    const { entry } = this;
    const ids = entry.rules[rules] ?? "";
    let leansOn: Uint32Array | undefined;
    return {
      path: this.path(path),
      rules: ids === "" ? [] : ids.split(" "),
      result: result ?? NOTHING_FOUND,
      // Read only when it is written down again, which is seldom.
      get leansOn() {
        return (leansOn ??= decoded(entry.footprints[footprint] ?? ""));
      },
    };
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
