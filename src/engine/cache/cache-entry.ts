import { createHash } from "node:crypto";
import type { TextAnswer } from "../../python/prefilter/text-question.js";
import { asEntry } from "./entry-schema.js";
import type { RunResult } from "../finding/run-result.js";
import type { Seal } from "./seal.js";
import { readSealed, writeSealed } from "./sealed-file.js";
import type { Stamped } from "./stamps.js";
import type { Kind } from "../run/traced-files.js";

/** What a scan gave and what that depends on. Paths and questions are numbers: where they are in the entry's lists. */
export interface Entry {
  readonly paths: readonly string[];
  /** What the files were that the scan is of or has read, and a digest of the settings that applied to each. */
  readonly files: readonly (Stamped & { readonly path: number; readonly settings: string })[];
  /** The files whose texts were asked the questions. */
  readonly project: readonly number[];
  readonly kinds: readonly (readonly [path: number, kind: Kind])[];
  readonly questions: readonly Answered[];
  readonly results: readonly Result[];
}

/** A question with its answer. */
type Answered = readonly [
  question: string,
  holding: number,
  files: readonly number[] | null,
  holders?: readonly number[] | null,
  shapes?: string,
];

/** What a file gave, and all that was asked on the way. */
interface ResultBy<Name> {
  readonly path: Name;
  readonly reads: readonly Name[];
  /** The paths at which was asked what lies there. */
  readonly kinds: readonly Name[];
  readonly asked: readonly Name[];
  readonly result: RunResult;
}

/** A result in an entry: which of its paths, kinds and questions. */
export type Result = ResultBy<number>;

/** A result whose paths and questions are themselves. */
export type Kept = ResultBy<string>;

/** What an {@link Entry} is made of. */
export interface Known {
  readonly project: readonly string[];
  readonly results: readonly Kept[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly answers: ReadonlyMap<string, TextAnswer>;
  readonly stamp: (path: string) => Stamped & { readonly settings: string };
}

/** Gathers what is known of all that some results depend on. */
export function entryOf({ project, results, kinds: kindsByPath, answers, stamp }: Known): Entry {
  const paths = new Numbering();
  const kinds = new Numbering();
  const questions = new Numbering();
  const numbered = results.map((one) => ({
    path: paths.of(one.path),
    reads: one.reads.map(paths.of).sort((a, b) => a - b),
    kinds: one.kinds.map(kinds.of).sort((a, b) => a - b),
    asked: one.asked.map(questions.of).sort((a, b) => a - b),
    result: one.result,
  }));
  const read = new Set([...project, ...results.flatMap(({ path, reads }) => [path, ...reads])]);
  const entry = {
    files: [...read].sort().map((path) => ({ ...stamp(path), path: paths.of(path) })),
    project: project.map(paths.of),
    kinds: kinds.names.map((path) => [paths.of(path), kindsByPath.get(path) ?? "none"] as const),
    questions: questions.names.map((question) => {
      const { holding = 0, files, holders, shapes } = answers.get(question) ?? {};
      const answered = [question, holding, files?.map(paths.of) ?? null] as const;
      if (shapes !== undefined) return [...answered, holders?.map(paths.of) ?? null, shapes] as const;
      return holders ? ([...answered, holders.map(paths.of)] as const) : answered;
    }),
    results: numbered,
  };
  return { paths: paths.names, ...entry };
}

/** Numbers names in the order in which they come. */
class Numbering {
  readonly #numbers = new Map<string, number>();

  readonly of = (name: string): number => {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  };

  get names(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** Stands for a text. */
export function digest(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("base64");
}

/** What was written down; nothing when it cannot be read, or is not what this account has written down there. */
export function readEntry(file: string, seal: Seal): Entry | undefined {
  const bytes = readSealed(file, seal);
  try {
    return bytes && asEntry(JSON.parse(bytes.toString()));
  } catch {
    return undefined;
  }
}

/** Writes an entry down, whole or not at all. */
export function writeEntry(file: string, entry: Entry, seal: Seal): void {
  writeSealed(file, Buffer.from(JSON.stringify(entry)), seal);
}
