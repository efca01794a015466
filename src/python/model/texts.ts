import { LRUCache } from "lru-cache";
import { FoldedText } from "../../syntax/fold.js";
import { knownText } from "../../syntax/known-text.js";
import type { PythonParser } from "../../syntax/parser.js";
import type { Tree } from "../../syntax/tree.js";
import { timed } from "../../timing.js";
import { readGrammar, type Reading } from "../grammar/check.js";
import type { Occurrence } from "../prefilter/occurrences.js";
import type { Prefilter } from "../prefilter/prefilter.js";

/** A source text, and what was once found out about it. */
export class Text {
  #reading: Reading | undefined;
  #folded: FoldedText | undefined;

  constructor(
    private readonly parser: PythonParser,
    readonly source: string,
    private readonly read = readGrammar,
  ) {}

  /** What the grammar says of the text. */
  get reading(): Reading {
    return (this.#reading ??= this.read(this.source));
  }

  /** Whether the text, or a part of it, may hold what a prefilter looks for. */
  mayHold(prefilter: Prefilter, part = this.source): boolean {
    return prefilter.mayHold(part);
  }

  /** Where a word may be what is looked for, in order; undefined when it may be anywhere. */
  offsetsOf(occurrence: Occurrence): readonly number[] | undefined {
    if (occurrence.word === "") return [];
    return knownText(this.source)
      .offsetsOf(occurrence.word)
      .filter((at) => occurrence.mayStandAt(this.source, at));
  }

  /** A tree of the text with nodes of its own. @param onParsed told of the UTF-16 units that it comes to hold */
  tree(onParsed: (units: number) => void): Tree {
    this.#folded ??= new FoldedText(this.parser, this.source, this.reading.folds);
    return this.#folded.tree(onParsed);
  }
}

/** UTF-16 units of source of which is kept what was found out: trees take some four bytes a unit. */
const MOST_KEPT = 20 * 1024 * 1024;
/** The same for what the grammar says, which takes one. */
const MOST_READINGS = 32 * 1024 * 1024;

/** The texts that were asked for last. They outlive a project, whose nodes and answers take much more memory. */
export class Texts {
  readonly #texts = new LRUCache<string, Text>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ source }) => source.length + 1,
  });
  readonly #readings = new LRUCache<string, Reading>({
    maxSize: MOST_READINGS,
    sizeCalculation: (_, source) => source.length + 1,
  });

  constructor(private readonly parser: PythonParser) {}

  of(source: string): Text {
    let text = this.#texts.get(source);
    if (!text) this.#texts.set(source, (text = new Text(this.parser, source, (read) => this.reading(read))));
    return text;
  }

  private reading(source: string): Reading {
    let reading = this.#readings.get(source);
    if (!reading) {
      reading = timed("checking the grammar", () => readGrammar(source));
      this.#readings.set(source, reading);
    }
    return reading;
  }
}
