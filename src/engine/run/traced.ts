import { groupedBy } from "../../grouped.js";
import type { TextAnswer } from "../../python/prefilter/text-question.js";
import type { RunResult } from "../finding/run-result.js";
import type { Kind } from "./traced-files.js";

/** Something that was asked of the files, with the answer, as plain data: the same facts lead to the same findings. */
export type Fact =
  /** A text was read, or tried to be. */
  | { readonly about: "text"; readonly path: string }
  /** What was found at a path that was asked for. */
  | { readonly about: "kind"; readonly path: string; readonly kind: Kind }
  /** What was asked of all texts, as JSON. */
  | { readonly about: "texts"; readonly question: string; readonly answer: TextAnswer };

/** What some rules have said of a file, all of them leaning on the same facts. */
export interface Slice {
  readonly path: string;
  /** Their ids; none for what is known of the file itself. */
  readonly rules: readonly string[];
  readonly result: RunResult;
  /** Where the facts that it leans on stand among {@link Traced.facts}, each once. */
  readonly leansOn: Uint32Array;
}

/** What some files gave, in slices, and what those lean on. */
export interface Traced {
  readonly facts: readonly Fact[];
  readonly slices: readonly Slice[];
}

/** What some rules have said of a file, and all that it leans on. */
export interface TracedSlice extends Omit<Slice, "path" | "leansOn"> {
  readonly facts: readonly Fact[];
}

/** What a file gave. */
export interface TracedFile {
  readonly path: string;
  readonly slices: readonly TracedSlice[];
}

/** Puts together what each file gave, in the order in which they come. */
export function byFile({ facts, slices }: Traced): readonly TracedFile[] {
  return [...groupedBy(slices, ({ path }) => path)].map(([path, own]) => ({
    path,
    slices: own.map(({ rules, result, leansOn }) => {
      return { rules, result, facts: [...leansOn].flatMap((number) => facts[number] ?? []) };
    }),
  }));
}

/** Gathers slices: facts that several lean on are told once. */
export class Tracing implements Traced {
  readonly facts: Fact[] = [];
  readonly slices: Slice[] = [];
  readonly #numbers = new Map<Fact, number>();

  add(slice: Omit<Slice, "leansOn">, facts: readonly Fact[]): void {
    this.slices.push({ ...slice, leansOn: Uint32Array.from(facts, (fact) => this.numberOf(fact)) });
  }

  private numberOf(fact: Fact): number {
    let number = this.#numbers.get(fact);
    if (number === undefined) this.#numbers.set(fact, (number = this.facts.push(fact) - 1));
    return number;
  }
}
